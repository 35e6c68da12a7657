import { refuseNotSimulated } from './not-simulated.js';
import { runProgram } from './run-program.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';

/** `flock`: nobody else runs on the machine, so every lock is free. */
export const flock: ShellTool = async (call) => {
  let at = 0;
  for (; call.argv[at]?.startsWith('-') === true; at++) {
    const option = call.argv[at] ?? '';
    if (option === '-w') at++;
    else if (!/^-[nxseu]+$/.test(option)) return refuseNotSimulated(`flock ${option}`);
  }
  const [, program, ...argv] = call.argv.slice(at);
  if (program === undefined) return answer();
  const ran =
    program === '-c'
      ? await runProgram(call, 'bash', ['-c', ...argv])
      : await runProgram(call, program, argv);
  return ran ?? refuse(69, `flock: failed to execute ${program}: No such file or directory`);
};
