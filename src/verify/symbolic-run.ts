import { assertNever } from '../assert-never.js';
import type { ChoicePoint } from '../program/choice-point.js';
import { stepAt, type Program } from '../program/program.js';
import type { Resolution } from '../program/resolution.js';
import type { Frame, Step, StepId } from '../program/step.js';
import type { Rule } from '../rpdb/rule.js';
import { ROUTE_REGISTERS } from '../evaluate/evaluate.js';
import { changeRegisters } from './change-vector.js';
import { FALSE, type Diagram, type Node } from './engine/diagram.js';
import { isMasked, sameVector, type Vector } from './engine/vector.js';
import { changesKey, MISS, type Findings } from './findings.js';
import { Liveness, OBSERVED, type LiveAfter } from './liveness.js';
import { liveField, type LiveSet } from './live-set.js';
import type { Assignment } from '../predicate/assignment.js';
import { lookUp, mapDestination, type Lookup, type TableCache } from './look-up.js';
import { fieldsOf, conditionOf } from './predicate-condition.js';
import { FIELD_INDEX, type Registers } from './packet-space.js';
import type { Predicate } from '../predicate/predicate.js';
import { isWide, joinStates, keepLookup, recallLookup, sideOf, type State } from './state.js';
import { takeByPlace } from './take-by-place.js';
import { trackPackets, type Connections } from './track-packets.js';
import { blockWidth, firstLevel } from './variables.js';

/** Addresses that a table's routes bring are kept apart up to this number. */
const MOST_PARTS = 8;

/** What a run needs beside the program. */
export interface RunOptions {
  readonly diagram: Diagram;
  readonly findings: Findings;
  readonly connections: Connections;
  /** Told of every step with the packets that come to it, and of those for which a test holds. A step in a subroutine can be told of more than once. */
  readonly seen?: (id: StepId, step: Step, packets: Node, held: Node) => void;
}

/** A choice that some packets meet: which variables stand for its options. */
export interface Choice {
  readonly point: ChoicePoint;
  /** How often it has been met before on the way, over all ways. */
  readonly occasion: number;
  /** The number of the option, as variables. */
  readonly option: Vector;
}

/** All packets that come to one end, as they are then. */
export interface Arrival {
  readonly step: Extract<Step, { kind: 'end' }>;
  readonly state: State;
}

/**
 * Runs a program for all packets at once, exactly: every step is done once for each way into its subroutine, with one state for all
 * packets that come to it. The second reader of programs; the evaluator is the first.
 */
export class SymbolicRun {
  /** The rules of the policy database that were met: a rule's number is its place from 1. */
  readonly rules: Rule[] = [];
  readonly choices: Choice[] = [];
  readonly #diagram: Diagram;
  readonly #liveness: Liveness;
  readonly #tables: TableCache = new Map();
  readonly #ends = new Map<StepId, State[]>();
  readonly #conditions = new Map<Predicate, Asked[]>();
  readonly #choiceCounts = new Map<string, number>();
  #choiceBits = 0;

  constructor(
    private readonly program: Pick<Program, 'steps' | 'family'>,
    private readonly options: RunOptions,
  ) {
    this.#diagram = options.diagram;
    this.#liveness = new Liveness(program);
  }

  /** Where packets with these registers end when they begin at a step. */
  run(entry: StepId, packets: Node, registers: Registers): readonly Arrival[] {
    const none = this.#diagram.terminal(0);
    const start: State = {
      packets,
      registers,
      kept: ROUTE_REGISTERS.map((field) => registers[FIELD_INDEX[field]] ?? []),
      memory: { found: none, foundRule: none, rule: none, keptFound: none, keptFoundRule: none },
      path: undefined,
    };
    if (packets !== FALSE) this.#subroutine(entry, [start], { chain: 0n, table: 0n });
    return [...this.#ends].flatMap(([id, states]) => {
      const step = stepAt(this.program.steps, id);
      if (step.kind !== 'end') throw new TypeError('an end is an end');
      return joinStates(this.#diagram, states, OBSERVED).map((state) => ({ step, state }));
    });
  }

