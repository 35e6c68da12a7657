import type { WaitingBytes } from './waiting-bytes.js';

const LF = 10;
const CR = 13;

/** The byte that ends the lines of a file; before a line feed a carriage return may stand. */
export type LineEnd = typeof LF | typeof CR;

/**
 * The byte that ends the lines of a file that begins with these bytes: its first line decides. Undefined while that is not known; at the end of the
 * file it is.
 */
export function findLineEnd(start: WaitingBytes, atEnd: true): LineEnd;
export function findLineEnd(start: WaitingBytes, atEnd: boolean): LineEnd | undefined;
export function findLineEnd(start: WaitingBytes, atEnd: boolean): LineEnd | undefined {
  const at = start.find(LF, CR);
  if (at === undefined || at > LONGEST_LINE) {
    return atEnd || start.length > LONGEST_LINE ? LF : undefined;
  }
  if (start.at(at) === LF) return LF;
  const next = start.at(at + 1);
  if (next === undefined && !atEnd) return undefined;
  return next === LF ? LF : CR;
}

/** No line has more bytes: what is longer is no packet. */
export const LONGEST_LINE = 1 << 16;
