import { rank } from '../lpm/rank.js';
import type { Analysis } from './analysis.js';
import type { Node } from './engine/diagram.js';
import { isMasked } from './engine/vector.js';
import type { Fate } from './fate.js';
import { FIELD_INDEX } from './packet-space.js';
import { readBits, type ToldBits } from './told-bits.js';

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
          tellsMore(one, fate) && cameWith((packets ??= where(fate.number)), one, fate, analysis),
      );
      if (other !== undefined) joined.set(fate.number, other.number);
    }
  }
  return joined;
}

/** A fate, and what it tells of the bits of its mark and TOS. */
interface Told {
  readonly number: number;
  readonly told: Readonly<Record<Bits, ToldBits>>;
}

type Bits = 'mark' | 'tos';
const BITS = ['mark', 'tos'] as const;

/** Fates that say the same but of bits, those that tell most first; those that are like no other are left out. */
function alikeButForBits(fates: readonly (Fate | undefined)[]): readonly (readonly Told[])[] {
  const groups = new Map<string, { readonly number: number; readonly fate: Fate }[]>();
  for (const [number, fate] of fates.entries()) {
    if (fate === undefined) continue;
    const key = JSON.stringify({ ...fate, mark: '', tos: '' });
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ number, fate }]);
    else group.push({ number, fate });
  }
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .map((group) =>
      group
        .map(({ number, fate: { mark, tos } }) => ({
          number,
          told: { mark: readBits('mark', mark), tos: readBits('tos', tos) },
        }))
        .toSorted((a, b) => bitsTold(b) - bitsTold(a)),
    );
}

function bitsTold({ told }: Told): number {
  return BITS.reduce((sum, field) => sum + rank(told[field].mask), 0);
}

/** One tells all that the other does, and more. */
function tellsMore(one: Told, other: Told): boolean {
  return (
    bitsTold(one) > bitsTold(other) &&
    BITS.every((field) => {
      const [wide, narrow] = [one.told[field], other.told[field]];
      return (
        wide.changed.join(',') === narrow.changed.join(',') &&
        (narrow.mask & ~wide.mask) === 0 &&
        ((wide.value ^ narrow.value) & narrow.mask) === 0
      );
    })
  );
}

/** All packets came with what one fate tells besides the other. */
function cameWith(packets: Node, one: Told, other: Told, analysis: Analysis): boolean {
  const { diagram } = analysis.space;
  return BITS.every((field) => {
    const mask = (one.told[field].mask & ~other.told[field].mask) >>> 0;
    const value = (one.told[field].value & mask) >>> 0;
    const before = analysis.registers[FIELD_INDEX[field]] ?? [];
    return !diagram.meet(packets, diagram.not(isMasked(diagram, before, mask, value)));
  });
}
