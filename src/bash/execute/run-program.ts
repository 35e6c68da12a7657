import { Input } from '../file/open-file.js';
import type { ProgramAnswer } from '../file/world.js';
import { callFunction } from './call-function.js';
import { statusOf } from './file-test.js';
import { findProgram } from './find-program.js';
import type { Shell } from './shell.js';

const SHELLS = /^(?:ba|da|a)?sh$/;

/** Runs a program by its name or path. Its status is the answer; 127 or 126 when it can't be run. */
export async function runProgram(
  shell: Shell,
  name: string,
  argv: readonly string[],
): Promise<number> {
  const path = name.includes('/') ? name : await findProgram(shell, name);
  if (path === undefined) return refuse(shell, name, argv, 'command not found', 127);
  const status = await statusOf(shell, path);
  if (status === undefined) return refuse(shell, name, argv, 'No such file or directory', 127);
  if (status.kind === 'folder') return refuse(shell, name, argv, 'Is a directory', 126);
  if ((status.mode & 0o111) === 0) return refuse(shell, name, argv, 'Permission denied', 126);
  const { files, programs } = shell.world;
  const real = files.resolve(shell.folder, path);
  if (!(await programs.isProgram(real))) return runFile(shell, name, path, argv);
  if (SHELLS.test(real.slice(real.lastIndexOf('/') + 1))) return runShell(shell, [name, ...argv]);
  shell.hits.add(name);
  const answer = await programs.run({
    path: real,
    name,
    argv,
    environment: shell.variables.environment(),
    folder: shell.folder,
    stdin: shell.files.get(0) ?? new Input(''),
    place: shell.place,
    pid: shell.processes.next++,
    umask: shell.umask,
    functions: exportedFunctions(shell),
    isAsked: isAsked(shell),
    isAwaited: shell.asks === 'success',
  });
  shell.presumed = answer.presumed;
  return hand(shell, name, answer);
}

/** Hands on what a program wrote. One whose output is refused complains and fails. */
async function hand(shell: Shell, name: string, answer: ProgramAnswer): Promise<number> {
  const refused = await shell.write(1, answer.stdout);
  await shell.write(2, answer.stderr);
  if (refused === undefined) return answer.exit;
  await shell.write(2, `${name}: write error: ${refused}\n`);
  return 1;
}

async function refuse(
  shell: Shell,
  name: string,
  argv: readonly string[],
  words: string,
  status: number,
): Promise<number> {
  const missing =
    status === 127 ? shell.world.programs.missing(name, argv, shell.place) : undefined;
  if (missing !== undefined) return hand(shell, name, missing);
  const handler = shell.functions.get('command_not_found_handle');
  if (handler !== undefined && words === 'command not found') {
    return callFunction(shell, 'command_not_found_handle', handler, [name, ...argv]);
  }
  await shell.complain(`${name}: ${words}`);
  return status;
}

/** Runs a file that is a script, by what its first line names. */
async function runFile(
  shell: Shell,
  name: string,
  path: string,
  argv: readonly string[],
): Promise<number> {
  const { files } = shell.world;
  const text = await files.read(files.resolve(shell.folder, path));
  const [, interpreter = '/bin/bash', option] = /^#![ \t]*(\S+)(?:[ \t]+(.*\S))?/.exec(text) ?? [];
  const isEnv = interpreter.endsWith('/env') && option !== undefined;
  const program = isEnv ? (option.replace(/^-S\s*/, '').split(/\s+/)[0] ?? '') : interpreter;
  const base = program.slice(program.lastIndexOf('/') + 1);
  if (SHELLS.test(base)) {
    const options = isEnv || option === undefined ? [] : [option];
    return runShell(shell, [base, ...options, path, ...argv]);
  }
  const found = program.includes('/')
    ? await statusOf(shell, program)
    : await findProgram(shell, program);
  if (found === undefined) {
    const missing = shell.world.programs.missing(base, argv, shell.place);
    if (missing !== undefined) return hand(shell, name, missing);
    const words = `${name}: cannot execute: required file not found`;
    await shell.complain(words);
    return 127;
  }
  return runProgram(shell, program, [
    ...(isEnv || option === undefined ? [] : [option]),
    path,
    ...argv,
  ]);
}

function runShell(shell: Shell, argv: readonly string[]): Promise<number> {
  return shell.engine.runBash({
    world: shell.world,
    files: new Map(shell.files),
    folder: shell.folder,
    environment: shell.variables.environment(),
    functions: exportedFunctions(shell),
    argv,
    pid: shell.processes.next++,
    umask: shell.umask,
    isAsked: isAsked(shell),
  });
}

function isAsked({ asks }: Shell): boolean {
  return asks === 'answer' || asks === 'failure';
}

function exportedFunctions(shell: Shell): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const name of shell.exportedFunctions) {
    const defined = shell.functions.get(name);
    if (defined !== undefined) texts.set(name, defined.definition.raw);
  }
  return texts;
}
