import { FIELD_NAMES } from '../../packet/field.js';
import type { Assignment } from '../../predicate/assignment.js';
import { changeRegisters } from './change-vector.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import type { Vector } from '../engine/vector.js';
import { liveField, type LiveSet } from './live-set.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';

/**
 * Registers after each packet has had the changes of its place.
 *
 * @param place - a function from packets to places; where it has a value without changes the result doesn't matter
 * @param live - what is read afterwards; everything when left out
 */
export function takeByPlace(
  diagram: Diagram,
  place: Node,
  changes: ReadonlyMap<number, readonly Assignment[]>,
  registers: Registers,
  live: LiveSet = -1n,
): Registers {
  const entries = [...changes.entries()];
  const after = entries.map(([value, list]) => ({
    value,
    registers: changeRegisters(diagram, list, registers),
  }));
  const touched = new Set(entries.flatMap(([, list]) => list.map(({ to }) => to)));
  const selections = new Map<string, Node>();
  const isOneOf = (values: readonly number[]): Node => {
    const key = values.join(' ');
    let node = selections.get(key);
    if (node === undefined) {
      const wanted = new Set(values);
      node = diagram.whereValue(place, (value) => wanted.has(value));
      selections.set(key, node);
    }
    return node;
  };
  /** One bit: the places that give it the same function are distinguished from the others. */
  const bitOf = (field: number, bit: number): Node => {
    const values = new Map<Node, number[]>();
    for (const entry of after) {
      const node = entry.registers[field]?.[bit] ?? FALSE;
      const list = values.get(node);
      if (list === undefined) values.set(node, [entry.value]);
      else list.push(entry.value);
    }
    const [first, ...others] = values;
    return others.reduce(
      (result, [node, list]) => diagram.ite(isOneOf(list), node, result),
      first?.[0] ?? FALSE,
    );
  };
  const changed = [...registers];
  for (const field of FIELD_NAMES) {
    if (!touched.has(field) || (live & liveField(field)) === 0n) continue;
    const index = FIELD_INDEX[field];
    const width = registers[index]?.length ?? 0;
    changed[index] = Array.from({ length: width }, (_, bit): Vector[number] => bitOf(index, bit));
  }
  return changed;
}
