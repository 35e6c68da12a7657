import { assertNever } from '../../assert-never.js';
import { expandText, expandWords } from '../expand/expand-word.js';
import { Input, type OpenFile } from '../file/open-file.js';
import type { OpenMode } from '../file/world.js';
import type { Redirection } from '../syntax/script.js';
import { asExpansionProblem, reportExpansion } from './problem.js';
import type { Shell } from './shell.js';

/** The first descriptor that `{NAME}>...` chooses. */
const FIRST_CHOSEN = 10;

/** What was in a descriptor before a redirection. */
type Saved = Map<number, OpenFile | undefined>;

/**
 * Runs a command with its redirections, and takes them back. False, with a complaint, when one of them can't be made: the command
 * is not run then.
 */
export async function withRedirections(
  shell: Shell,
  redirections: readonly Redirection[],
  run: () => Promise<void>,
): Promise<boolean> {
  const saved: Saved = new Map();
  try {
    if (!(await redirect(shell, redirections, saved))) return false;
    await run();
    return true;
  } catch (error) {
    // The complaint goes where the command's own would.
    const problem = asExpansionProblem(error);
    if (problem !== undefined) await reportExpansion(shell, problem);
    throw problem ?? error;
  } finally {
    for (const [fd, file] of saved) {
      if (file === undefined) shell.files.delete(fd);
      else shell.files.set(fd, file);
    }
  }
}

/** Makes redirections from left to right. False, with a complaint, at the first that can't be made. */
export async function redirect(
  shell: Shell,
  redirections: readonly Redirection[],
  saved: Saved = new Map(),
): Promise<boolean> {
  for (const redirection of redirections) {
    const words = await make(shell, redirection, saved);
    if (words !== undefined) {
      await shell.complain(words);
      return false;
    }
  }
  return true;
}

/** Makes one redirection; a string is why it can't be made. */
async function make(
  shell: Shell,
  redirection: Redirection,
  saved: Saved,
): Promise<string | undefined> {
  const { operator, target } = redirection;
  switch (operator) {
    case '<<':
      return set(
        shell,
        redirection,
        0,
        new Input(await expandText(shell, target, 'document')),
        saved,
      );
    case '<<<':
      return set(shell, redirection, 0, new Input(`${await expandText(shell, target)}\n`), saved);
    case '<&':
      return duplicate(shell, redirection, 0, saved);
    case '>&':
      return duplicate(shell, redirection, 1, saved);
    case '<':
      return openFile(shell, redirection, 'read', [0], saved);
    case '<>':
      return openFile(shell, redirection, 'read-write', [0], saved);
    case '>':
      return openFile(shell, redirection, shell.has('noclobber') ? 'create' : 'write', [1], saved);
    case '>|':
      return openFile(shell, redirection, 'write', [1], saved);
    case '>>':
      return openFile(shell, redirection, 'append', [1], saved);
    case '&>':
      return openFile(
        shell,
        redirection,
        shell.has('noclobber') ? 'create' : 'write',
        [1, 2],
        saved,
      );
    case '&>>':
      return openFile(shell, redirection, 'append', [1, 2], saved);
    default:
      return assertNever(operator);
  }
}

async function openFile(
  shell: Shell,
  redirection: Redirection,
  mode: OpenMode,
  fds: readonly number[],
  saved: Saved,
): Promise<string | undefined> {
  const [path, ...rest] = await expandWords(shell, [redirection.target]);
  if (path === undefined || rest.length > 0) return `${redirection.target.raw}: ambiguous redirect`;
  const file = await openPath(shell, path, mode);
  if (typeof file === 'string') return `${path}: ${file}`;
  for (const fd of fds) {
    const words = set(
      shell,
      fds.length > 1 ? { ...redirection, fd } : redirection,
      fd,
      file,
      saved,
    );
    if (words !== undefined) return words;
  }
  return undefined;
}

/** Opens a path; a string is why it can't be opened. */
export async function openPath(
  shell: Shell,
  path: string,
  mode: OpenMode,
): Promise<OpenFile | string> {
  const { files } = shell.world;
  const number = descriptorOf(path);
  const held = number === undefined ? undefined : shell.files.get(number);
  if (held !== undefined) return held;
  if (path === '') return 'No such file or directory';
  const opened = await files.open(files.resolve(shell.folder, path), mode, shell.umask);
  return 'refused' in opened ? opened.refused : opened;
}

/** The descriptor that a path stands for; undefined when it is none. */
function descriptorOf(path: string): number | undefined {
  const names: Readonly<Record<string, number>> = {
    '/dev/stdin': 0,
    '/dev/stdout': 1,
    '/dev/stderr': 2,
  };
  const number = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path)?.[1];
  return number === undefined ? names[path] : Number(number);
}

/** `<&N`, `>&N`, `N>&-`, and `>&FILE`, which is `&>FILE`. */
async function duplicate(
  shell: Shell,
  redirection: Redirection,
  standard: number,
  saved: Saved,
): Promise<string | undefined> {
  const { target, fd, variable } = redirection;
  const words = await expandWords(shell, [target]);
  const [word] = words;
  if (word === undefined || words.length > 1) return `${target.raw}: ambiguous redirect`;
  if (word === '-') {
    const closed =
      variable === undefined ? (fd ?? standard) : Number(shell.variables.get(variable));
    save(shell, closed, saved);
    shell.files.delete(closed);
    return undefined;
  }
  const [, number, moves] = /^(\d+)(-?)$/.exec(word) ?? [];
  if (number === undefined) {
    if (standard === 0 || fd !== undefined || variable !== undefined) {
      return `${target.raw}: ambiguous redirect`;
    }
    return openFile(shell, { ...redirection, operator: '&>' }, 'write', [1, 2], saved);
  }
  const file = shell.files.get(Number(number));
  if (file === undefined) return `${number}: Bad file descriptor`;
  const refused = set(shell, redirection, standard, file, saved);
  if (moves === '-') {
    save(shell, Number(number), saved);
    shell.files.delete(Number(number));
  }
  return refused;
}

function set(
  shell: Shell,
  { fd, variable }: Redirection,
  standard: number,
  file: OpenFile,
  saved: Saved,
): string | undefined {
  if (variable !== undefined) {
    let chosen = FIRST_CHOSEN;
    while (shell.files.has(chosen)) chosen++;
    // It stays open until the script closes it.
    shell.files.set(chosen, file);
    shell.variables.set(variable, `${chosen}`);
    return undefined;
  }
  save(shell, fd ?? standard, saved);
  shell.files.set(fd ?? standard, file);
  return undefined;
}

function save(shell: Shell, fd: number, saved: Saved): void {
  if (!saved.has(fd)) saved.set(fd, shell.files.get(fd));
}
