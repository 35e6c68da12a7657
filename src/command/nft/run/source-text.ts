import type { Source, Span } from '../syntax/tree/span.js';

const knownLines = new WeakMap<Source, readonly string[]>();

/** The text that a place covers, as it was written. */
export function sourceText({ source, line, column, endLine, endColumn }: Span): string {
  const lines = linesOf(source);
  if (line === endLine) return lines[line - 1]?.slice(column - 1, endColumn) ?? '';
  const covered = lines.slice(line - 1, endLine);
  const last = covered.length - 1;
  return covered
    .map((text, at) => text.slice(at === 0 ? column - 1 : 0, at === last ? endColumn : undefined))
    .join('\n');
}

/** The lines of a text, cut once. */
export function linesOf(source: Source): readonly string[] {
  let lines = knownLines.get(source);
  if (lines === undefined) {
    lines = source.text.split('\n');
    knownLines.set(source, lines);
  }
  return lines;
}
