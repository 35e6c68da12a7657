import type { Analysis } from '../ask/analysis.js';
import type { Changed } from '../fate/compare-fates.js';
import type { Fate } from '../fate/fate.js';
import {
  countKnownBits,
  cameWith,
  saysAll,
  saysMore,
  knownBits,
  type BitsKnown,
} from '../fate/join-fates.js';
import { KEPT } from '../fate/known-bits.js';

/**
 * The changes of which no two are one and the same: those that look the same from outside are joined, and so is one with another that says
 * besides that packets end, on either host, with bits of mark or TOS with which all of these came.
 *
 * @param keyOf - a text that is the same for fates that look the same
 * @param analysis - of packets that came with the same registers
 */
export function joinChanges(
  changes: readonly Changed[],
  keyOf: (fate: Fate | null) => string,
  analysis: Pick<Analysis, 'space' | 'registers'>,
): readonly Changed[] {
  const { diagram } = analysis.space;
  const join = (all: readonly Changed[]): readonly Changed[] => {
    const [first] = all;
    if (first === undefined) return [];
    return [{ ...first, condition: diagram.any(all.map(({ condition }) => condition)) }];
  };
  const groups = groupBy(changes, ({ before, after }) => `${keyOf(before)} ${keyOf(after)}`);
  const different = groups.flatMap(join);
  const alike = groupBy(
    different,
    ({ before, after }) => `${keyOf(withoutBits(before))} ${keyOf(withoutBits(after))}`,
  );
  return alike.flatMap((group) =>
    group.length === 1 ? group : joinKnown(group, analysis).flatMap(join),
  );
}

/** Changes that are alike but for what they state of bits, each with those that it stands for, itself first. */
function joinKnown(
  alike: readonly Changed[],
  analysis: Pick<Analysis, 'space' | 'registers'>,
): readonly (readonly Changed[])[] {
  const joined: { readonly known: Known; readonly all: Changed[] }[] = [];
  const most = alike
    .map((change) => ({ change, known: [change.before, change.after].map(knownBits) }))
    .toSorted((a, b) => bitsStatedBy(b.known) - bitsStatedBy(a.known));
  for (const { change, known } of most) {
    const other = joined.find(
      (one) =>
        sayMore(one.known, known) &&
        known.every((fate, index) => {
          const more = one.known[index];
          return (
            more !== undefined &&
            cameWith(
              (some) => analysis.space.diagram.meet(change.condition, some),
              more,
              fate,
              analysis,
            )
          );
        }),
    );
    if (other === undefined) joined.push({ known, all: [change] });
    else other.all.push(change);
  }
  return joined.map(({ all }) => all);
}

/** What the fates before and after state. */
type Known = readonly BitsKnown[];

function bitsStatedBy(known: Known): number {
  return known.reduce((sum, one) => sum + countKnownBits(one), 0);
}

function sayMore(one: Known, other: Known): boolean {
  const pairs = one.map((known, index) => [known, other[index] ?? known] as const);
  return (
    pairs.every(([more, less]) => saysAll(more, less)) &&
    pairs.some(([more, less]) => saysMore(more, less))
  );
}

function withoutBits(fate: Fate | null): Fate | null {
  return fate && { ...fate, mark: KEPT, tos: KEPT };
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
