import { FALSE, type Diagram } from '../engine/diagram.js';
import type { Piece } from './fate-maker.js';
import type { Fates } from './fates.js';

/**
 * The pieces of two divisions of packets without those packets that are in pieces of both by which the same becomes of them: as a rule
 * little is left.
 */
export function withoutShared(
  diagram: Diagram,
  one: Fates,
  other: Fates,
): readonly [readonly Piece[], readonly Piece[]] {
  const byFound = new Map<number, TextedPiece[]>();
  for (const piece of textedPieces(other)) {
    const there = byFound.get(piece.found);
    if (there === undefined) byFound.set(piece.found, [piece]);
    else there.push(piece);
  }
  const matched = new Set<TextedPiece>();
  const [left, right]: [Piece[], Piece[]] = [[], []];
  for (const piece of textedPieces(one)) {
    const twin = byFound
      .get(piece.found)
      ?.find((some) => !matched.has(some) && areAlike(piece, some));
    if (twin === undefined) left.push(piece);
    else {
      matched.add(twin);
      if (twin.packets === piece.packets) continue;
      left.push({ ...piece, packets: diagram.minus(piece.packets, twin.packets) });
      right.push({ ...twin, packets: diagram.minus(twin.packets, piece.packets) });
    }
  }
  for (const pieces of byFound.values()) {
    for (const piece of pieces) if (!matched.has(piece)) right.push(piece);
  }
  return [left.filter(hasPackets), right.filter(hasPackets)];
}

function hasPackets({ packets }: Piece): boolean {
  return packets !== FALSE;
}

/** A piece, and its fates as texts by finding. */
interface TextedPiece extends Piece {
  readonly texts: ReadonlyMap<number, string>;
}

function textedPieces({ fates, pieces }: Fates): readonly TextedPiece[] {
  const texts = fates.map((fate) => JSON.stringify(fate ?? null));
  return pieces.map((piece) => ({
    ...piece,
    texts: new Map([...piece.numbers].map(([value, number]) => [value, texts[number] ?? ''])),
  }));
}

/** The same becomes of packets that are in both, and for which the same was found. */
function areAlike(one: TextedPiece, other: TextedPiece): boolean {
  let common = 0;
  for (const [value, text] of one.texts) {
    const twin = other.texts.get(value);
    if (twin === undefined) continue;
    if (twin !== text) return false;
    common += 1;
  }
  return common > 0;
}
