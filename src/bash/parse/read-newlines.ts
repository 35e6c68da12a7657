import { quotedWord } from '../syntax/word.js';
import { Source, type PendingDocument } from './source.js';

/** Goes past blanks, comments and line ends, and reads the here-documents that begin behind these. */
export function skipLines(source: Source): void {
  for (;;) {
    source.skipBlanks();
    if (!takeNewline(source)) return;
  }
}

/** Goes past a line end and the here-documents that begin behind it. */
export function takeNewline(source: Source): boolean {
  if (!source.take('\n')) return false;
  const pending = source.pending;
  source.pending = [];
  for (const document of pending) readDocument(source, document);
  return true;
}

function readDocument(source: Source, { end, stripsTabs, isQuoted, fill }: PendingDocument): void {
  const line = source.lineAt(source.at);
  const lines: string[] = [];
  while (!source.isAtEnd()) {
    const { text, next } = readLine(source, stripsTabs);
    source.at = next;
    if (text === end) break;
    lines.push(`${text}\n`);
  }
  const text = lines.join('');
  if (isQuoted) {
    fill(quotedWord(text));
    return;
  }
  const inner = new Source(text, source.grammar, line);
  fill(inner.readWordUntil('document', () => false));
}

function readLine(source: Source, stripsTabs: boolean): { text: string; next: number } {
  const end = source.text.indexOf('\n', source.at);
  const line = source.text.slice(source.at, end < 0 ? undefined : end);
  const next = end < 0 ? source.text.length : end + 1;
  return { text: stripsTabs ? line.replace(/^\t+/, '') : line, next };
}
