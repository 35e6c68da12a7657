import { ShellLeave } from '../execute/leave.js';
import { findProgram } from '../execute/find-program.js';
import { statusOf } from '../execute/file-test.js';
import { openPath } from '../execute/redirect.js';
import { readAll } from '../execute/read-all.js';
import { fail, failWithUsage, type Builtin } from './builtin.js';
import { readOptions } from './options.js';

const NOT_THERE = 'No such file or directory';

/** `eval WORD...` */
export const evaluateText: Builtin = ({ argv, shell }) => {
  const text = (argv[0] === '--' ? argv.slice(1) : argv).join(' ');
  return text.trim() === '' ? 0 : shell.engine.runText(shell, text, { kind: 'eval' });
};

/** `source FILE [ARGUMENT...]` */
export const source: Builtin = async (call) => {
  const { shell } = call;
  const [file, ...args] = call.argv[0] === '--' ? call.argv.slice(1) : call.argv;
  if (file === undefined) {
    return failWithUsage(call, 'filename argument required', `${call.name} filename [arguments]`);
  }
  const path = await findSource();
  const status = await statusOf(shell, path);
  if (status === undefined) {
    const opened = await openPath(shell, path, 'read');
    await shell.complain(`${file}: ${typeof opened === 'string' ? opened : NOT_THERE}`);
    return 1;
  }
  if (status.kind === 'folder') return fail(call, `${file}: is a directory`);
  const text = await readAll(shell, path);
  return shell.engine.runText(shell, text, { kind: 'source', name: path, args });

  /** A name without a slash is looked for in `PATH`, then in the folder. */
  async function findSource(): Promise<string> {
    if (file === undefined || file.includes('/') || !shell.features.has('sourcepath')) {
      return file ?? '';
    }
    const isHere = (await statusOf(shell, file)) !== undefined;
    return (await findProgram(shell, file)) ?? (isHere ? file : file);
  }
};

/** `exec [-c] [-l] [-a NAME] PROGRAM [ARGUMENT...]`: the program takes the shell's place. */
export const exec: Builtin = async (call) => {
  const { shell } = call;
  const { rest, wrong } = readOptions(call.argv, 'cla:');
  if (wrong !== undefined) {
    return failWithUsage(
      call,
      `${wrong.option}: invalid option`,
      'exec [-cl] [-a name] [command [argument ...]] [redirection ...]',
    );
  }
  const [program = '', ...args] = rest;
  if (rest.length === 0) return 0;
  const isThere = program.includes('/')
    ? (await statusOf(shell, program)) !== undefined
    : (await findProgram(shell, program)) !== undefined;
  if (!isThere && !shell.world.programs.isKnown(program)) {
    shell.world.programs.missing(program, args, shell.place);
    await fail(
      call,
      program.includes('/')
        ? `${program}: cannot execute: required file not found`
        : `${program}: not found`,
    );
    throw new ShellLeave(127);
  }
  const status = await shell.engine.runProgram(shell, program, args);
  // What the shell itself would do at its end is gone with it.
  shell.traps.delete('EXIT');
  throw new ShellLeave(status);
};
