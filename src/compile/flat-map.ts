import { assertNever } from '../assert-never.js';
import type { Family } from '../address/family.js';
import { lookupTrie } from '../lpm/lookup-trie.js';
import { NO_VALUE } from '../lpm/lpm.js';
import { readRowInto } from '../lpm/prefix-like.js';
import { rowStride } from '../lpm/row/row.js';
import { sortRows } from '../lpm/row/sort-rows.js';
import { trieShape } from '../lpm/trie/trie-shape.js';
import { buildTrie, type Trie } from '../lpm/trie/trie.js';
import { fieldMax } from '../packet/field.js';
import type { Assignment } from '../predicate/assignment.js';
import type { AddressMap } from '../program/address-map.js';
import { slotOf } from './slots.js';

/** One change of a register: `((to & keep) ^ value ^ shifted(from & take)) & max`, then `by` added. What a kind of change doesn't have is neutral. */
export interface FlatChange {
  readonly to: number;
  readonly keep: number;
  readonly value: number;
  readonly from: number;
  readonly take: number;
  readonly shift: number;
  readonly by: number;
  readonly max: number;
}

/** What a flat address map is made of, when a packet first needs it. */
interface FlatEntries {
  readonly rows: Uint32Array;
  readonly trie: Trie;
  readonly changes: readonly (readonly FlatChange[])[];
}

const NOTHING: readonly FlatChange[] = [];

/** An address map, flat. */
export class FlatMap {
  #entries: FlatEntries | undefined;

  constructor(
    private readonly family: Family,
    private readonly map: AddressMap,
  ) {}

  /** Its prefixes as rows in order. */
  get rows(): Uint32Array {
    return this.#made().rows;
  }

  /** The changes for an address; none when no prefix holds it. */
  changesFor(w0: number, w1: number, w2: number, w3: number): readonly FlatChange[] {
    const { trie, changes } = this.#made();
    const id = lookupTrie(trie, w0, w1, w2, w3);
    return id === NO_VALUE ? NOTHING : (changes[id] ?? NOTHING);
  }

  /** Makes the changes for an address in the registers. */
  apply(registers: Int32Array, w0: number, w1: number, w2: number, w3: number): void {
    for (const change of this.changesFor(w0, w1, w2, w3)) {
      const { to, keep, value, from, take, shift, by, max } = change;
      const kept = ((registers[to] ?? 0) & keep) ^ value;
      const moved = (kept ^ shifted((registers[from] ?? 0) & take, shift)) & max;
      registers[to] = by === 0 ? moved : addHeld(moved, by, max);
    }
  }

  #made(): FlatEntries {
    return (this.#entries ??= flatten(this.family, this.map));
  }
}

function flatten(family: Family, map: AddressMap): FlatEntries {
  const stride = rowStride(family);
  const entries = [...map.entries()];
  const unordered = new Uint32Array(stride * entries.length);
  const changes = entries.map(({ prefix, changes: own }, id) => {
    readRowInto(family, prefix, id, unordered, stride * id);
    return own.map(flattenChange);
  });
  const rows = sortRows(stride, unordered);
  return { rows, trie: buildTrie(trieShape(family), rows), changes };
}

function flattenChange(assignment: Assignment): FlatChange {
  const to = slotOf(assignment.to);
  const neutral = { to, keep: -1, value: 0, from: to, take: 0, shift: 0, by: 0, max: -1 };
  switch (assignment.kind) {
    case 'bits':
      return { ...neutral, keep: assignment.keep | 0, value: assignment.value | 0 };
    case 'copy': {
      const { keep, from, take, shift } = assignment;
      const max = fieldMax(assignment.to) | 0;
      return { ...neutral, keep: keep | 0, from: slotOf(from), take: take | 0, shift, max };
    }
    case 'add':
      return { ...neutral, by: assignment.by, max: fieldMax(assignment.to) | 0 };
    default:
      return assertNever(assignment);
  }
}

/** Bits that leave the 32 are lost: JavaScript shifts by 32 or more would wrap round. */
export function shifted(value: number, shift: number): number {
  if (shift === 0) return value;
  if (shift > 31 || shift < -31) return 0;
  return shift > 0 ? value << shift : value >>> -shift;
}

/** The sum, held at 0 and at the largest value. */
export function addHeld(value: number, by: number, max: number): number {
  return Math.min(Math.max((value >>> 0) + by, 0), max >>> 0) | 0;
}
