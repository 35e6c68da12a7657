import { openPath } from './redirect.js';
import type { Shell } from './shell.js';

/** Reads a file that is there, or what is left of an input by its path (`/dev/stdin`), to its end. */
export async function readAll(shell: Shell, path: string): Promise<string> {
  const file = await openPath(shell, path, 'read');
  if (typeof file === 'string') return '';
  const text = file.peek();
  file.advance(text.length);
  return text;
}
