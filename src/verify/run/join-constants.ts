import { FIELD_NAMES } from '../../packet/field.js';
import { chooseNumber, isOfConstants } from '../engine/chosen-number.js';
import type { Diagram } from '../engine/diagram.js';
import { sameVector, sumOfVector, type Vector } from '../engine/vector.js';
import { groupHeld } from './group-held.js';
import { mostMet } from './most-met.js';
import { isWide, type Held, type Parts, type State } from './state.js';

/** More states than this that differ in constants only are joined. */
const MANY = 32;

/** The registers whose constants may be joined, by their place: addresses and ports, of which there can be as many as there are rules. */
const MANIFOLD: readonly boolean[] = FIELD_NAMES.map(
  (field) => isWide(field) || field === 'sport' || field === 'dport',
);

/** A state as others are that differ in constants only. */
interface Alike extends Held {
  readonly state: State;
}

/**
 * States of which many differ in nothing but constants as one: which constant each packet has is a function of the packet then. Every step
 * is done for all of them at once. They are what a map of services leaves behind.
 */
export function joinConstants(
  diagram: Diagram,
  states: readonly State[],
  parts: Parts,
): readonly State[] {
  if (states.length <= MANY) return states;
  const manifold = parts.registers.filter((index) => MANIFOLD[index]);
  if (!mayBeMany(states, manifold)) return states;
  const alike = states.map((state): Alike => withoutConstants(state, manifold));
  const groups = groupHeld(alike, parts, (a, b) => isSingle(a.state) && isSingle(b.state));
  return groups.flatMap((group) => {
    const all = group.map(({ state }) => state);
    return all.length > MANY ? [joinAll(diagram, all, manifold)] : all;
  });
}

/** Reports whether registers have so many constants that more than {@link MANY} states may differ in nothing else. */
function mayBeMany(states: readonly State[], manifold: readonly number[]): boolean {
  let most = 1;
  for (const index of manifold) {
    const sums = new Set<number>();
    for (const { registers } of states) {
      const vector = registers[index] ?? [];
      if (isOfConstants(vector)) sums.add(sumOfVector(0, vector));
    }
    most *= Math.max(1, sums.size);
    if (most > MANY) return true;
  }
  return false;
}

function isSingle({ variants }: State): boolean {
  return variants === undefined;
}

/** What stands for any constant of a state. */
const ANY_CONSTANT: Vector = [-1];

function withoutConstants(state: State, manifold: readonly number[]): Alike {
  const registers = [...state.registers];
  for (const index of manifold) {
    if (isOfConstants(registers[index] ?? [])) registers[index] = ANY_CONSTANT;
  }
  return { state, registers, kept: state.kept, memory: state.memory };
}

function joinAll(diagram: Diagram, states: readonly State[], manifold: readonly number[]): State {
  const [first] = states;
  if (first === undefined) throw new RangeError('states: none');
  const registers = [...first.registers];
  for (const index of manifold) {
    const own = registers[index] ?? [];
    const numbers = states.map(({ packets, registers: theirs }) => ({
      packets,
      vector: theirs[index] ?? [],
    }));
    if (numbers.every(({ vector }) => sameVector(vector, own))) continue;
    registers[index] = chooseNumber(diagram, numbers);
  }
  return {
    ...first,
    packets: diagram.any(states.map(({ packets }) => packets)),
    registers,
    met: states.reduce((met, state) => mostMet(met, state.met), first.met),
  };
}
