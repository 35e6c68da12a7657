/** Orders two numbers of whatever size, as `Array.sort` asks. */
export function compareBigints(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
