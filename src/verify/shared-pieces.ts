import type { Fates } from './fates.js';
import type { Piece } from './fate-teller.js';

/**
 * The pieces of two divisions of the same packets that are not pieces of both, with the same fates: what is left has the same packets in
 * both.
 */
export function withoutShared(
  one: Fates,
  other: Fates,
): readonly [readonly Piece[], readonly Piece[]] {
  const others = new Map(other.pieces.map((piece) => [keyOf(other, piece), piece]));
  const shared = new Set<Piece>();
  const left = one.pieces.filter((piece) => {
    const twin = others.get(keyOf(one, piece));
    if (twin !== undefined) shared.add(twin);
    return twin === undefined;
  });
  return [left, other.pieces.filter((piece) => !shared.has(piece))];
}

function keyOf({ fates }: Fates, { packets, found, numbers }: Piece): string {
  const told = [...numbers]
    .toSorted(([a], [b]) => a - b)
    .map(([value, number]) => `${value} ${JSON.stringify(fates[number])}`);
  return `${packets} ${found} ${told.join(' ')}`;
}
