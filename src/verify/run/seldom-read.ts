import { chooseVector, sameVector, type Vector } from '../engine/vector.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import { liveFields, type LiveSet } from './live-set.js';
import { FIELD_INDEX } from '../packets/packet-space.js';
import { changeHeld, type State } from './state.js';

/** Fields that few tests read, and no look-up: a value for each packet costs less there than a state for each value on the way. */
const SELDOM_READ = ['ttl', 'boundPort'] as const;

/** Them as a set. */
export const SELDOM: LiveSet = liveFields(SELDOM_READ);

/** Reports whether states differ in a field that is seldom read. */
export function differSeldom(states: readonly State[]): boolean {
  return SELDOM_READ.some((field) => {
    const index = FIELD_INDEX[field];
    const first = states[0]?.registers[index];
    return states.some(({ registers }) => registers[index] !== first);
  });
}

/** States that differ in fields that are seldom read, each with what every packet has there in the place of what its own have. */
export function withoutSeldom(diagram: Diagram, states: readonly State[]): readonly State[] {
  if (states.length < 2) return states;
  const joined = SELDOM_READ.map((field): readonly [number, Vector] => {
    const index = FIELD_INDEX[field];
    return [index, joinedVector(diagram, states, index)];
  });
  return states.map((state) =>
    changeHeld(state, (held) => {
      const registers = [...held.registers];
      for (const [index, vector] of joined) registers[index] = vector;
      return { registers };
    }),
  );
}

interface Valued {
  readonly vector: Vector;
  readonly packets: Node;
}

/** What the packets of some states have in a register. */
function joinedVector(diagram: Diagram, states: readonly State[], index: number): Vector {
  const values: { readonly vector: Vector; readonly packets: Node[] }[] = [];
  for (const { registers, packets } of states) {
    const vector = registers[index] ?? [];
    const there = values.find((one) => sameVector(one.vector, vector));
    if (there === undefined) values.push({ vector, packets: [packets] });
    else there.packets.push(packets);
  }
  let round: readonly Valued[] = values.map(({ vector, packets }) => ({
    vector,
    packets: values.length === 1 ? FALSE : diagram.any(packets),
  }));
  while (round.length > 1) {
    round = Array.from({ length: Math.ceil(round.length / 2) }, (_, place): Valued => {
      const [a, b] = [round[2 * place], round[2 * place + 1]];
      if (a === undefined) throw new RangeError('states: none');
      if (b === undefined) return a;
      const packets = diagram.or(a.packets, b.packets);
      const isFirst = diagram.restrict(a.packets, packets);
      return { vector: chooseVector(diagram, isFirst, a.vector, b.vector), packets };
    });
  }
  return round[0]?.vector ?? [];
}
