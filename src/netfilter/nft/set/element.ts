import type { Verdict } from '../verdict.js';
import { sameRanges, type KeyRange } from './key-part.js';
import type { CounterStatement, StatefulStatement } from '../stateful-statement.js';

/** What an element stands for: a range for each part of the key, or whatever no other element stands for (`*`). */
export type ElementKey =
  | { readonly kind: 'ranges'; readonly ranges: readonly KeyRange[] }
  | { readonly kind: 'catch-all' };

/** What a map has for an element. */
export type ElementData =
  | { readonly kind: 'values'; readonly ranges: readonly KeyRange[] }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'object'; readonly name: string };

/** One element of a set or a map. */
export interface SetElement {
  readonly key: ElementKey;
  /** Undefined in a set, which is no map. */
  readonly data: ElementData | undefined;
  /** Milliseconds that it lasts, 0 for ever; undefined where the set's own timeout counts. */
  readonly timeout: number | undefined;
  /** Milliseconds that are left of that; undefined for all of them. */
  readonly expires: number | undefined;
  readonly comment: string | undefined;
  /** Counters, quotas and limits of its own. */
  readonly statements: readonly StatefulStatement[];
  /** The id of the first of its counters, the others' follow; missing where it has none. */
  readonly counterId?: number;
}

/** Statements for one more element: what a statement remembers is kept by its identity. */
export function ownStatements(
  statements: readonly StatefulStatement[],
): readonly StatefulStatement[] {
  return statements.length === 0 ? statements : statements.map(copyOf);
}

function copyOf<Copied extends StatefulStatement>(statement: Copied): Copied {
  return { ...statement };
}

/** The ids of an element's counters. */
export function elementCounterIds({ statements, counterId }: SetElement): readonly number[] {
  if (counterId === undefined) return [];
  const counters = statements.filter(({ kind }) => kind === 'counter');
  return counters.map((_, index) => counterId + index);
}

/** What an element keeps from packet to packet, with other counters. */
export function withElementCounters(
  element: SetElement,
  change: (counter: CounterStatement, id: number) => CounterStatement,
): readonly StatefulStatement[] {
  const { statements, counterId } = element;
  if (counterId === undefined) return statements;
  let id = counterId;
  return statements.map((one) => (one.kind === 'counter' ? change(one, id++) : one));
}

/** The ranges of an element's key; none of the one that stands for the rest. */
export function rangesOf({ key }: SetElement): readonly KeyRange[] {
  return key.kind === 'ranges' ? key.ranges : [];
}

/** The one range of an element of a set whose key has one part. */
export function onlyRange(element: SetElement): KeyRange {
  const [range] = rangesOf(element);
  if (range === undefined) throw new TypeError('an element without a key');
  return range;
}

/** Whether two elements stand for the same. */
export function sameKey(a: SetElement, b: SetElement): boolean {
  return a.key.kind === b.key.kind && sameRanges(rangesOf(a), rangesOf(b));
}

/** Whether a map has the same for two elements. Source: `nft_add_set_elem`, which compares data and objects. */
export function sameData({ data: a }: SetElement, { data: b }: SetElement): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'values') return b.kind === 'values' && sameRanges(a.ranges, b.ranges);
  if (a.kind === 'object') return b.kind === 'object' && a.name === b.name;
  return b.kind === 'verdict' && sameVerdict(a.verdict, b.verdict);
}

function sameVerdict(a: Verdict, b: Verdict): boolean {
  return a.verdict === b.verdict && chainOf(a) === chainOf(b);
}

/** The chain to which a verdict leads; undefined when it leads to none. */
export function chainOf(verdict: Verdict): string | undefined {
  return 'chain' in verdict ? verdict.chain : undefined;
}
