import { ROUTE_REGISTERS } from '../../program/cell.js';
import { FIELD_NAMES, type Field } from '../../packet/field.js';
import type { Diagram, Node } from '../engine/diagram.js';
import { FALSE } from '../engine/diagram.js';
import type { Vector } from '../engine/vector.js';
import { placesIn, type LiveSet, type Remembered } from './live-set.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';

/** What a packet has with it, as functions of the packet as it set out. */
export interface Held {
  readonly registers: Registers;
  /** The registers of the lookup that was put aside, in the order of `ROUTE_REGISTERS`. */
  readonly kept: readonly Vector[];
  /** Numbers of findings, of rules, and of fates of copies. */
  readonly memory: Readonly<Record<Remembered, Node>>;
}

/** What some packets of a state have with them. */
export interface Variant extends Held {
  /** The packets of the state that have it, and any that are not in the state: no test has to distinguish them on the way. */
  readonly packets: Node;
}

/** All packets that come to a step by ways that leave them alike in all that the steps to come look at. */
export interface State extends Held {
  /** The packets that come here. */
  readonly packets: Node;
  /**
   * Where they differ in what is only stated in the end, by what they have: no packet is in two, each is in one, and what the state itself
   * holds is the first one's. Undefined when all are alike.
   */
  readonly variants?: readonly Variant[] | undefined;
  /** The packets of all variants together: where the state has just these, each variant has no packets but its own. */
  readonly whole?: Node | undefined;
  /** How often each choice point has been met, by name. */
  readonly met: ReadonlyMap<string, number>;
}

/** The state of the packets for which a condition holds; undefined when there is none. */
export function stateWhere(diagram: Diagram, state: State, condition: Node): State | undefined {
  return withPackets(state, diagram.and(state.packets, condition));
}

/** The state of the packets for which a condition doesn't hold; undefined when there is none. */
export function stateUnless(diagram: Diagram, state: State, condition: Node): State | undefined {
  return withPackets(state, diagram.minus(state.packets, condition));
}

/** The state of other packets; undefined when there is none. */
function withPackets(state: State, packets: Node): State | undefined {
  if (packets === FALSE) return undefined;
  return packets === state.packets ? state : { ...state, packets };
}

/** The state after a change of what its packets have. */
export function changeHeld(state: State, change: (held: Held) => Partial<Held>): State {
  const { variants } = state;
  if (variants === undefined) return { ...state, ...change(state) };
  return withVariants(
    state,
    variants.map((variant) => changeVariant(variant, change(variant))),
    state.whole,
  );
}

function changeVariant(
  { packets, registers, kept, memory }: Variant,
  after: Partial<Held>,
): Variant {
  return { packets, registers, kept, memory, ...after };
}

/**
 * The state with what its packets have, by their packets; at least one.
 *
 * @param whole - the packets of all variants together; undefined when that isn't known
 */
export function withVariants(
  state: State,
  variants: readonly Variant[],
  whole: Node | undefined,
): State {
  const [first] = variants;
  if (first === undefined) throw new RangeError('variants: none');
  const { registers, kept, memory } = first;
  const { packets, met } = state;
  return variants.length === 1
    ? { packets, registers, kept, memory, met }
    : { packets, registers, kept, memory, met, variants, whole };
}

/** What the packets of a state have, with no packets but its own. */
export function variantsOf(diagram: Diagram, state: State): readonly Variant[] {
  if (state.variants === undefined) return [state];
  if (state.whole === state.packets) return state.variants;
  return state.variants.flatMap((variant) => {
    const packets = diagram.and(state.packets, variant.packets);
    return packets === FALSE ? [] : [{ ...variant, packets }];
  });
}

/** Puts the last lookup aside, as `keep` does. */
export function keepLookup({ registers, memory }: Held): Partial<Held> {
  const { found, foundRule } = memory;
  return {
    kept: ROUTE_REGISTERS.map((field) => registers[FIELD_INDEX[field]] ?? []),
    memory: { ...memory, keptFound: found, keptFoundRule: foundRule },
  };
}

/** Takes it back, as `recall` does. */
export function recallLookup({ registers: before, kept, memory }: Held): Partial<Held> {
  const registers = [...before];
  for (const [index, field] of ROUTE_REGISTERS.entries()) {
    registers[FIELD_INDEX[field]] = kept[index] ?? [];
  }
  const { keptFound, keptFoundRule } = memory;
  return { registers, memory: { ...memory, found: keptFound, foundRule: keptFoundRule } };
}

/**
 * States that went through a subroutine as one, as they are where it is left: each with what it had, but for the parts that the
 * subroutine touches.
 *
 * @param one - what entered, with the packets of all
 * @param exit - what came out
 */
export function giveBack(
  diagram: Diagram,
  one: State,
  group: readonly State[],
  exit: State,
  touched: Parts,
): readonly State[] {
  return variantsOf(diagram, exit).flatMap((left) =>
    group.flatMap((state): readonly State[] => {
      const whole = left.packets === one.packets;
      const packets = whole ? state.packets : diagram.and(state.packets, left.packets);
      if (packets === FALSE) return [];
      const back = changeHeld(state, (held) => {
        const registers = [...held.registers];
        for (const index of touched.registers) registers[index] = left.registers[index] ?? [];
        const kept = [...held.kept];
        for (const index of touched.kept) kept[index] = left.kept[index] ?? [];
        const memory = { ...held.memory };
        for (const what of touched.memory) memory[what] = left.memory[what];
        return { registers, kept, memory };
      });
      return [{ ...back, packets, met: exit.met }];
    }),
  );
}

/** The parts of a state that are in a set. */
export interface Parts {
  readonly registers: readonly number[];
  readonly kept: readonly number[];
  readonly memory: readonly Remembered[];
}

const knownParts = new Map<LiveSet, Parts>();

/** The parts of a state that a set states. */
export function partsOf(live: LiveSet): Parts {
  let parts = knownParts.get(live);
  if (parts === undefined) {
    parts = placesIn(live);
    if (knownParts.size > 4096) knownParts.clear();
    knownParts.set(live, parts);
  }
  return parts;
}

/** The registers that hold a word of an address, by their place. */
const WIDE: readonly boolean[] = FIELD_NAMES.map((field) =>
  /^(src|dst|flowSrc|flowDst|prefsrc|nexthop|savedSrc|savedDst|tupleDst)\d?$/.test(field),
);

/** Reports whether a field holds a word of an address. */
export function isWide(field: Field): boolean {
  return WIDE[FIELD_INDEX[field]] === true;
}

/** Of some parts those that are words of addresses. */
export function wideParts({ registers }: Parts): Parts {
  return { registers: registers.filter((index) => WIDE[index] === true), kept: [], memory: [] };
}
