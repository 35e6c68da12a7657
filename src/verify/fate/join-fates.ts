import { rank } from '../../lpm/trie/rank.js';
import type { Analysis } from '../ask/analysis.js';
import type { Node } from '../engine/diagram.js';
import { isMasked } from '../engine/vector.js';
import { fateTextButBits, type Fate } from './fate.js';
import { FIELD_INDEX } from '../packets/packet-space.js';
import { KEPT, readBits, type ToldBits } from './told-bits.js';

/**
 * For each fate that another can stand for, the number of that one: it says besides that packets end with a value with which all of these
 * came. So a socket whose own mark is the one that others are given counts as one of them, if all that keep theirs have that one.
 *
 * @param where - the packets of a fate, by its number
 */
export function joinedFates(
  fates: readonly (Fate | undefined)[],
  where: (number: number) => Node,
  analysis: Analysis,
): ReadonlyMap<number, number> {
  const joined = new Map<number, number>();
  for (const alike of alikeButForBits(fates)) {
    for (const fate of alike) {
      let packets: Node | undefined;
      const other = alike.find(
        (one) =>
          tellsMore(one.told, fate.told) &&
          cameWith((packets ??= where(fate.number)), one.told, fate.told, analysis),
      );
      if (other !== undefined) joined.set(fate.number, other.number);
    }
  }
  return joined;
}

/** A fate, and what it tells of the bits of its mark and TOS. */
interface Told {
  readonly number: number;
  readonly told: BitsTold;
}

/** What a fate tells of the bits of its mark and TOS. */
export type BitsTold = Readonly<Record<Bits, ToldBits>>;

type Bits = 'mark' | 'tos';
const BITS = ['mark', 'tos'] as const;

/** Fates that say the same but of bits, those that tell most first; those that are like no other are left out. */
function alikeButForBits(fates: readonly (Fate | undefined)[]): readonly (readonly Told[])[] {
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
        .map(({ number, fate }) => ({ number, told: toldBits(fate) }))
        .toSorted((a, b) => bitsTold(b.told) - bitsTold(a.told)),
    );
}

/** What a fate tells of bits; nothing, if it is none. */
export function toldBits(fate: Fate | null): BitsTold {
  return {
    mark: readBits('mark', fate?.mark ?? KEPT),
    tos: readBits('tos', fate?.tos ?? KEPT),
  };
}

/** Of how many bits something is told. */
export function bitsTold(told: BitsTold): number {
  return BITS.reduce((sum, field) => sum + rank(told[field].mask), 0);
}

/** One tells all that the other does, and more. */
export function tellsMore(one: BitsTold, other: BitsTold): boolean {
  return bitsTold(one) > bitsTold(other) && tellsAll(one, other);
}

/** One tells all that the other does. */
export function tellsAll(one: BitsTold, other: BitsTold): boolean {
  return BITS.every((field) => {
    const [wide, narrow] = [one[field], other[field]];
    return (
      wide.changed.join(',') === narrow.changed.join(',') &&
      (narrow.mask & ~wide.mask) === 0 &&
      ((wide.value ^ narrow.value) & narrow.mask) === 0
    );
  });
}

/** All packets came with what one fate tells besides the other. */
export function cameWith(
  packets: Node,
  one: BitsTold,
  other: BitsTold,
  analysis: Pick<Analysis, 'space' | 'registers'>,
): boolean {
  const { diagram } = analysis.space;
  return BITS.every((field) => {
    const mask = (one[field].mask & ~other[field].mask) >>> 0;
    const value = (one[field].value & mask) >>> 0;
    const before = analysis.registers[FIELD_INDEX[field]] ?? [];
    return !diagram.meet(packets, diagram.not(isMasked(diagram, before, mask, value)));
  });
}
