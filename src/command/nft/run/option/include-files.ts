import type { CommandFiles } from '../../../command-files.js';
import { isPattern, matchesPattern } from '../../../fnmatch.js';
import type { IncludedFiles } from '../../syntax/files.js';

/** Reports whether there is a folder or a file of a path. */
export function isPath({ list, read }: CommandFiles, path: string): boolean {
  return path !== '' && (list(path) !== undefined || read(path) !== undefined);
}

/** The folder that a file is in. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf('/');
  if (end === 0) return '/';
  return end < 0 ? '.' : path.slice(0, end);
}

/** The files that `include` finds among those of a command. */
export function includeFiles(files: CommandFiles): IncludedFiles {
  return {
    match: (pattern) => match(files, pattern).toSorted(),
    read: (path) => {
      const text = files.read(path);
      return text === undefined
        ? { kind: 'error', message: 'No such file or directory' }
        : { kind: 'text', text };
    },
  };
}

/** Source: glob(3) with `GLOB_MARK`. */
function match(files: CommandFiles, pattern: string): readonly string[] {
  if (!isPattern(pattern)) {
    if (files.list(pattern) !== undefined) return [`${pattern.replace(/\/$/, '')}/`];
    return files.read(pattern) === undefined ? [] : [pattern];
  }
  const end = pattern.lastIndexOf('/') + 1;
  const wanted = pattern.slice(end);
  const above = folderOf(pattern);
  const folders = isPattern(above)
    ? match(files, above).filter((path) => path.endsWith('/'))
    : [pattern.slice(0, end)];
  if (wanted === '') return folders;
  return folders.flatMap((folder) =>
    (files.list(folder === '' ? '.' : folder) ?? [])
      .filter(({ name }) => matchesName(wanted, name))
      .map(({ name, isFolder }) => `${folder}${name}${isFolder ? '/' : ''}`),
  );
}

/** A name that begins with a dot is matched only with a dot. */
function matchesName(pattern: string, name: string): boolean {
  return matchesPattern(pattern, name) && (!name.startsWith('.') || pattern.startsWith('.'));
}
