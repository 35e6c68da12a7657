import { refuseNotSimulated } from './not-simulated.js';
import { runProgram } from './run-program.js';
import { refuse, type ShellTool } from './shell-tool.js';

/** `sudo PROGRAM...`: the script is root's already, so it only runs the program. */
export const sudo: ShellTool = async (call) => {
  let at = 0;
  for (; call.argv[at]?.startsWith('-') === true; at++) {
    const option = call.argv[at] ?? '';
    if (option === '--') {
      at++;
      break;
    }
    if (!/^-[EHnkS]+$/.test(option)) return refuseNotSimulated(`sudo ${option}`);
  }
  const [program, ...argv] = call.argv.slice(at);
  if (program === undefined) return refuseNotSimulated('sudo without a program');
  return (
    (await runProgram(call, program, argv)) ?? refuse(1, `sudo: ${program}: command not found`)
  );
};
