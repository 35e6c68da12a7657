/**
 * How many of the 32 bits are set.
 *
 * JavaScript has no instruction for it; this is the usual sum in parallel: of pairs, of nibbles, of bytes, then of all bytes by one
 * multiplication. The loops of the batch lookups repeat it in place: there a call costs more than the sum.
 */
export function rank(bits: number): number {
  const pairs = (bits - ((bits >>> 1) & 0x55555555)) | 0;
  const nibbles = ((pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)) | 0;
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
