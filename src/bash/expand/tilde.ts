import type { Shell } from '../execute/shell.js';

const PREFIX = /^~([^/:]*)/;

/**
 * The folder that a tilde at the beginning of a text stands for, and the text behind it; undefined when it stands for itself.
 * `isWhole` is whether nothing follows the text in its word.
 */
export async function expandTilde(
  shell: Shell,
  text: string,
  isWhole: boolean,
): Promise<{ folder: string; rest: string } | undefined> {
  const prefix = PREFIX.exec(text);
  if (prefix === null) return undefined;
  const [whole, user = ''] = prefix;
  const rest = text.slice(whole.length);
  // A part that is quoted or expanded makes it no name.
  if (rest === '' && !isWhole) return undefined;
  const folder = await folderOf(shell, user);
  return folder === undefined ? undefined : { folder, rest };
}

async function folderOf(shell: Shell, user: string): Promise<string | undefined> {
  if (user === '') return shell.variables.get('HOME') ?? '/root';
  if (user === '+') return shell.folder;
  if (user === '-') return shell.variables.get('OLDPWD');
  if (user === 'root') return '/root';
  if ((await shell.world.files.status('/etc/passwd'))?.kind !== 'file') return undefined;
  const lines = (await shell.world.files.read('/etc/passwd')).split('\n');
  const entry = lines.find((line) => line.startsWith(`${user}:`));
  return entry?.split(':')[5];
}
