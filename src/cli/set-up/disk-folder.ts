import { constants } from 'node:fs';
import { lstat, open, readdir, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderEntry, SourceFolder } from '../../shell/index.js';

/**
 * A folder of this machine for a script to read; undefined when there is none at the path.
 *
 * Nothing outside of it is ever opened: links are listed and not followed, and a file is opened only where its true path is the one that
 * was asked for. (A hard link is the file itself: who can put one into the folder has let the script read that file.)
 */
export async function openDiskFolder(path: string): Promise<SourceFolder | undefined> {
  const root = await realpath(path).catch(() => undefined);
  if (root === undefined || !(await lstat(root)).isDirectory()) return undefined;
  return {
    list: async (below) => {
      const folder = await truePath(root, below);
      const found = await readdir(folder, { withFileTypes: true });
      const entries = await Promise.all(found.map(({ name }) => entryOf(folder, name)));
      return entries.filter((entry) => entry !== undefined);
    },
    read: async (below) => {
      const file = await open(
        await truePath(root, below),
        // A name that has become a pipe must not hold up the script.
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      );
      try {
        if (!(await file.stat()).isFile()) throw missing(below);
        return await file.readFile();
      } finally {
        await file.close();
      }
    },
  };
}

/** The path of what is below a root, when neither a link nor `..` is on the way. */
async function truePath(root: string, below: string): Promise<string> {
  const path = join(root, below);
  const leaves = below.split('/').includes('..');
  if (leaves || (await realpath(path)) !== path) throw missing(below);
  return path;
}

async function entryOf(folder: string, name: string): Promise<FolderEntry | undefined> {
  const path = join(folder, name);
  // What is gone since the folder was read was never there.
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return undefined;
  const mode = stats.mode & 0o7777;
  if (stats.isDirectory()) return { kind: 'folder', name, mode };
  if (stats.isSymbolicLink()) return { kind: 'link', name, target: await readlink(path) };
  if (!stats.isFile()) return undefined;
  return { kind: 'file', name, mode, sizeBytes: stats.size, changed: stats.mtime };
}

function missing(path: string): Error {
  return new Error(`ENOENT: no such file or directory, open '${path}'`);
}
