import { statusOf } from './file-test.js';
import type { Shell } from './shell.js';

/** Finds the program of this name in the folders of `PATH`, as a path; undefined when there is none. */
export async function findProgram(shell: Shell, name: string): Promise<string | undefined> {
  const path = shell.variables.get('PATH');
  if (path !== shell.hashedPath) {
    shell.hashedPath = path;
    shell.hashed.clear();
  }
  const known = shell.hashed.get(name);
  if (known !== undefined && (await isExecutable(shell, known))) return known;
  const [found] = await findPrograms(shell, name, true);
  if (found !== undefined) shell.hashed.set(name, found);
  return found;
}

/** Finds all programs of this name, or the first. */
export async function findPrograms(
  shell: Shell,
  name: string,
  isFirstOnly = false,
): Promise<string[]> {
  const path = shell.variables.get('PATH');
  const found: string[] = [];
  if (name === '' || path === undefined) return found;
  for (const folder of path.split(':')) {
    const place = `${folder === '' ? '.' : folder}/${name}`;
    if (!(await isExecutable(shell, place))) continue;
    // The path without links to folders that are the same.
    found.push(folder.startsWith('/') ? shell.world.files.resolve('/', place) : place);
    if (isFirstOnly) break;
  }
  return found;
}

async function isExecutable(shell: Shell, path: string): Promise<boolean> {
  const status = await statusOf(shell, path);
  return status?.kind === 'file' && (status.mode & 0o111) !== 0;
}
