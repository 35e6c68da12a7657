import { runProgram } from './run-program.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';

/** `nice [-n N] PROGRAM...`: nobody else runs on the machine, so nothing comes of it. Source: nice(1). */
export const nice: ShellTool = async (call) => {
  const words = [...call.argv];
  while (words[0]?.startsWith('-') === true) {
    const [option = ''] = words.splice(0, 1);
    if (option === '--') break;
    const value = /^(?:-n|--adjustment=|-(?=[-+]?\d))(.*)$/.exec(option)?.[1];
    if (value === undefined && option !== '--adjustment') {
      return refuse(125, `nice: invalid option -- '${option.slice(1, 2)}'\n${HINT}`);
    }
    const number = value === undefined || value === '' ? words.shift() : value;
    if (number === undefined) {
      return refuse(125, `nice: option requires an argument -- 'n'\n${HINT}`);
    }
    if (!/^[-+]?\d+$/.test(number)) return refuse(125, `nice: invalid adjustment '${number}'`);
  }
  const [program, ...argv] = words;
  if (program === undefined) {
    return call.argv.length === 0
      ? answer('0\n')
      : refuse(125, `nice: a command must be given with an adjustment\n${HINT}`);
  }
  const ran = await runProgram(call, program, argv);
  return ran ?? refuse(127, `nice: '${program}': No such file or directory`);
};

const HINT = "Try 'nice --help' for more information.";
