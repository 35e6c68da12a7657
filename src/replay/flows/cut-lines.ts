import { csvRecords } from './csv-records.js';
import { WaitingBytes, type FlowCutter, type FlowPiece } from './flow-piece.js';

const NEWLINE = 10;
const EMPTY = new Uint8Array(0);

/**
 * Cuts a text file between lines.
 *
 * @param least - how many bytes make a piece; it has more when a line goes further
 */
export function cutLines(format: 'json' | 'csv', least: number): FlowCutter {
  const waiting = new WaitingBytes();
  let head: Uint8Array | undefined = format === 'json' ? EMPTY : undefined;
  /** The lines of the head come again with every piece. */
  let headLines = 0;
  let lines = 0;
  /** How many of the waiting bytes are whole lines. */
  let whole = 0;

  function* cut(): Iterable<FlowPiece> {
    while (head === undefined && whole > 0) {
      const line = takeLine();
      if (isBlank(line)) continue;
      checkColumns(line);
      head = line;
      headLines = 1;
    }
    if (whole === 0 || head === undefined) return;
    const bytes = waiting.take(whole);
    const before = lines - headLines;
    whole = 0;
    // Before it is handed on: who gets it may hand its memory to another thread.
    lines += countLines(bytes);
    yield { format, head, bytes, before };
  }

  /** Takes the first line that waits, to its end. */
  function takeLine(): Uint8Array {
    const all = waiting.take(waiting.length);
    const length = all.indexOf(NEWLINE) + 1 || all.length;
    waiting.push(all.subarray(length));
    whole -= length;
    lines += 1;
    return all.slice(0, length);
  }

  return {
    *push(chunk) {
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      if (end > 0) whole = waiting.length + end;
      waiting.push(chunk);
      if (whole > 0 && whole >= least) yield* cut();
    },
    *end() {
      whole = waiting.length;
      yield* cut();
    },
  };
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

/** A byte order mark is blank too. */
function isBlank(line: Uint8Array): boolean {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(line).trim() === '';
}

/** @throws ParseError when a column is none of a packet's fields */
function checkColumns(line: Uint8Array): void {
  const records = csvRecords();
  const text = new TextDecoder().decode(line);
  for (const _ of [...records.push(text), ...records.end()]);
}
