import { runProgram } from './run-program.js';
import { refuseNotSimulated } from './not-simulated.js';
import { readOptions } from './read-options.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';

const SPECIFICATION = {
  short: 'i0u:C:S:',
  long: { 'ignore-environment': 'i', null: '0', unset: 'u', chdir: 'C', 'split-string': 'S' },
  stopsAtWord: true,
} as const;

/** `env [-i] [-u NAME] [-C FOLDER] [NAME=VALUE...] [PROGRAM...]`: the variables that are exported, or a program with others. Source: env(1). */
export const env: ShellTool = async (call) => {
  const read = readOptions(call.argv, SPECIFICATION);
  if ('mistake' in read) {
    return refuse(125, `env: ${read.mistake}\nTry 'env --help' for more information.`);
  }
  if (read.options.some(({ letter }) => letter === 'S')) return refuseNotSimulated('env -S');
  const [dash, ...others] = read.words;
  const ignores = dash === '-' || read.options.some(({ letter }) => letter === 'i');
  const variables = new Map(ignores ? [] : Object.entries(call.shell.exportedEnv ?? {}));
  for (const { letter, argument = '' } of read.options) {
    if (letter === 'u') variables.delete(argument);
  }
  const words = dash === '-' ? others : [...read.words];
  while (words[0]?.includes('=') === true) {
    const [word = ''] = words.splice(0, 1);
    const at = word.indexOf('=');
    variables.set(word.slice(0, at), word.slice(at + 1));
  }
  const [program, ...argv] = words;
  if (program === undefined) {
    const end = read.options.some(({ letter }) => letter === '0') ? '\0' : '\n';
    return answer([...variables].map(([name, value]) => `${name}=${value}${end}`).join(''));
  }
  const folder = read.options.findLast(({ letter }) => letter === 'C')?.argument;
  const cwd = folder === undefined ? undefined : call.files.resolvePath(call.shell.cwd, folder);
  if (cwd !== undefined && !(await call.files.exists(cwd))) {
    return refuse(125, `env: cannot change directory to '${folder}': No such file or directory`);
  }
  const ran = await runProgram(call, program, argv, {
    env: Object.fromEntries(variables),
    ...(cwd === undefined ? {} : { cwd }),
  });
  return ran ?? refuse(127, `env: '${program}': No such file or directory`);
};

/** `printenv [NAME...]`. Source: printenv(1). */
export const printenv: ShellTool = ({ argv, shell }) => {
  if (argv.some((word) => word.startsWith('-'))) {
    return refuseNotSimulated(`printenv ${argv.join(' ')}`);
  }
  const variables = shell.exportedEnv ?? {};
  if (argv.length === 0) {
    return answer(
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
  }
  const values = argv.map((name) => variables[name]);
  const shown = values.flatMap((value) => (value === undefined ? [] : [`${value}\n`]));
  return { ...answer(shown.join('')), exit: values.includes(undefined) ? 1 : 0 };
};
