import { ROUTE_REGISTERS } from '../evaluate/evaluate.js';
import { FIELD_NAMES, type Field } from '../packet/field.js';
import type { Diagram, Node } from './engine/diagram.js';
import { FALSE } from './engine/diagram.js';
import type { Vector } from './engine/vector.js';
import { liveField, liveKept, liveMemory, type LiveSet, type Remembered } from './live-set.js';
import { FIELD_INDEX, type Registers } from './packet-space.js';

/** All packets that come to a step by ways that leave them alike, and what each of them has with it there, as functions of the packet as it set out. */
export interface State {
  /** The packets that come here. */
  readonly packets: Node;
  readonly registers: Registers;
  /** The registers of the lookup that was put aside, in the order of `ROUTE_REGISTERS`. */
  readonly kept: readonly Vector[];
  /** Numbers of findings and of rules. */
  readonly memory: Readonly<Record<Remembered, Node>>;
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

/** Puts the last lookup aside, as `keep` does. */
export function keepLookup(state: State): State {
  const { found, foundRule } = state.memory;
  return {
    ...state,
    kept: ROUTE_REGISTERS.map((field) => state.registers[FIELD_INDEX[field]] ?? []),
    memory: { ...state.memory, keptFound: found, keptFoundRule: foundRule },
  };
}

/** Takes it back, as `recall` does. */
export function recallLookup(state: State): State {
  const registers = [...state.registers];
  for (const [index, field] of ROUTE_REGISTERS.entries()) {
    registers[FIELD_INDEX[field]] = state.kept[index] ?? [];
  }
  const { keptFound, keptFoundRule } = state.memory;
  return {
    ...state,
    registers,
    memory: { ...state.memory, found: keptFound, foundRule: keptFoundRule },
  };
}

/**
 * States that went through a subroutine as one, as they are where it is left: each with what it had, but for the parts that the
 * subroutine touches.
 *
 * @param one - what entered, with the packets of all
 * @param left - what came out
 */
export function giveBack(
  diagram: Diagram,
  one: State,
  group: readonly State[],
  left: State,
  touched: Parts,
): readonly State[] {
  return group.flatMap((state): readonly State[] => {
    const whole = left.packets === one.packets;
    const packets = whole ? state.packets : diagram.and(state.packets, left.packets);
    if (packets === FALSE) return [];
    const registers = [...state.registers];
    for (const index of touched.registers) registers[index] = left.registers[index] ?? [];
    const kept = [...state.kept];
    for (const index of touched.kept) kept[index] = left.kept[index] ?? [];
    const memory = { ...state.memory };
    for (const what of touched.memory) memory[what] = left.memory[what];
    return [{ packets, registers, kept, memory, met: left.met }];
  });
}

/** The parts of a state that are in a set. */
export interface Parts {
  readonly registers: readonly number[];
  readonly kept: readonly number[];
  readonly memory: readonly Remembered[];
}

const knownParts = new Map<LiveSet, Parts>();

/** The parts of a state of which a set tells. */
export function partsOf(live: LiveSet): Parts {
  let parts = knownParts.get(live);
  if (parts === undefined) {
    const isLive = (part: LiveSet): boolean => (live & part) !== 0n;
    parts = {
      registers: [...FIELD_NAMES.keys()].filter((index) =>
        isLive(liveField(FIELD_NAMES[index] ?? 'src')),
      ),
      kept: [...ROUTE_REGISTERS.keys()].filter((index) => isLive(liveKept(index))),
      memory: REMEMBERED.filter((what) => isLive(liveMemory(what))),
    };
    if (knownParts.size > 4096) knownParts.clear();
    knownParts.set(live, parts);
  }
  return parts;
}

const REMEMBERED = [
  'found',
  'foundRule',
  'rule',
  'keptFound',
  'keptFoundRule',
] as const satisfies readonly Remembered[];

/** The registers that hold a word of an address, by their place. */
const WIDE: readonly boolean[] = FIELD_NAMES.map((field) =>
  /^(src|dst|flowSrc|flowDst|prefsrc|nexthop|savedSrc|savedDst)\d?$/.test(field),
);

/** Tells whether a field holds a word of an address. */
export function isWide(field: Field): boolean {
  return WIDE[FIELD_INDEX[field]] === true;
}

/** Of some parts those that are words of addresses. */
export function wideParts({ registers }: Parts): Parts {
  return { registers: registers.filter((index) => WIDE[index] === true), kept: [], memory: [] };
}
