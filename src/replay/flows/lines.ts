import type { TextPiece } from './flow-piece.js';
import { LONGEST_LINE } from './line-end.js';

/** One line of a text file. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its end. */
  readonly text: string;
  /** Why it can't be read; undefined when it can. */
  readonly trouble: string | undefined;
}

const LOOSE = new TextDecoder('utf-8', { ignoreBOM: true });
const STRICT = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const ENCODER = new TextEncoder();
/** Stands for bytes that are not UTF-8, but may stand in the text itself. */
const REPLACEMENT = '\uFFFD';
const BYTE_ORDER_MARK = '\uFEFF';
/** A character of a string has no more bytes. */
const WIDEST = 3;

/** The lines of a piece. A byte order mark at the beginning of any line is passed over, since files may be put together from others. */
export function* linesOf({ bytes, lineEnd, before }: TextPiece): Iterable<Line> {
  const loose = LOOSE.decode(bytes);
  let number = before;
  if (loose.includes(REPLACEMENT)) {
    for (const line of splitBytes(bytes, lineEnd)) yield decodeLine(line, ++number);
    return;
  }
  const texts = loose.split(String.fromCharCode(lineEnd));
  // What stands behind the last line end is a line only when there is something.
  if (texts.at(-1) === '') texts.pop();
  for (const text of texts) {
    const isLong = text.length > LONGEST_LINE / WIDEST && isTooLong(ENCODER.encode(text));
    yield lineOf(++number, text, isLong ? TOO_LONG : undefined);
  }
}

const TOO_LONG = `a line of more than ${LONGEST_LINE} bytes`;

function isTooLong(bytes: Uint8Array): boolean {
  return bytes.length > LONGEST_LINE;
}

function lineOf(number: number, text: string, trouble?: string): Line {
  return { number, text: text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text, trouble };
}

function* splitBytes(bytes: Uint8Array, separator: number): Iterable<Uint8Array> {
  let from = 0;
  while (from < bytes.length) {
    const found = bytes.indexOf(separator, from);
    const to = found < 0 ? bytes.length : found;
    yield bytes.subarray(from, to);
    from = to + 1;
  }
}

function decodeLine(line: Uint8Array, number: number): Line {
  if (isTooLong(line)) return lineOf(number, '', TOO_LONG);
  try {
    return lineOf(number, STRICT.decode(line));
  } catch {
    return lineOf(number, '', 'not UTF-8');
  }
}
