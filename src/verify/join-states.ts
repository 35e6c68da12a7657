import type { Diagram, Node } from './engine/diagram.js';
import { chooseVector, sameVector, type Vector } from './engine/vector.js';
import type { LiveSet } from './live-set.js';
import { partsOf, wideParts, type Parts, type State } from './state.js';

/** More states than this are not kept apart at one step. */
const MOST_APART = 1000;

/** More states that differ in addresses than this are not kept apart, when they are too many for {@link MOST_APART}. */
const MOST_ADDRESSES = 12;

/**
 * Everything that came to one step from several sides, as few states: those that are alike in all that is live become one. States that
 * differ stay apart, so that what they have stays simple: a constant, or the packet's own bits. When they are too many, they are joined,
 * the most costly ones last: what they have depends on the way then. What isn't live is left as it happens to be.
 */
export function joinStates(
  diagram: Diagram,
  states: readonly State[],
  live: LiveSet,
): readonly State[] {
  if (states.length < 2) return states;
  const parts = partsOf(live);
  const alike = groupStates(states, parts);
  if (alike.length <= MOST_APART) return alike.map((group) => joinAlike(diagram, group));
  const { registers, kept } = parts;
  const sameRegisters = groupStates(states, { registers, kept, memory: [] });
  if (sameRegisters.length <= MOST_APART) {
    return sameRegisters.map((group) => joinAll(diagram, group, parts));
  }
  const sameAddresses = groupStates(states, wideParts(parts));
  const sets = sameAddresses.length > MOST_ADDRESSES ? [states] : sameAddresses;
  return sets.map((group) => joinAll(diagram, group, parts));
}

/** States by what they have in some parts. */
export function groupStates(states: readonly State[], parts: Parts): readonly (readonly State[])[] {
  const groups: State[][] = [];
  for (const state of states) {
    const group = groups.find(([first]) => first !== undefined && isAlike(first, state, parts));
    if (group === undefined) groups.push([state]);
    else group.push(state);
  }
  return groups;
}

function isAlike(a: State, b: State, { registers, kept, memory }: Parts): boolean {
  for (const index of registers) {
    if (!sameVector(a.registers[index] ?? [], b.registers[index] ?? [])) return false;
  }
  for (const index of kept) {
    if (!sameVector(a.kept[index] ?? [], b.kept[index] ?? [])) return false;
  }
  for (const what of memory) if (a.memory[what] !== b.memory[what]) return false;
  return true;
}

/** One state of several that differ in their packets only. */
export function joinAlike(diagram: Diagram, states: readonly State[]): State {
  const [first] = states;
  if (first === undefined) throw new RangeError('states: none');
  if (states.length === 1) return first;
  const packets = diagram.any(states.map((state) => state.packets));
  return {
    ...first,
    packets,
    met: states.reduce((met, state) => mostMet(met, state.met), first.met),
  };
}

function joinAll(diagram: Diagram, states: readonly State[], parts: Parts): State {
  let round = states;
  while (round.length > 1) {
    const next: State[] = [];
    for (let index = 0; index < round.length; index += 2) {
      const [a, b] = [round[index], round[index + 1]];
      if (a !== undefined) next.push(b === undefined ? a : joinTwo(diagram, a, b, parts));
    }
    round = next;
  }
  const [joined] = round;
  if (joined === undefined) throw new RangeError('states: none');
  return joined;
}

function joinTwo(diagram: Diagram, a: State, b: State, parts: Parts): State {
  const packets = diagram.or(a.packets, b.packets);
  let known: Node | undefined;
  const selector = (): Node => (known ??= diagram.restrict(a.packets, packets));
  const joinAt = (
    one: readonly Vector[],
    other: readonly Vector[],
    live: readonly number[],
  ): readonly Vector[] => {
    const differs = live.filter((index) => !sameVector(one[index] ?? [], other[index] ?? []));
    if (differs.length === 0) return one;
    const joined = [...one];
    for (const index of differs) {
      joined[index] = chooseVector(diagram, selector(), one[index] ?? [], other[index] ?? []);
    }
    return joined;
  };
  const memory = { ...a.memory };
  for (const what of parts.memory) {
    if (a.memory[what] === b.memory[what]) continue;
    memory[what] = diagram.ite(selector(), a.memory[what], b.memory[what]);
  }
  return {
    packets,
    registers: joinAt(a.registers, b.registers, parts.registers),
    kept: joinAt(a.kept, b.kept, parts.kept),
    memory,
    met: mostMet(a.met, b.met),
  };
}

/** How often choice points have been met at most. */
function mostMet(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  if (a === b || b.size === 0) return a;
  const most = new Map(a);
  for (const [name, times] of b) most.set(name, Math.max(times, a.get(name) ?? 0));
  return most;
}
