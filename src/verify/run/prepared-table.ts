import { tick } from '../../bound.js';
import { assertNever } from '../../assert-never.js';
import type { Family } from '../../address/family.js';
import type { Prefix } from '../../address/prefix.js';
import type { Predicate } from '../../predicate/predicate.js';
import type { Candidate, LoweredTable } from '../../program/lowered-table.js';
import type { Resolution } from '../../program/resolution.js';
import { changesKey, resultKey } from '../fate/findings.js';
import { PrefixRows } from './prefix-rows.js';

/** One candidate of a prefix: which condition it has, and what it gives. */
export interface PreparedCandidate {
  /** Its place in {@link PreparedTable.conditions}. */
  readonly condition: number;
  readonly resolution: Resolution | 'throw';
}

/** A routing table as diagrams of it are built: the same conditions and the same lists of candidates are stated once. */
export interface PreparedTable {
  readonly conditions: readonly Predicate[];
  /** Lists of candidates; the rows give the place of each prefix's list. */
  readonly lists: readonly (readonly PreparedCandidate[])[];
  readonly rows: PrefixRows;
}

const prepared = {
  alike: new WeakMap<LoweredTable, PreparedTable>(),
  eachRoute: new WeakMap<LoweredTable, PreparedTable>(),
};

/**
 * A table prepared, once.
 *
 * @param eachRoute - every prefix has a list of its own; else those whose routes do the same share one, with the routes of one of them
 */
export function prepareTable(
  table: LoweredTable,
  family: Family,
  eachRoute: boolean,
): PreparedTable {
  const known = eachRoute ? prepared.eachRoute : prepared.alike;
  let found = known.get(table);
  if (found === undefined) {
    const preparation = new Preparation(family);
    if (eachRoute) {
      for (const { prefix, candidates } of table.entries()) preparation.add(prefix, candidates);
    } else {
      preparation.rows.reserve(table.size);
      table.forEachAlike((words, length, candidates) => {
        preparation.addAlike(words, length, candidates);
      });
      preparation.rows.putInOrder();
    }
    found = preparation;
    known.set(table, found);
  }
  return found;
}

class Preparation implements PreparedTable {
  readonly rows: PrefixRows;
  readonly lists: PreparedCandidate[][] = [];
  readonly #conditions = new Interned<Predicate>(predicateKey);
  readonly #alike = new Interned<readonly Candidate[]>((candidates) =>
    candidates.map((candidate) => this.#candidateKey(candidate)).join('; '),
  );

  constructor(family: Family) {
    this.rows = new PrefixRows(family);
  }

  get conditions(): readonly Predicate[] {
    return this.#conditions.values;
  }

  /** A prefix with a list of its own. */
  add(prefix: Prefix, candidates: readonly Candidate[]): void {
    this.rows.put(prefix, this.lists.length);
    this.#addList(candidates);
  }

  /** A prefix with the list of all that do the same. */
  addAlike(words: Uint32Array, length: number, candidates: readonly Candidate[]): void {
    const place = this.#alike.place(candidates);
    if (place === this.lists.length) this.#addList(candidates);
    this.rows.putWords(words, length, place);
  }

  #addList(candidates: readonly Candidate[]): void {
    this.lists.push(
      candidates.map(({ when, resolution }) => ({
        condition: this.#conditions.place(when),
        resolution,
      })),
    );
  }

  /** What can be stated of a candidate later, but for its route. */
  #candidateKey({ when, resolution }: Candidate): string {
    const condition = this.#conditions.place(when);
    if (resolution === 'throw') return `${condition} throw`;
    return `${condition} ${resultKey(resolution)}${changesKey(resolution.assignments)}`;
  }
}

/** Different values in a list; equal ones have one place. */
class Interned<T extends object> {
  readonly values: T[] = [];
  readonly #byIdentity = new Map<T, number>();
  readonly #byKey = new Map<string, number>();

  constructor(private readonly keyOf: (value: T) => string) {}

  place(value: T): number {
    tick();
    let place = this.#byIdentity.get(value);
    if (place !== undefined) return place;
    const key = this.keyOf(value);
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
