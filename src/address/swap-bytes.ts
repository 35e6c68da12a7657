/** A word with its bytes the other way round: how a number of the network lies in the memory of a little-endian machine. */
export function swapBytes(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}
