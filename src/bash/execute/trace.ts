import { parseDocument } from '../parse/parse-script.js';
import { wordQuote } from '../expand/quote.js';
import type { Shell } from './shell.js';

/** Writes a line of `set -x`: the first character of `PS4` once for each shell around. */
export async function trace(shell: Shell, text: string): Promise<void> {
  if (!shell.has('xtrace')) return;
  const { status } = shell;
  const written = shell.variables.get('PS4') ?? '';
  const prompt = /[$`\\]/.test(written)
    ? await shell.engine.expandText(shell, parseDocument(written))
    : written;
  const first = prompt.slice(0, 1).repeat(shell.substitutions + 1);
  await shell.write(2, `${first}${prompt.slice(1)}${text}\n`);
  shell.status = status;
}

/** Writes the words of a command as `set -x` does. */
export async function traceWords(shell: Shell, words: readonly string[]): Promise<void> {
  if (!shell.has('xtrace')) return;
  await trace(shell, words.map(wordQuote).join(' '));
}
