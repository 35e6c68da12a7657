/** Where rows of IPv4 prefixes differ from other rows: in some that stand together, and all before and after are the same. */
export interface RowChanges {
  /** Where those that differ begin and end. */
  readonly from: number;
  readonly to: number;
  /** The prefixes that differ, of both. */
  readonly prefixes: readonly { readonly word: number; readonly length: number }[];
}

const STRIDE = 3;

/** More changes are not reported: what is built anew for each of them is no less than the whole. */
const MOST_CHANGES = 64;

/**
 * Finds where ordered rows of IPv4 prefixes differ from others; undefined where there are too many that do.
 *
 * @param isSame - returns whether a number stands for what a number of the others stands for
 */
export function rowChanges(
  rows: Uint32Array,
  others: Uint32Array,
  isSame: (number: number, other: number) => boolean,
): RowChanges | undefined {
  const same = (at: number, there: number): boolean =>
    rows[at] === others[there] &&
    rows[at + 1] === others[there + 1] &&
    isSame(rows[at + 2] ?? 0, others[there + 2] ?? 0);
  const shorter = Math.min(rows.length, others.length);
  let from = 0;
  while (from < shorter && same(from, from)) from += STRIDE;
  let [to, end] = [rows.length, others.length];
  while (to > from && end > from && same(to - STRIDE, end - STRIDE)) {
    to -= STRIDE;
    end -= STRIDE;
  }
  if (to - from + end - from > MOST_CHANGES * STRIDE) return undefined;
  const prefixes: RowChanges['prefixes'][number][] = [];
  for (const [list, last] of [
    [rows, to],
    [others, end],
  ] as const) {
    for (let at = from; at < last; at += STRIDE) {
      prefixes.push({ word: list[at] ?? 0, length: list[at + 1] ?? 0 });
    }
  }
  return { from, to, prefixes };
}
