import type { Facts } from '../facts.js';

/** Reports whether flows go the same ways on two hosts. */
export function sameWays(
  { walk }: Facts,
  one: Facts['namespace'],
  other: Facts['namespace'],
  among: number,
): boolean {
  const [before, after] = [walk.ways(one, among), walk.ways(other, among)];
  return (
    before.size === after.size && [...before].every(([way, flows]) => after.get(way) === flows)
  );
}
