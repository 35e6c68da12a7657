import { rank } from '../../lpm/trie/rank.js';
import type { Analysis } from '../ask/analysis.js';
import type { Node } from '../engine/diagram.js';
import { isMasked } from '../engine/vector.js';
import { fateTextButBits, type Fate } from './fate.js';
import { FIELD_INDEX } from '../packets/packet-space.js';
import { KEPT, readBits, type KnownBits } from './known-bits.js';

/**
 * For each fate that another can stand for, the number of that one: it says besides that packets end with a value with which all of these
 * came. So a socket whose own mark is the one that others are given counts as one of them, if all that keep theirs have that one.
 *
 * @param meet - reports whether a condition holds for some packets of a fate, by its number
 */
export function joinedFates(
  fates: readonly (Fate | undefined)[],
  meet: (number: number, condition: Node) => boolean,
  analysis: Analysis,
): ReadonlyMap<number, number> {
  const joined = new Map<number, number>();
  for (const alike of alikeButForBits(fates)) {
    for (const fate of alike) {
      const some = (condition: Node): boolean => meet(fate.number, condition);
      const other = alike.find(
        (one) => saysMore(one.known, fate.known) && cameWith(some, one.known, fate.known, analysis),
      );
      if (other !== undefined) joined.set(fate.number, other.number);
    }
  }
  return joined;
}

/** A fate, and what it states of the bits of its mark and TOS. */
interface Known {
  readonly number: number;
  readonly known: BitsKnown;
}

/** What a fate states of the bits of its mark and TOS. */
export type BitsKnown = Readonly<Record<Bits, KnownBits>>;

type Bits = 'mark' | 'tos';
const BITS = ['mark', 'tos'] as const;

/** Fates that say the same but of bits, those that state most first; those that are like no other are left out. */
function alikeButForBits(fates: readonly (Fate | undefined)[]): readonly (readonly Known[])[] {
  const groups = new Map<string, { readonly number: number; readonly fate: Fate }[]>();
  for (const [number, fate] of fates.entries()) {
    if (fate === undefined) continue;
    const key = fateTextButBits(fate);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ number, fate }]);
    else group.push({ number, fate });
  }
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .map((group) =>
      group
        .map(({ number, fate }) => ({ number, known: knownBits(fate) }))
        .toSorted((a, b) => countKnownBits(b.known) - countKnownBits(a.known)),
    );
}

/** What a fate states of bits; nothing, if it is none. */
export function knownBits(fate: Fate | null): BitsKnown {
  return {
    mark: readBits('mark', fate?.mark ?? KEPT),
    tos: readBits('tos', fate?.tos ?? KEPT),
  };
}

/** Of how many bits something is stated. */
export function countKnownBits(known: BitsKnown): number {
  return BITS.reduce((sum, field) => sum + rank(known[field].mask), 0);
}

/** One states all that the other does, and more. */
export function saysMore(one: BitsKnown, other: BitsKnown): boolean {
  return countKnownBits(one) > countKnownBits(other) && saysAll(one, other);
}

/** One states all that the other does. */
export function saysAll(one: BitsKnown, other: BitsKnown): boolean {
  return BITS.every((field) => {
    const [wide, narrow] = [one[field], other[field]];
    return (
      wide.changed.join(',') === narrow.changed.join(',') &&
      (narrow.mask & ~wide.mask) === 0 &&
      ((wide.value ^ narrow.value) & narrow.mask) === 0
    );
  });
}

/**
 * All packets came with what one fate states besides the other.
 *
 * @param some - reports whether a condition holds for some of the packets
 */
export function cameWith(
  some: (condition: Node) => boolean,
  one: BitsKnown,
  other: BitsKnown,
  analysis: Pick<Analysis, 'space' | 'registers'>,
): boolean {
  const { diagram } = analysis.space;
  return BITS.every((field) => {
    const mask = (one[field].mask & ~other[field].mask) >>> 0;
    const value = (one[field].value & mask) >>> 0;
    const before = analysis.registers[FIELD_INDEX[field]] ?? [];
    return !some(diagram.not(isMasked(diagram, before, mask, value)));
  });
}
