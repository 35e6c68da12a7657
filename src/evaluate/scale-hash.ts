/** A hash as a number below a count. Source: `reciprocal_scale`. */
export function scaleHash(hash: number, count: number): number {
  const low = Math.floor(((hash & 0xffff) * count) / 0x10000);
  return Math.floor(((hash >>> 16) * count + low) / 0x10000);
}
