import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import { chooseVector, sameVector, type Vector } from '../engine/vector.js';
import { groupHeld, isAlike } from './group-held.js';
import { joinConstants } from './join-constants.js';
import { mostMet } from './most-met.js';
import type { Reading } from './reading.js';
import { differSeldom, withoutSeldom } from './seldom-read.js';
import {
  variantsOf,
  wideParts,
  withVariants,
  type Parts,
  type State,
  type Variant,
} from './state.js';

/** More variants than this are not kept apart at one step. */
const MOST_APART = 10_000;

/** More states that differ in addresses than this are not kept apart, when they are too many for {@link MOST_APART}. */
const MOST_ADDRESSES = 12;

/**
 * Everything that came to one step from several sides, as few states: those that are alike in all that decides become one, with variants
 * of what is only stated in the end. States that differ stay apart, so that what they have stays simple: a constant, or the packet's own bits.
 * When they are too many, they are joined, the most costly ones last: what they have depends on the way then. What isn't live is left as
 * it happens to be.
 */
export function joinStates(
  diagram: Diagram,
  arrived: readonly State[],
  { parts, deciding: decides, often }: Reading,
): readonly State[] {
  if (arrived.length < 2) return arrived;
  const states = joinConstants(diagram, arrived, parts);
  const kept =
    often !== undefined && differSeldom(states)
      ? groupHeld(states, often, metAlike).flatMap((group) => withoutSeldom(diagram, group))
      : states;
  const deciding = groupHeld(kept, decides, metAlike);
  const apart = deciding.map((group) => joinVariants(diagram, group, parts));
  const joined = groupHeld(apart, parts, isSingle).map((group) => joinAlike(diagram, group));
  const variants = joined.reduce((sum, state) => sum + (state.variants?.length ?? 1), 0);
  return variants <= MOST_APART ? joined : joinFurther(diagram, joined, parts);
}

function metAlike(a: State, b: State): boolean {
  return sameMet(a.met, b.met);
}

function joinFurther(diagram: Diagram, joined: readonly State[], parts: Parts): readonly State[] {
  const states = joined.flatMap((state) => statesOf(diagram, state));
  const { registers, kept } = parts;
  const sameRegisters = groupHeld(states, { registers, kept, memory: [] });
  if (sameRegisters.length <= MOST_APART) {
    return sameRegisters.map((group) => joinAll(diagram, group, parts));
  }
  const sameAddresses = groupHeld(states, wideParts(parts));
  const sets = sameAddresses.length > MOST_ADDRESSES ? [states] : sameAddresses;
  return sets.map((group) => joinAll(diagram, group, parts));
}

function isSingle(a: State, b: State): boolean {
  return a.variants === undefined && b.variants === undefined;
}

/** A state for each variant. */
export function statesOf(diagram: Diagram, state: State): readonly State[] {
  if (state.variants === undefined) return [state];
  const { met } = state;
  return variantsOf(diagram, state).map(({ packets, registers, kept, memory }) => ({
    packets,
    registers,
    kept,
    memory,
    met,
  }));
}

/** States that packets with different variants in some parts do not share. */
export function splitVariants(diagram: Diagram, state: State, parts: Parts): readonly State[] {
  const { variants } = state;
  if (variants === undefined) return [state];
  const groups = groupHeld(variants, parts);
  if (groups.length === 1) return [state];
  return groups.flatMap((group) => {
    const here = diagram.any(group.map(({ packets }) => packets));
    const packets = diagram.and(state.packets, here);
    return packets === FALSE ? [] : [withVariants({ ...state, packets }, group, here)];
  });
}

/** One state of several that are alike in all that decides; those of their variants that are alike become one. */
function joinVariants(diagram: Diagram, states: readonly State[], parts: Parts): State {
  const [first] = states;
  if (first === undefined) throw new RangeError('states: none');
  if (states.length === 1) return first;
  const packets = diagram.any(states.map((state) => state.packets));
  const state = { ...first, packets };
  if (states.every((other) => isDividedAlike(first, other, parts))) return state;
  const exact = states.flatMap((one) => variantsOf(diagram, one));
  return withVariants(
    state,
    groupHeld(exact, parts).map((group) => joinPackets(diagram, group)),
    packets,
  );
}

/** Reports whether states have the same for the same packets. */
function isDividedAlike(a: State, b: State, parts: Parts): boolean {
  if (a === b) return true;
  if (a.variants === undefined || b.variants === undefined) {
    return a.variants === b.variants && isAlike(a, b, parts);
  }
  const others = b.variants;
  return (
    a.variants.length === others.length &&
    a.variants.every((variant, index) => {
      const other = others[index];
      return variant.packets === other?.packets && isAlike(variant, other, parts);
    })
  );
}

/** One variant of several that differ in their packets only. */
function joinPackets(diagram: Diagram, variants: readonly Variant[]): Variant {
  const [first] = variants;
  if (first === undefined) throw new RangeError('variants: none');
  if (variants.length === 1) return first;
  return { ...first, packets: diagram.any(variants.map(({ packets }) => packets)) };
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

/** Reports whether the same choice points have been met as often. */
function sameMet(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  if (a === b) return true;
  return a.size === b.size && [...a].every(([name, times]) => b.get(name) === times);
}
