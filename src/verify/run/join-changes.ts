import type { Analysis } from '../ask/analysis.js';
import type { Changed } from '../fate/compare-fates.js';
import type { Fate } from '../fate/fate.js';
import {
  bitsTold,
  cameWith,
  tellsAll,
  tellsMore,
  toldBits,
  type BitsTold,
} from '../fate/join-fates.js';
import { KEPT } from '../fate/told-bits.js';

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
    group.length === 1 ? group : joinTold(group, analysis).flatMap(join),
  );
}

/** Changes that are alike but for what they tell of bits, each with those that it stands for, itself first. */
function joinTold(
  alike: readonly Changed[],
  analysis: Pick<Analysis, 'space' | 'registers'>,
): readonly (readonly Changed[])[] {
  const joined: { readonly told: Told; readonly all: Changed[] }[] = [];
  const most = alike
    .map((change) => ({ change, told: [change.before, change.after].map(toldBits) }))
    .toSorted((a, b) => bitsToldBy(b.told) - bitsToldBy(a.told));
  for (const { change, told } of most) {
    const other = joined.find(
      (one) =>
        tellMore(one.told, told) &&
        told.every((fate, index) => {
          const more = one.told[index];
          return more !== undefined && cameWith(change.condition, more, fate, analysis);
        }),
    );
    if (other === undefined) joined.push({ told, all: [change] });
    else other.all.push(change);
  }
  return joined.map(({ all }) => all);
}

/** What the fates before and after tell. */
type Told = readonly BitsTold[];

function bitsToldBy(told: Told): number {
  return told.reduce((sum, one) => sum + bitsTold(one), 0);
}

function tellMore(one: Told, other: Told): boolean {
  const pairs = one.map((told, index) => [told, other[index] ?? told] as const);
  return (
    pairs.every(([more, less]) => tellsAll(more, less)) &&
    pairs.some(([more, less]) => tellsMore(more, less))
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
