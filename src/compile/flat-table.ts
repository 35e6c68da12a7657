import { tick } from '../bound.js';
import type { Family } from '../address/family.js';
import type { Route } from '../fib/route.js';
import { rowCovers, rowStride } from '../lpm/row/row.js';
import { sortRows } from '../lpm/row/sort-rows.js';
import { trieShape } from '../lpm/trie/trie-shape.js';
import { buildTrie, type Trie } from '../lpm/trie/trie.js';
import type { Assignment } from '../predicate/assignment.js';
import type { Predicate } from '../predicate/predicate.js';
import type { Candidate, LoweredTable } from '../program/lowered-table.js';
import type { Resolution } from '../program/resolution.js';

/** One candidate as all prefixes have it whose routes are lowered alike. */
export interface ShapeCandidate {
  readonly when: Predicate;
  /** What it gives, but for the route: that is the prefix's own. `throw` ends the search. */
  readonly resolution: Resolution | 'throw';
  /** The place of the route among those of the prefix. */
  readonly position: number;
}

/** The candidates of a prefix, best first, but for the routes themselves: a full-size table has few shapes. */
export type Shape = readonly ShapeCandidate[];

/**
 * A routing table, flat. Its prefixes are numbered by address, then by length, so that neighbours in the address space are neighbours in
 * memory.
 */
export interface FlatTable {
  readonly trie: Trie;
  /** Its prefixes as rows in order; the id of each is its number. */
  readonly rows: Uint32Array;
  readonly shapes: readonly Shape[];
  /** The shape of each prefix. */
  readonly shapeOf: Int32Array;
  /** The longest shorter prefix that holds each prefix; -1 when none does. */
  readonly parentOf: Int32Array;
  /** Where the routes of each prefix begin in {@link routes}; undefined while each has one. */
  readonly firstRoute: Int32Array | undefined;
  readonly routes: readonly Route[];
}

const known = new WeakMap<LoweredTable, FlatTable>();

/** The flat form of a table, made when it's first asked for. */
export function flatTable(family: Family, table: LoweredTable): FlatTable {
  let flat = known.get(table);
  if (flat === undefined) {
    flat = flatten(family, table);
    known.set(table, flat);
  }
  return flat;
}

function flatten(family: Family, table: LoweredTable): FlatTable {
  const stride = rowStride(family);
  const shapes = new Shapes();
  const words: number[] = [];
  const found: { readonly shape: number; readonly routes: readonly Route[] }[] = [];
  for (const { prefix, candidates } of table.entries()) {
    for (const word of prefix.address.words) words.push(word);
    words.push(prefix.length, found.length);
    found.push(shapes.read(candidates));
  }
  tick(found.length);
  const rows = sortRows(stride, new Uint32Array(words), true);
  const count = rows.length / stride;
  tick(count);
  const shapeOf = new Int32Array(count);
  const firstRoute = new Int32Array(count);
  const routes: Route[] = [];
  for (let id = 0; id < count; id++) {
    tick();
    const at = id * stride + stride - 1;
    const entry = found[rows[at] ?? 0];
    rows[at] = id;
    shapeOf[id] = entry?.shape ?? 0;
    firstRoute[id] = routes.length;
    for (const route of entry?.routes ?? []) routes.push(route);
  }
  const single = firstRoute.every((first, id) => first === id);
  tick(count);
  const trie = buildTrie(trieShape(family), rows);
  tick(count);
  return {
    trie,
    rows,
    shapes: shapes.all,
    shapeOf,
    parentOf: findParents(stride, rows),
    firstRoute: single ? undefined : firstRoute,
    routes,
  };
}

/** Rows are in order, so whatever holds a row is still open when it comes. */
function findParents(stride: number, rows: Uint32Array): Int32Array {
  const count = rows.length / stride;
  const parents = new Int32Array(count).fill(-1);
  const open: number[] = [];
  for (let id = 0; id < count; id++) {
    tick();
    let last = open.at(-1);
    while (last !== undefined && !rowCovers(stride, rows, last * stride, rows, id * stride)) {
      open.pop();
      last = open.at(-1);
    }
    if (last !== undefined) parents[id] = last;
    open.push(id);
  }
  return parents;
}

/** Finds out which prefixes have candidates of the same shape. */
class Shapes {
  readonly all: Shape[] = [];
  readonly #byText = new Map<string, number>();
  readonly #predicates = new Numbers<Predicate>((when) => JSON.stringify(when));
  readonly #resolutions = new Numbers<readonly Assignment[]>((text) => JSON.stringify(text));

  read(candidates: readonly Candidate[]): {
    readonly shape: number;
    readonly routes: readonly Route[];
  } {
    const routes: Route[] = [];
    let key = '';
    const shape: ShapeCandidate[] = [];
    for (const { when, resolution } of candidates) {
      let position = 0;
      if (resolution !== 'throw' && resolution.route !== undefined) {
        position = routes.indexOf(resolution.route);
        if (position < 0) position = routes.push(resolution.route) - 1;
      }
      key += `${this.#predicates.of(when)} ${this.#resolutionKey(resolution)} ${position};`;
      shape.push({ when, resolution, position });
    }
    let number = this.#byText.get(key);
    if (number === undefined) {
      number = this.all.push(shape) - 1;
      this.#byText.set(key, number);
    }
    return { shape: number, routes };
  }

  #resolutionKey(resolution: Resolution | 'throw'): string {
    if (resolution === 'throw') return resolution;
    const { assignments, error, table, dev, gateway } = resolution;
    const next = gateway === undefined ? '' : `${gateway.family}:${gateway.words.join('.')}`;
    return `${this.#resolutions.of(assignments)} ${error} ${table} ${dev} ${next}`;
  }
}

/** Numbers values by what they say; one that has been seen is known by itself. */
class Numbers<Value extends object> {
  readonly #byValue = new Map<Value, number>();
  readonly #byText = new Map<string, number>();

  constructor(private readonly print: (value: Value) => string) {}

  of(value: Value): number {
    let number = this.#byValue.get(value);
    if (number === undefined) {
      const text = this.print(value);
      number = this.#byText.get(text) ?? this.#byText.size;
      this.#byText.set(text, number);
      this.#byValue.set(value, number);
    }
    return number;
  }
}
