import type { Family } from '../../address/family.js';
import { compareRows, rowCovers, rowStride } from '../../lpm/row/row.js';
import { sortRows } from '../../lpm/row/sort-rows.js';

/** Prefixes in rows, in order, that distinguish addresses by the longest that holds them: by what it is called. */
export interface PrefixSource {
  readonly rows: Uint32Array;
  /** What a prefix is called, by its place; several may be called the same. */
  readonly nameOf: (place: number) => number;
}

/** Several sources as one: each prefix of any of them, and what it states of all. */
export interface PrefixUnion {
  /** All prefixes in order, with that of all addresses. */
  readonly rows: Uint32Array;
  /** Those have the same number whose addresses no source distinguishes. */
  readonly classOf: Int32Array;
  readonly classes: number;
  /** The place of the prefix that holds each one, among those of the followed source; -1 where none does. */
  readonly followed: Int32Array;
}

/** Unites sources. @param follow - the source whose prefixes are to be reported */
export function unitePrefixes(
  family: Family,
  sources: readonly PrefixSource[],
  follow: PrefixSource | undefined,
): PrefixUnion {
  const stride = rowStride(family);
  const rows = unitedRows(stride, sources);
  const count = rows.length / stride;
  const events = eventsOf(stride, rows, sources);
  const states = new States(sources.length);
  const stateOf = new Int32Array(count);
  const followed = new Int32Array(count).fill(-1);
  const open: number[] = [];
  let event = 0;
  for (let row = 0; row < count; row++) {
    let outer = open.at(-1);
    while (outer !== undefined && !rowCovers(stride, rows, outer * stride, rows, row * stride)) {
      open.pop();
      outer = open.at(-1);
    }
    let state = outer === undefined ? 0 : (stateOf[outer] ?? 0);
    let place = outer === undefined ? -1 : (followed[outer] ?? -1);
    for (; events.row[event] === row; event++) {
      const source = events.source[event] ?? 0;
      const own = events.place[event] ?? 0;
      state = states.change(state, source, (sources[source]?.nameOf(own) ?? 0) + 1);
      if (sources[source] === follow) place = own;
    }
    stateOf[row] = state;
    followed[row] = place;
    open.push(row);
  }
  const numbers = new Map<number, number>();
  const classOf = stateOf.map((state) => {
    const number = numbers.get(state) ?? numbers.size;
    numbers.set(state, number);
    return number;
  });
  return { rows, classOf, classes: numbers.size, followed };
}

/** Every prefix once, and that of all addresses. */
function unitedRows(stride: number, sources: readonly PrefixSource[]): Uint32Array {
  const length = sources.reduce((sum, { rows }) => sum + rows.length, stride);
  const all = new Uint32Array(length);
  let at = stride;
  for (const { rows } of sources) {
    all.set(rows, at);
    at += rows.length;
  }
  return sortRows(stride, all);
}

/** Which prefix of which source each row is, by rows. */
interface Events {
  readonly row: Int32Array;
  readonly source: Int32Array;
  readonly place: Int32Array;
}

function eventsOf(stride: number, rows: Uint32Array, sources: readonly PrefixSource[]): Events {
  const total = sources.reduce((sum, source) => sum + source.rows.length / stride, 0);
  const starts = new Int32Array(rows.length / stride + 1);
  const found = sources.map((source) => findRows(stride, rows, source.rows));
  for (const own of found) for (const row of own) starts[row + 1] = (starts[row + 1] ?? 0) + 1;
  for (let row = 1; row < starts.length; row++) {
    starts[row] = (starts[row] ?? 0) + (starts[row - 1] ?? 0);
  }
  const events: Events = {
    row: new Int32Array(total + 1).fill(-1),
    source: new Int32Array(total),
    place: new Int32Array(total),
  };
  for (const [source, own] of found.entries()) {
    for (let place = 0; place < own.length; place++) {
      const row = own[place] ?? 0;
      const at = starts[row] ?? 0;
      starts[row] = at + 1;
      events.row[at] = row;
      events.source[at] = source;
      events.place[at] = place;
    }
  }
  return events;
}

/** The place of each of some rows among all, both in order. */
function findRows(stride: number, all: Uint32Array, own: Uint32Array): Int32Array {
  const found = new Int32Array(own.length / stride);
  const count = all.length / stride;
  let low = 0;
  for (let place = 0; place < found.length; place++) {
    // Steps that grow until one goes too far, then halves.
    let step = 1;
    const isBefore = (row: number): boolean =>
      row < count && compareRows(stride, all, row * stride, own, place * stride) < 0;
    while (isBefore(low + step - 1)) {
      low += step;
      step *= 2;
    }
    for (; step >= 1; step /= 2) if (isBefore(low + step - 1)) low += step;
    found[place] = low;
  }
  return found;
}

/** What all sources say together, by number; 0: nothing yet. */
class States {
  readonly #all: Int32Array[];
  readonly #byText = new Map<string, number>();
  readonly #changes = new Map<number, Map<number, number>>();

  constructor(sources: number) {
    this.#all = [new Int32Array(sources)];
  }

  /** The state in which one source says something else. */
  change(state: number, source: number, name: number): number {
    const key = name * (this.#all[0]?.length ?? 1) + source;
    let changes = this.#changes.get(state);
    if (changes === undefined) this.#changes.set(state, (changes = new Map()));
    let next = changes.get(key);
    if (next === undefined) {
      const all = Int32Array.from(this.#all[state] ?? []);
      all[source] = name;
      next = this.#number(all);
      changes.set(key, next);
    }
    return next;
  }

  #number(all: Int32Array): number {
    const text = all.join(' ');
    let number = this.#byText.get(text);
    if (number === undefined) {
      number = this.#all.push(all) - 1;
      this.#byText.set(text, number);
    }
    return number;
  }
}
