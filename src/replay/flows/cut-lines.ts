import { ParseError } from '../../parse-error.js';
import { readColumns } from './csv-lines.js';
import type { FlowCutter, TextPiece } from './flow-piece.js';
import { findLineEnd, LONGEST_LINE, type LineEnd } from './line-end.js';
import { isBlank } from './line-reader.js';
import { linesOf } from './lines.js';
import { WaitingBytes } from './waiting-bytes.js';

const EMPTY = new Uint8Array(0);

/**
 * Cuts a text file between lines.
 *
 * @param least - how many bytes make a piece; it has more when a line goes further
 */
export function cutLines(format: 'json' | 'csv', least: number): FlowCutter {
  const waiting = new WaitingBytes();
  let lineEnd: LineEnd | undefined;
  /** Undefined until the line that names the columns has come. */
  let head: Uint8Array | undefined = format === 'json' ? EMPTY : undefined;
  let count = 0;
  /** How many of the waiting bytes are whole lines. */
  let whole = 0;
  /** What is left of a line that was too long is passed over. */
  let overlong = false;

  function* cut(end: LineEnd): Iterable<TextPiece> {
    if (whole === 0) return;
    const bytes = waiting.take(whole);
    const piece = { format, head: head ?? EMPTY, bytes, before: count, lineEnd: end };
    whole = 0;
    // Before it is handed on: who gets it may hand its memory to another thread.
    head ??= findHead(piece);
    count += countLines(bytes, end);
    yield piece;
  }

  /** A line that is too long is cut off where that is known, and the rest of it passed over. */
  function* cutOverlong(end: LineEnd): Iterable<TextPiece> {
    if (waiting.length - whole <= LONGEST_LINE) return;
    yield* cut(end);
    whole = LONGEST_LINE + 1;
    yield* cut(end);
    waiting.clear();
    overlong = true;
  }

  function take(chunk: Uint8Array, end: LineEnd): void {
    const from = overlong ? chunk.indexOf(end) + 1 : 0;
    if (overlong && from === 0) return;
    overlong = false;
    const rest = chunk.subarray(from);
    const last = rest.lastIndexOf(end) + 1;
    if (last > 0) whole = waiting.length + last;
    waiting.push(rest);
  }

  return {
    get count() {
      return count;
    },
    unread: undefined,
    *push(chunk) {
      let bytes = chunk;
      if (lineEnd === undefined) {
        waiting.push(chunk);
        lineEnd = findLineEnd(waiting, false);
        if (lineEnd === undefined) return;
        bytes = waiting.take(waiting.length);
      }
      take(bytes, lineEnd);
      yield* cutOverlong(lineEnd);
      if (whole > 0 && whole >= least) yield* cut(lineEnd);
    },
    *end() {
      whole = waiting.length;
      yield* cut(lineEnd ?? findLineEnd(waiting, true));
    },
  };
}

function countLines(bytes: Uint8Array, end: LineEnd): number {
  let count = bytes.at(-1) === end ? 0 : 1;
  for (let at = bytes.indexOf(end); at >= 0; at = bytes.indexOf(end, at + 1)) count += 1;
  return count;
}

/** The line that names the columns; undefined when all are blank. @throws ParseError when it names others than a packet has */
function findHead(piece: TextPiece): Uint8Array | undefined {
  for (const { number, text, trouble } of linesOf(piece)) {
    if (trouble !== undefined) {
      throw new ParseError(`names of columns, not ${trouble}`, '', { line: number, column: 1 });
    }
    if (isBlank(text)) continue;
    readColumns(text, number);
    return new TextEncoder().encode(text);
  }
  return undefined;
}
