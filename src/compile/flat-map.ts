import { assertNever } from '../assert-never.js';
import type { Family } from '../address/family.js';
import { lookupTrie } from '../lpm/lookup-trie.js';
import { NO_VALUE } from '../lpm/lpm.js';
import { readRowInto } from '../lpm/prefix-like.js';
import { rowStride } from '../lpm/row.js';
import { sortRows } from '../lpm/sort-rows.js';
import { trieShape } from '../lpm/trie-shape.js';
import { buildTrie, type Trie } from '../lpm/trie.js';
import { fieldMax } from '../packet/field.js';
import type { Assignment } from '../predicate/assignment.js';
import type { AddressMap } from '../program/address-map.js';
import { slotOf } from './slots.js';

/** An address map, flat: made when a packet first needs it. */
export class FlatMap {
  #found: { readonly trie: Trie; readonly changes: readonly Int32Array[] } | undefined;

  constructor(
    private readonly family: Family,
    private readonly map: AddressMap,
  ) {}

  /** Makes the changes for an address in the registers. */
  apply(registers: Int32Array, w0: number, w1: number, w2: number, w3: number): void {
    this.#found ??= flatten(this.family, this.map);
    const id = lookupTrie(this.#found.trie, w0, w1, w2, w3);
    const changes = id === NO_VALUE ? undefined : this.#found.changes[id];
    if (changes !== undefined) applyFlat(changes, registers);
  }
}

function flatten(
  family: Family,
  map: AddressMap,
): { readonly trie: Trie; readonly changes: readonly Int32Array[] } {
  const stride = rowStride(family);
  const entries = [...map.entries()];
  const rows = new Uint32Array(stride * entries.length);
  const changes = entries.map(({ prefix, changes: own }, id) => {
    readRowInto(family, prefix, id, rows, stride * id);
    return flattenAssignments(own);
  });
  return { trie: buildTrie(trieShape(family), sortRows(stride, rows)), changes };
}

/** Words of one change: register, keep, value, from, take, shift, by, max. What a kind of change doesn't have is neutral. */
const WORDS = 8;

function flattenAssignments(assignments: readonly Assignment[]): Int32Array {
  return Int32Array.from(
    assignments.flatMap((assignment) => {
      const to = slotOf(assignment.to);
      switch (assignment.kind) {
        case 'bits':
          return [to, assignment.keep, assignment.value, to, 0, 0, 0, -1];
        case 'copy': {
          const { keep, from, take, shift } = assignment;
          return [to, keep, 0, slotOf(from), take, shift, 0, fieldMax(assignment.to)];
        }
        case 'add':
          return [to, -1, 0, to, 0, 0, assignment.by, fieldMax(assignment.to)];
        default:
          return assertNever(assignment);
      }
    }),
  );
}

function applyFlat(changes: Int32Array, registers: Int32Array): void {
  for (let at = 0; at < changes.length; at += WORDS) {
    const [to = 0, keep = 0, value = 0, from = 0, take = 0, shift = 0, by = 0, max = 0] =
      changes.subarray(at, at + WORDS);
    const kept = ((registers[to] ?? 0) & keep) ^ value;
    const moved = (kept ^ shifted((registers[from] ?? 0) & take, shift)) & max;
    registers[to] = by === 0 ? moved : addHeld(moved, by, max);
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
