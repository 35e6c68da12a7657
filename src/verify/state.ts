import { ROUTE_REGISTERS } from '../evaluate/evaluate.js';
import { FIELD_NAMES, type Field } from '../packet/field.js';
import { FALSE, type Diagram, type Node } from './engine/diagram.js';
import { chooseVector, sameVector, type Vector } from './engine/vector.js';
import { liveField, liveKept, liveMemory, type LiveSet, type Remembered } from './live-set.js';
import { FIELD_INDEX, type Registers } from './packet-space.js';

/** All packets that come to a step, and what each of them has with it there, as functions of the packet as it set out. */
export interface State {
  /** The packets that come here. */
  readonly packets: Node;
  readonly registers: Registers;
  /** The registers of the lookup that was put aside, in the order of `ROUTE_REGISTERS`. */
  readonly kept: readonly Vector[];
  /** Numbers of findings and of rules. */
  readonly memory: Readonly<Record<Remembered, Node>>;
  /** The tests that led here since the last join, newest first. */
  readonly path: Path | undefined;
}

/** One side of a test. */
export interface Path {
  readonly condition: Node;
  readonly held: boolean;
  /** Names the test, so that its two sides know each other. */
  readonly fork: symbol;
  readonly before: Path | undefined;
  readonly depth: number;
}

/** The state of one side of a test; undefined when no packet goes there. */
export function sideOf(
  diagram: Diagram,
  state: State,
  condition: Node,
  held: boolean,
  fork: symbol,
): State | undefined {
  const packets = held
    ? diagram.and(state.packets, condition)
    : diagram.minus(state.packets, condition);
  if (packets === FALSE) return undefined;
  if (packets === state.packets) return state;
  const depth = (state.path?.depth ?? 0) + 1;
  return { ...state, packets, path: { condition, held, fork, before: state.path, depth } };
}

/** More states than this are not kept apart at one step. */
const MOST_APART = 12;

/**
 * Everything that came to one step from several sides, as few states: those with the same addresses become one. Addresses that depend on
 * the way would make every later condition large; so their states stay apart, unless they are many. What isn't live is left as it
 * happens to be.
 */
export function joinStates(
  diagram: Diagram,
  states: readonly State[],
  live: LiveSet,
): readonly State[] {
  if (states.length < 2) return states;
  const { registers, kept, memory } = partsOf(live);
  const apart = registers.filter((index) => WIDE[index] === true);
  const groups: State[][] = [];
  for (const state of states) {
    const group = groups.find(([first]) => first !== undefined && sameAt(first, state, apart));
    if (group === undefined) groups.push([state]);
    else group.push(state);
  }
  const parts = { registers, kept, memory };
  const sets = groups.length > MOST_APART ? [states] : groups;
  return sets.map((group) => joinAll(diagram, group, parts));
}

function sameAt(a: State, b: State, indexes: readonly number[]): boolean {
  return indexes.every((index) => sameVector(a.registers[index] ?? [], b.registers[index] ?? []));
}

/** The registers that hold a word of an address, by their place. */
const WIDE: readonly boolean[] = FIELD_NAMES.map((field) =>
  /^(src|dst|flowSrc|flowDst|prefsrc|nexthop|savedSrc|savedDst)\d?$/.test(field),
);

/** Tells whether a field holds a word of an address. */
export function isWide(field: Field): boolean {
  return WIDE[FIELD_INDEX[field]] === true;
}

/** The parts of a state that are live. */
interface Parts {
  readonly registers: readonly number[];
  readonly kept: readonly number[];
  readonly memory: readonly Remembered[];
}

const knownParts = new Map<LiveSet, Parts>();

function partsOf(live: LiveSet): Parts {
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
  const { selector, path } = tellApart(diagram, a, b, packets);
  const joinAt = (
    one: readonly Vector[],
    other: readonly Vector[],
    live: readonly number[],
  ): readonly Vector[] => {
    const differs = live.filter((index) => one[index] !== other[index]);
    if (differs.length === 0) return one;
    const joined = [...one];
    for (const index of differs) {
      joined[index] = chooseVector(diagram, selector, one[index] ?? [], other[index] ?? []);
    }
    return joined;
  };
  const memory = { ...a.memory };
  for (const what of parts.memory) {
    memory[what] = diagram.ite(selector, a.memory[what], b.memory[what]);
  }
  return {
    packets,
    registers: joinAt(a.registers, b.registers, parts.registers),
    kept: joinAt(a.kept, b.kept, parts.kept),
    memory,
    path,
  };
}

/** A condition that holds for all packets of the first state and for none of the second: where they parted, if that is known. */
function tellApart(
  diagram: Diagram,
  a: State,
  b: State,
  both: Node,
): { readonly selector: Node; readonly path: Path | undefined } {
  let [left, right] = [a.path, b.path];
  let [leftChild, rightChild]: [Path | undefined, Path | undefined] = [undefined, undefined];
  while (left !== right) {
    const [leftDepth, rightDepth] = [left?.depth ?? 0, right?.depth ?? 0];
    if (leftDepth >= rightDepth) [leftChild, left] = [left, left?.before];
    if (rightDepth >= leftDepth) [rightChild, right] = [right, right?.before];
  }
  const parted =
    leftChild !== undefined &&
    leftChild.fork === rightChild?.fork &&
    leftChild.held !== rightChild.held;
  if (!parted || leftChild === undefined)
    return { selector: diagram.restrict(a.packets, both), path: left };
  const { condition, held } = leftChild;
  return { selector: held ? condition : diagram.not(condition), path: left };
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
