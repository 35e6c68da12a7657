import { assertNever } from '../assert-never.js';
import type { Predicate } from '../predicate/predicate.js';
import type { Candidate, LoweredTable } from '../program/lowered-table.js';
import type { Resolution } from '../program/resolution.js';
import { PrefixTrie } from './prefix-trie.js';

/** One candidate of a prefix: which condition it has, and what it gives. */
export interface PreparedCandidate {
  /** Its place in {@link PreparedTable.conditions}. */
  readonly condition: number;
  readonly resolution: Resolution | 'throw';
}

/** A routing table as diagrams of it are built: the same conditions and the same lists of candidates are told once. */
export interface PreparedTable {
  readonly conditions: readonly Predicate[];
  /** Lists of candidates; the trie gives the place of each prefix's list. */
  readonly lists: readonly (readonly PreparedCandidate[])[];
  readonly trie: PrefixTrie;
}

const prepared = new WeakMap<LoweredTable, PreparedTable>();

/** A table prepared, once. */
export function prepareTable(table: LoweredTable): PreparedTable {
  let known = prepared.get(table);
  if (known === undefined) {
    known = prepare(table);
    prepared.set(table, known);
  }
  return known;
}

function prepare(table: LoweredTable): PreparedTable {
  const conditions = new Interned<Predicate>();
  const lists: PreparedCandidate[][] = [];
  const trie = new PrefixTrie();
  const conditionOf = (when: Predicate): number => conditions.place(when, predicateKey);
  const single = new Map<Resolution | 'throw', Map<number, number>>();
  const listOf = (candidates: readonly Candidate[]): number => {
    const list = candidates.map(({ when, resolution }) => ({
      condition: conditionOf(when),
      resolution,
    }));
    const [only] = list;
    // Routes that share what they give share the list too.
    if (only !== undefined && list.length === 1) {
      const byCondition = single.get(only.resolution) ?? new Map<number, number>();
      single.set(only.resolution, byCondition);
      const known = byCondition.get(only.condition);
      if (known !== undefined) return known;
      byCondition.set(only.condition, lists.length);
    }
    lists.push(list);
    return lists.length - 1;
  };
  for (const { prefix, candidates } of table.entries()) trie.put(prefix, listOf(candidates));
  return { conditions: conditions.values, lists, trie };
}

/** Different values in a list; equal ones have one place. */
class Interned<T extends object> {
  readonly values: T[] = [];
  readonly #byIdentity = new Map<T, number>();
  readonly #byKey = new Map<string, number>();

  place(value: T, keyOf: (value: T) => string): number {
    let place = this.#byIdentity.get(value);
    if (place !== undefined) return place;
    const key = keyOf(value);
    place = this.#byKey.get(key);
    if (place === undefined) {
      place = this.values.length;
      this.values.push(value);
      this.#byKey.set(key, place);
      this.#byIdentity.set(value, place);
    }
    return place;
  }
}

/** A text that is the same for equal predicates only. */
function predicateKey(predicate: Predicate): string {
  switch (predicate.kind) {
    case 'masked':
      return `${predicate.field}&${predicate.mask}=${predicate.value}`;
    case 'range':
      return `${predicate.field}:${predicate.from}-${predicate.to}`;
    case 'same':
      return `${predicate.field}=${predicate.other}`;
    case 'not':
      return `!${predicateKey(predicate.of)}`;
    case 'all':
      return `(${predicate.of.map(predicateKey).join('&&')})`;
    case 'any':
      return `[${predicate.of.map(predicateKey).join('||')}]`;
    default:
      return assertNever(predicate);
  }
}
