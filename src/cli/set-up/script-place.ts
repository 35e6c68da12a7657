import { posix } from 'node:path';
import { canMount } from '../../shell/files/disk.js';
import type { RunOptions, SourceFolder } from '../../shell/index.js';
import { CliError, USAGE_EXIT } from '../terminal/cli-error.js';
import type { Terminal } from '../terminal/terminal.js';

/** What a script may see of this machine, and where it runs. */
export type ScriptPlace = Pick<RunOptions, 'name' | 'cwd' | 'folders'>;

/** Where a script from nowhere runs that may see nothing of this machine. */
const HOME = '/root';

/**
 * Finds which folders a script may read, and in which it runs: where the caller is, as under Bash, when it may read there; otherwise in its
 * own folder, and then its name leads there from everywhere.
 *
 * @param path - the script's file; undefined when it has none
 * @throws CliError when a folder that was named is not there
 */
export async function findScriptPlace(
  path: string | undefined,
  { cwd, mounts, openFolder }: Pick<Terminal, 'cwd' | 'mounts' | 'openFolder'>,
): Promise<ScriptPlace> {
  const folders: Record<string, SourceFolder> = {};
  for (const mount of mounts) {
    const at = posix.resolve(cwd, mount);
    if (!canMount(at))
      throw new CliError(`--mount ${mount}: belongs to the simulated machine`, USAGE_EXIT);
    const folder = await openFolder(at);
    if (folder === undefined) throw new CliError(`--mount ${mount}: no such folder`, USAGE_EXIT);
    folders[at] = folder;
  }
  const file = path === undefined ? undefined : posix.resolve(cwd, path);
  const own = file === undefined ? undefined : posix.dirname(file);
  if (own !== undefined && canMount(own)) {
    const folder = await openFolder(own);
    if (folder !== undefined) folders[own] ??= folder;
  }
  const isOpen = (place: string): boolean =>
    Object.keys(folders).some((one) => place === one || place.startsWith(`${one}/`));
  const named = path === undefined ? {} : { name: path };
  if (isOpen(cwd)) return { ...named, cwd, folders };
  if (file === undefined || own === undefined || !isOpen(own)) {
    return { ...named, cwd: HOME, folders };
  }
  return { name: file, cwd: own, folders };
}
