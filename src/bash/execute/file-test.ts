import type { FileStatus } from '../file/world.js';
import { valuesOf } from '../variable/variable.js';
import { SET_OPTIONS } from './option.js';
import type { Shell } from './shell.js';

/** Works out a test of one word, such as `-f FILE` (bash(1), CONDITIONAL EXPRESSIONS). */
export async function testUnary(shell: Shell, operator: string, text: string): Promise<boolean> {
  switch (operator) {
    case '-n':
      return text !== '';
    case '-z':
      return text === '';
    case '-o':
      return SET_OPTIONS.has(text) && shell.has(text);
    case '-v':
      return isSet(shell, text);
    case '-R':
      return shell.variables.find(text)?.attributes.has('n') === true;
    case '-t':
      return false;
    default:
      return testFile(
        operator,
        await statusOf(shell, text, operator === '-L' || operator === '-h'),
      );
  }
}

/** What is at a path as it was written; undefined when there is nothing. */
export async function statusOf(
  shell: Shell,
  path: string,
  isLink = false,
): Promise<FileStatus | undefined> {
  if (path === '') return undefined;
  const { files } = shell.world;
  return files.status(files.resolve(shell.folder, path), isLink);
}

function testFile(operator: string, status: FileStatus | undefined): boolean {
  if (status === undefined) return false;
  switch (operator) {
    case '-f':
      return status.kind === 'file';
    case '-d':
      return status.kind === 'folder';
    case '-L':
    case '-h':
      return status.kind === 'link';
    case '-s':
      return status.size > 0;
    case '-c':
      return status.kind === 'device';
    case '-p':
      return status.kind === 'pipe';
    case '-b':
    case '-S':
    case '-N':
      return false;
    case '-x':
      return status.kind === 'folder' || (status.mode & 0o111) !== 0;
    case '-u':
      return (status.mode & 0o4000) !== 0;
    case '-g':
      return (status.mode & 0o2000) !== 0;
    case '-k':
      return (status.mode & 0o1000) !== 0;
    // The script is root's, who owns everything and may read and write it.
    default:
      return true;
  }
}

function isSet(shell: Shell, text: string): boolean {
  const [, name = '', subscript] = /^(\w+)(?:\[(.+)\])?$/s.exec(text) ?? [];
  if (/^\d+$/.test(name)) return shell.positional[Number(name) - 1] !== undefined;
  if (name === '') return false;
  if (subscript === '@' || subscript === '*') {
    return valuesOf(shell.variables.whole(name)).length > 0;
  }
  return shell.variables.get(name, subscript) !== undefined;
}

/** Works out `-nt`, `-ot` or `-ef`. */
export async function compareFiles(
  shell: Shell,
  operator: '-nt' | '-ot' | '-ef',
  left: string,
  right: string,
): Promise<boolean> {
  const { files } = shell.world;
  const [one, other] = [await statusOf(shell, left), await statusOf(shell, right)];
  if (operator === '-ef') {
    if (one === undefined || other === undefined) return false;
    const paths = [left, right].map((path) => files.real(files.resolve(shell.folder, path)));
    const [first, second] = await Promise.all(paths);
    return first === second;
  }
  const [newer, older] = operator === '-nt' ? [one, other] : [other, one];
  return newer !== undefined && (older === undefined || newer.changed > older.changed);
}