  /** Runs a subroutine; gives the states in which it is left, by the frame that the return names. */
  #subroutine(
    entry: StepId,
    entering: readonly State[],
    after: LiveAfter,
  ): Readonly<Record<Frame, readonly State[]>> {
    const live = this.#liveness.before(entry, after);
    const waiting = new Map<StepId, State[]>([[entry, [...entering]]]);
    const left: Record<Frame, State[]> = { chain: [], table: [] };
    const go = (id: StepId, state: State | undefined): void => {
      if (state === undefined || state.packets === FALSE) return;
      const there = waiting.get(id);
      if (there === undefined) waiting.set(id, [state]);
      else there.push(state);
    };
    for (const id of this.#liveness.region(entry).steps) {
      const arrived = waiting.get(id);
      if (arrived === undefined) continue;
      waiting.delete(id);
      const states = joinStates(this.#diagram, arrived, live.get(id) ?? 0n);
      const step = stepAt(this.program.steps, id);
      const at = { id, go, left, after, live: (next: StepId) => live.get(next) ?? 0n };
      if (step.kind === 'call') this.#call(step, states, at);
      else if (step.kind === 'choose') this.#choose(step, states, at);
      else for (const state of states) this.#take(step, { ...at, state });
    }
    return left;
  }

  #take(step: Exclude<Step, { kind: 'call' | 'choose' }>, at: At): void {
    const { state, go } = at;
    if (step.kind !== 'test') this.options.seen?.(at.id, step, state.packets, state.packets);
    switch (step.kind) {
      case 'test':
        return this.#test(step, at);
      case 'assign':
        return go(step.next, this.#changed(state, step.assignments));
      case 'lookup':
        return this.#lookup(step, at);
      case 'map': {
        const { place, changes } = mapDestination(step.map, this.#lookupOf(at, 0n));
        const registers = takeByPlace(this.#diagram, place, changes, state.registers);
        return go(step.next, { ...state, registers });
      }
      case 'resolve':
        return go(step.next, this.#found(state, step, at.live(step.next)));
      case 'return':
        at.left[step.frame].push(state);
        return undefined;
      case 'keep':
        return go(step.next, keepLookup(state));
      case 'recall':
        return go(step.next, recallLookup(state));
      case 'track':
        return go(step.next, trackPackets(this.#diagram, state, this.options.connections));
      case 'confirm':
      case 'forget':
      case 'count':
        return go(step.next, state);
      case 'end':
        this.#ends.set(at.id, [...(this.#ends.get(at.id) ?? []), state]);
        return undefined;
      default:
        return assertNever(step);
    }
  }

  #test(step: Extract<Step, { kind: 'test' }>, { id, state, go }: At): void {
    const condition = this.#condition(step.when, state.registers);
    const fork = Symbol('fork');
    const yes = sideOf(this.#diagram, state, condition, true, fork);
    this.options.seen?.(id, step, state.packets, yes?.packets ?? FALSE);
    const rule = step.note?.kind === 'rule' ? step.note.rule : undefined;
    const ruled =
      yes === undefined || rule === undefined
        ? yes
        : { ...yes, memory: { ...yes.memory, rule: this.#ruleNode(rule) } };
    go(step.yes, ruled);
    go(step.no, sideOf(this.#diagram, state, condition, false, fork));
  }

  /** A predicate over registers that are as they were when it was last asked isn't asked again. */
  #condition(predicate: Predicate, registers: Registers): Node {
    const read = [...fieldsOf(predicate)].map((field) => registers[FIELD_INDEX[field]] ?? []);
    const asked = this.#conditions.get(predicate) ?? [];
    const known = asked.find((before) =>
      before.read.every((vector, index) => sameVector(vector, read[index] ?? [])),
    );
    if (known !== undefined) return known.node;
    const node = conditionOf(this.#diagram, predicate, registers);
    this.#conditions.set(predicate, [...asked, { read, node }]);
    return node;
  }

  #lookup(step: Extract<Step, { kind: 'lookup' }>, at: At): void {
    const { state, go } = at;
    const diagram = this.#diagram;
    const lookup = this.#lookupOf(at, at.live(step.hit));
    const found = lookUp(step.table, lookup, this.#tables);
    const hit = diagram.whereValue(found, (value) => value !== MISS);
    const fork = Symbol('fork');
    go(step.miss, sideOf(diagram, state, hit, false, fork));
    const taken = sideOf(diagram, state, hit, true, fork);
    if (taken === undefined) return;
    for (const changes of this.#apart(diagram.valuesOf(found), lookup.live)) {
      const here = diagram.whereValue(found, (value) => changes.has(value));
      const part = sideOf(diagram, taken, here, true, Symbol('fork'));
      if (part === undefined) continue;
      const registers = takeByPlace(diagram, found, changes, part.registers, lookup.live);
      const memory = { ...part.memory, found, foundRule: part.memory.rule };
      go(step.hit, { ...part, registers, memory });
    }
  }

  /** Findings by what they do to addresses: packets with different addresses stay apart, unless that is too many parts. */
  #apart(values: readonly number[], live: LiveSet): readonly Map<number, readonly Assignment[]>[] {
    const parts = new Map<string, Map<number, readonly Assignment[]>>();
    const whole = new Map<number, readonly Assignment[]>();
    for (const value of values) {
      const assignments = this.options.findings.resolution(value)?.assignments;
      if (assignments === undefined) continue;
      const key = changesKey(
        assignments.filter(({ to }) => isWide(to) && (live & liveField(to)) !== 0n),
      );
      const part = parts.get(key) ?? new Map<number, readonly Assignment[]>();
      parts.set(key, part.set(value, assignments));
      whole.set(value, assignments);
    }
    return parts.size > MOST_PARTS ? [whole] : [...parts.values()];
  }

  #found(
    state: State,
    step: { readonly resolution: Resolution; readonly byRule: boolean },
    live: LiveSet,
  ): State {
    const number = this.options.findings.numberOf(step.resolution, live);
    const changed = this.#changed(state, step.resolution.assignments);
    const foundRule = step.byRule ? state.memory.rule : this.#diagram.terminal(0);
    const found = this.#diagram.terminal(number);
    return { ...changed, memory: { ...state.memory, found, foundRule } };
  }

  #call(step: Extract<Step, { kind: 'call' }>, states: readonly State[], at: Place): void {
    const { id, go, left, after, live } = at;
    for (const { packets } of states) this.options.seen?.(id, step, packets, packets);
    const forgets = step.note?.kind === 'lookup';
    const entering = states.map((state) =>
      forgets ? { ...state, memory: { ...state.memory, rule: this.#diagram.terminal(0) } } : state,
    );
    const inner = this.#liveness.afterCall(step.frame, live(step.next), after);
    const returned = this.#subroutine(step.target, entering, inner);
    for (const back of returned[step.frame]) go(step.next, back);
    // What leaves a table from inside one of its chains leaves the chain too.
    if (step.frame === 'chain') left.table.push(...returned.table);
  }

  #choose(step: Extract<Step, { kind: 'choose' }>, states: readonly State[], at: Place): void {
    for (const { packets } of states) this.options.seen?.(at.id, step, packets, packets);
    const diagram = this.#diagram;
    const option = this.#choice(step.choice, step.options.length);
    for (const [index, next] of step.options.entries()) {
      const last = index === step.options.length - 1;
      const taken = last
        ? diagram.not(
            diagram.any(
              step.options.slice(0, -1).map((_, other) => isMasked(diagram, option, 0xffff, other)),
            ),
          )
        : isMasked(diagram, option, 0xffff, index);
      for (const state of states) {
        at.go(next, sideOf(diagram, state, taken, true, Symbol('fork')));
      }
    }
  }

  /** New variables for a choice: on another occasion the same choice point can go another way. */
  #choice(point: ChoicePoint, options: number): Vector {
    const occasion = this.#choiceCounts.get(point.name) ?? 0;
    this.#choiceCounts.set(point.name, occasion + 1);
    const width = Math.max(1, Math.ceil(Math.log2(options)));
    if (this.#choiceBits + width > blockWidth('choice')) {
      throw new RangeError('choices: more than this proof can hold');
    }
    const first = firstLevel('choice') + this.#choiceBits;
    this.#choiceBits += width;
    const option = Array.from({ length: width }, (_, bit) => this.#diagram.variable(first + bit));
    this.choices.push({ point, occasion, option });
    return option;
  }

  #changed(state: State, assignments: Resolution['assignments']): State {
    return { ...state, registers: changeRegisters(this.#diagram, assignments, state.registers) };
  }

  #lookupOf({ state }: At, live: LiveSet): Lookup {
    const { registers, packets } = state;
    const { findings } = this.options;
    const { family } = this.program;
    return { diagram: this.#diagram, family, findings, registers, packets, live };
  }

  #ruleNode(rule: Rule): Node {
    const place = this.rules.indexOf(rule);
    return this.#diagram.terminal(place < 0 ? this.rules.push(rule) : place + 1);
  }
}

/** What a predicate was found to be for some registers. */
interface Asked {
  readonly read: Registers;
  readonly node: Node;
}

/** A step with a state that has come to it. */
interface At extends Place {
  readonly state: State;
}

/** A step, and where to go on. */
interface Place {
  readonly id: StepId;
  readonly go: (id: StepId, state: State | undefined) => void;
  readonly left: Record<Frame, State[]>;
  readonly after: LiveAfter;
  readonly live: (id: StepId) => LiveSet;
}
