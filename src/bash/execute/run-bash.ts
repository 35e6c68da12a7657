import { Input } from '../file/open-file.js';
import { parseScript } from '../parse/parse-script.js';
import { FunctionLeave, LoopLeave, ShellLeave } from './leave.js';
import { makeDynamicVariables, VERSION } from './dynamic-variables.js';
import { statusOf } from './file-test.js';
import { findProgram } from './find-program.js';
import { FEATURES, SET_OPTIONS } from './option.js';
import { readAll } from './read-all.js';
import { openPath } from './redirect.js';
import { reportProblem } from './report-problem.js';
import { runUnits } from './run-script.js';
import { Shell, type BashStart, type Engine } from './shell.js';
import { runExitTrap } from './trap.js';
import type { Script } from '../syntax/script.js';
import { Variables } from '../variable/variables.js';

/** What a shell is to run. */
interface Invocation {
  readonly text: string;
  readonly name: string;
  readonly args: readonly string[];
}

/** Runs Bash as a program: `bash [OPTION...] [FILE | -c TEXT [NAME]] [ARGUMENT...]`. */
export async function runBash(start: BashStart, engine: Engine): Promise<number> {
  const shell = makeShell(start, engine);
  const invocation = await readInvocation(shell, start.argv);
  if (typeof invocation === 'number') return invocation;
  shell.name = invocation.name;
  shell.positional = invocation.args;
  return runMain(shell, invocation.text);
}

/** Makes a shell with the variables and functions of its environment. */
export function makeShell(start: BashStart, engine: Engine): Shell {
  const { world, files, folder, environment, functions, argv, pid } = start;
  const variables = new Variables(makeDynamicVariables(() => shell));
  variables.onGrow = world.hold;
  const shell: Shell = new Shell({
    world,
    engine,
    variables,
    files: new Map(files),
    folder,
    name: argv[0] ?? 'bash',
    positional: [],
    pid,
    umask: start.umask,
  });
  if (start.isAsked) shell.asks = 'answer';
  for (const [feature, isOn] of FEATURES) if (isOn) shell.features.add(feature);
  for (const [name, value] of environment) {
    if (!/^[A-Za-z_]\w*$/.test(name)) continue;
    variables.writable(name).value = value;
    variables.writable(name).attributes.add('x');
  }
  const outer = Number(environment.get('SHLVL') ?? 0);
  for (const [name, value] of [
    ['PWD', folder],
    ['SHLVL', `${outer + 1}`],
  ] as const) {
    variables.set(name, value);
    variables.writable(name).attributes.add('x');
  }
  for (const [name, value] of [
    ['BASH', '/bin/bash'],
    ['BASH_VERSION', VERSION],
    ['HOSTNAME', 'localhost'],
    ['HOSTTYPE', 'x86_64'],
    ['IFS', ' \t\n'],
    ['MACHTYPE', 'x86_64-pc-linux-gnu'],
    ['OPTERR', '1'],
    ['OPTIND', '1'],
    ['OSTYPE', 'linux-gnu'],
    ['PS4', '+ '],
  ] as const) {
    if (environment.get(name) === undefined || name === 'IFS') variables.set(name, value);
  }
  if (!environment.has('PATH')) {
    variables.set('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  }
  variables.setList('BASH_VERSINFO', ['5', '2', '37', '1', 'release', 'x86_64-pc-linux-gnu']);
  for (const [name, value] of [
    ['EUID', '0'],
    ['PPID', '1'],
    ['UID', '0'],
  ] as const) {
    variables.set(name, value);
    const { attributes } = variables.writable(name);
    for (const attribute of ['i', 'r'] as const) attributes.add(attribute);
  }
  for (const [name, text] of functions) define(shell, name, text);
  return shell;
}

function define(shell: Shell, name: string, text: string): void {
  const [command] = parseScript(text).statements[0]?.items[0]?.pipeline.commands ?? [];
  if (command?.kind !== 'function') return;
  shell.functions.set(name, { definition: command, source: 'environment' });
  shell.exportedFunctions.add(name);
}

/** Runs the text of a shell's own script to its end, with what `trap` keeps for that. Its status is the answer. */
export async function runMain(shell: Shell, text: string): Promise<number> {
  let script;
  try {
    script = parseScript(text);
  } catch (error) {
    return reportProblem(shell, error, shell.name);
  }
  return runParsed(shell, script);
}

/** Runs a script to the end of the shell. Its status is the answer. */
export async function runParsed(shell: Shell, script: Script): Promise<number> {
  try {
    await runUnits(shell, script);
  } catch (error) {
    if (error instanceof ShellLeave || error instanceof FunctionLeave) shell.status = error.status;
    else if (!(error instanceof LoopLeave)) throw error;
  }
  return runExitTrap(shell);
}

/** Reads the words that Bash was started with; a number is the status of their refusal. */
async function readInvocation(shell: Shell, argv: readonly string[]): Promise<Invocation | number> {
  const [program = 'bash', ...words] = argv;
  let hasText = false;
  let readsInput = false;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '-' || word === '--') {
      at++;
      break;
    }
    if (word.startsWith('--')) {
      if (['--norc', '--noprofile', '--login', '--posix'].includes(word)) continue;
      return refuse(shell, program, `${word}: invalid option`, 2);
    }
    if (!/^[-+]./.test(word)) break;
    for (const letter of word.slice(1)) {
      if (letter === 'c') hasText = true;
      else if (letter === 's') readsInput = true;
      else if (letter === 'o' || letter === 'O') {
        const name = words[++at] ?? '';
        (letter === 'o' ? shell.options : shell.features).add(name);
      } else {
        const name = [...SET_OPTIONS].find(([, one]) => one === letter)?.[0];
        if (name !== undefined) {
          if (word.startsWith('-')) shell.options.add(name);
          else shell.options.delete(name);
        } else if (letter !== 'l' && letter !== 'i') {
          return refuse(shell, program, `-${letter}: invalid option`, 2);
        }
      }
    }
  }
  const [first, ...rest] = words.slice(at);
  if (hasText) {
    if (first === undefined) return refuse(shell, program, '-c: option requires an argument', 2);
    const [name = program, ...args] = rest;
    return { text: first, name, args };
  }
  if (readsInput || first === undefined) {
    const input = shell.files.get(0);
    const text = input?.peek() ?? '';
    input?.advance(text.length);
    const args = first === undefined ? [] : [first, ...rest];
    // The commands of the script share its input, which is read to its end then.
    shell.files.set(0, new Input(''));
    return { text, name: program, args };
  }
  return readFile(shell, program, first, rest);
}

async function readFile(
  shell: Shell,
  program: string,
  file: string,
  args: readonly string[],
): Promise<Invocation | number> {
  const status = await statusOf(shell, file);
  const path = status === undefined && !file.includes('/') ? await findProgram(shell, file) : file;
  if (path === undefined || (status === undefined && path === file)) {
    const opened = await openPath(shell, file, 'read');
    const words = typeof opened === 'string' ? opened : 'No such file or directory';
    return refuse(shell, program, `${file}: ${words}`, 127);
  }
  if (status?.kind === 'folder')
    return refuse(shell, program, `${file}: ${file}: Is a directory`, 126);
  return { text: await readAll(shell, path), name: path, args };
}

async function refuse(
  shell: Shell,
  program: string,
  words: string,
  status: number,
): Promise<number> {
  await shell.write(2, `${program}: ${words}\n`);
  return status;
}
