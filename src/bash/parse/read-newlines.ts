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
  readDocuments(source);
  return true;
}

/** Goes past the here-documents that begin here. */
export function readDocuments(source: Source): void {
  const { pending } = source;
  source.pending = [];
  for (const document of pending) readDocument(source, document);
}

function readDocument(source: Source, document: PendingDocument): void {
  const { end, isQuoted, fill } = document;
  const line = source.lineAt(source.at);
  const lines: string[] = [];
  for (;;) {
    const start = source.at;
    const text = source.isAtEnd() ? undefined : readLine(source, document);
    if (text === end) break;
    // In a substitution, what closes it may follow in the same line.
    const rest = text?.startsWith(end) === true ? text.slice(end.length) : '';
    const isClosed = source.reading.substitutions > 0 && rest.includes(')');
    if (isClosed) source.at = source.text.indexOf(end, start) + end.length;
    if (text === undefined || isClosed) {
      warnOfEnd(source, end, Math.max(source.firstLine, line - 1));
      break;
    }
    lines.push(`${text}\n`);
  }
  const text = lines.join('');
  if (isQuoted) {
    fill(quotedWord(text));
    return;
  }
  const inner = new Source(text, source.grammar, line, source.reading);
  fill(inner.readWordUntil('document', () => false));
}

function warnOfEnd(source: Source, end: string, line: number): void {
  source.reading.warnings.push({
    line: source.isAtEnd() ? source.lastLine : source.lineAt(source.at),
    unit: 0,
    words: `here-document at line ${line} delimited by end-of-file (wanted \`${end}')`,
  });
}

/** Reads a line and past its end. Unless the text is quoted, a backslash continues it. */
function readLine(source: Source, { stripsTabs, isQuoted }: PendingDocument): string {
  let text = '';
  for (;;) {
    const end = source.text.indexOf('\n', source.at);
    text += source.text.slice(source.at, end < 0 ? undefined : end);
    source.at = end < 0 ? source.text.length : end + 1;
    if (isQuoted || end < 0 || !/(?<!\\)(?:\\\\)*\\$/.test(text)) break;
    text = text.slice(0, -1);
  }
  return stripsTabs ? text.replace(/^\t+/, '') : text;
}
