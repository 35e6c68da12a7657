import { ExpansionProblem } from '../execute/leave.js';
import type { Shell } from '../execute/shell.js';
import { globExpression, hasPattern, plainText } from '../pattern/glob.js';
import { patternOf, textOfField, type Chunk } from './field.js';

/** Replaces a field by the paths that it matches as a pattern; by itself when it matches none. */
export async function expandPathname(shell: Shell, field: readonly Chunk[]): Promise<string[]> {
  const text = textOfField(field);
  if (shell.has('noglob') || !/[*?[@!+]/.test(text)) return [text];
  const pattern = patternOf(field);
  if (!hasPattern(pattern, shell.features.has('extglob'))) return [text];
  const paths = await findPaths(shell, pattern);
  if (paths.length > 0) return paths;
  if (shell.features.has('failglob')) throw new ExpansionProblem(`no match: ${text}`);
  return shell.features.has('nullglob') ? [] : [text];
}

/** The paths that match a pattern, in order. */
async function findPaths(shell: Shell, pattern: string): Promise<string[]> {
  const isAbsolute = pattern.startsWith('/');
  let found: string[] = [isAbsolute ? '/' : ''];
  const parts = pattern.split('/').filter((part) => part !== '');
  const endsBySlash = pattern.endsWith('/');
  for (const [at, part] of parts.entries()) {
    const isLast = at === parts.length - 1;
    const next: string[] = [];
    for (const folder of found) next.push(...(await matchPart(shell, folder, part, isLast)));
    found = next;
  }
  if (!endsBySlash) return found.toSorted();
  const folders: string[] = [];
  for (const path of found) if (await isFolder(shell, path)) folders.push(`${path}/`);
  return folders.toSorted();
}

async function matchPart(
  shell: Shell,
  folder: string,
  part: string,
  isLast: boolean,
): Promise<string[]> {
  const hasExtended = shell.features.has('extglob');
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  if (part === '**' && shell.features.has('globstar')) return descend(shell, folder, isLast);
  if (!hasPattern(part, hasExtended)) {
    const path = prefix + plainText(part);
    const status = await shell.world.files.status(
      shell.world.files.resolve(shell.folder, path),
      true,
    );
    return status === undefined ? [] : [path];
  }
  const names = await shell.world.files.list(
    shell.world.files.resolve(shell.folder, prefix || '.'),
  );
  const ignoresCase = shell.features.has('nocaseglob');
  const expression = globExpression(part, { hasExtended, ignoresCase });
  const showsHidden = part.startsWith('.') || shell.features.has('dotglob');
  const matches = (names ?? []).filter(
    (name) => (showsHidden || !name.startsWith('.')) && expression.test(name),
  );
  const paths = matches.map((name) => prefix + name);
  if (isLast) return paths;
  const folders: string[] = [];
  for (const path of paths) if (await isFolder(shell, path)) folders.push(path);
  return folders;
}

/** `**`: a folder and all below it. */
async function descend(shell: Shell, folder: string, isLast: boolean): Promise<string[]> {
  const found = folder === '' || isLast ? [] : [folder];
  if (!isLast && folder === '') found.push('');
  const path = shell.world.files.resolve(shell.folder, folder || '.');
  for (const name of (await shell.world.files.list(path)) ?? []) {
    if (name.startsWith('.') && !shell.features.has('dotglob')) continue;
    const inner = folder === '' || folder.endsWith('/') ? folder + name : `${folder}/${name}`;
    const isInner = await isFolder(shell, inner);
    if (isLast) found.push(inner);
    if (isInner) found.push(...(await descend(shell, inner, isLast)));
  }
  return [...new Set(found)];
}

async function isFolder(shell: Shell, path: string): Promise<boolean> {
  const status = await shell.world.files.status(shell.world.files.resolve(shell.folder, path));
  return status?.kind === 'folder';
}
