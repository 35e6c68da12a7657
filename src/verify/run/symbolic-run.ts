import { assertNever } from '../../assert-never.js';
import { stepAt, type Program } from '../../program/program.js';
import type { Resolution } from '../../program/resolution.js';
import type { Step, StepId } from '../../program/step.js';
import type { Rule } from '../../rpdb/rule.js';
import { ROUTE_REGISTERS, SHARED_FIELDS } from '../../program/cell.js';
import { copyFateNumber } from '../../program/ending.js';
import { arrivalsOf, type Arrival } from './arrival.js';
import { AskedConditions } from './asked-conditions.js';
import { changeRegisters } from './change-vector.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import { isSame, type Vector } from '../engine/vector.js';
import { addStates, fewerExits, giveBackAll, type After, type Exits } from './exits.js';
import type { Findings } from '../fate/findings.js';
import { groupHeld } from './group-held.js';
import { joinAlike, joinStates, splitVariants, statesOf } from './join-states.js';
import {
  livenessOf,
  observedAt,
  type Liveness,
  type LiveAfter,
  type Observed,
} from './liveness.js';
import { liveFields, type LiveSet } from './live-set.js';
import { lookUp, mapDestination, TableCache, type Lookup } from './look-up.js';
import { MetChoices, type Choice } from '../fate/met-choices.js';
import { Worklist, type Way } from './worklist.js';
import { readingOf, readingsOf, type Readings } from './reading.js';
import { FIELD_INDEX, type PacketSpace, type Registers } from '../packets/packet-space.js';
import type { Predicate } from '../../predicate/predicate.js';
import { Places } from './places.js';
import {
  changeHeld,
  giveBack,
  keepLookup,
  partsOf,
  recallLookup,
  stateUnless,
  stateWhere,
  type State,
} from './state.js';
import { trackPackets, type Connections } from './track-packets.js';
import { isOfConnection } from '../engine/variables.js';

/** What a run needs beside the program. */
export interface RunOptions {
  readonly space: Pick<PacketSpace, 'diagram' | 'choice' | 'pick'>;
  readonly findings: Findings;
  /** Diagrams of tables that runs beside this one have built, with the same space and numbers of findings; none when left out. */
  readonly tables?: TableCache;
  readonly connections: Connections;
  /** Called before a predicate that compares registers is asked. */
  readonly comparing?: (predicate: Predicate, registers: Registers) => void;
  /** What of the ends is looked at; `outcome` when left out. */
  readonly observed?: Observed;
  /** Choices that are made in a rule are distinguished by it, and not by what they are about. */
  readonly choicesByRule?: boolean;
  /** Called at every step with the packets that come to it, those for which a test holds, and their state. It can be called more than once for a step. */
  readonly seen?: (id: StepId, step: Step, packets: Node, held: Node, state: State) => void;
}

/**
 * Runs a program for all packets at once, exactly: every step is done once for each way into its subroutine, with few states for all
 * packets that come to it. The second reader of programs; the evaluator is the first.
 */
export class SymbolicRun {
  /** The rules of the policy database that were met: a rule's number is its place from 1. */
  readonly rules: Rule[] = [];
  readonly #diagram: Diagram;
  readonly #liveness: Liveness;
  /** What tests and look-ups read. */
  readonly #decides: Liveness;
  readonly #tables: TableCache;
  readonly #places: Places;
  readonly #conditions: AskedConditions;
  readonly #choices: MetChoices;
  readonly #observed: Observed;

  constructor(
    private readonly program: Pick<Program, 'steps' | 'family'>,
    private readonly options: RunOptions,
  ) {
    this.#diagram = options.space.diagram;
    this.#tables = options.tables ?? new TableCache();
    this.#places = new Places(this.#diagram);
    this.#choices = new MetChoices(options.space, options.choicesByRule);
    this.#conditions = new AskedConditions(this.#diagram, options.comparing, (a, b, care) =>
      this.#same(a, b, care),
    );
    this.#observed = options.observed ?? 'outcome';
    this.#liveness = livenessOf(program, this.#observed);
    this.#decides = livenessOf(program, 'nothing');
  }

  /** The choices that were met. */
  get choices(): readonly Choice[] {
    return this.#choices.all;
  }

  /** Where packets with these registers end when they begin at a step. */
  run(entry: StepId, packets: Node, registers: Registers): readonly Arrival[] {
    if (packets === FALSE) return [];
    const none = this.#diagram.terminal(0);
    const start: State = {
      packets,
      registers,
      kept: ROUTE_REGISTERS.map((field) => registers[FIELD_INDEX[field]] ?? []),
      memory: {
        found: none,
        foundRule: none,
        rule: none,
        keptFound: none,
        keptFoundRule: none,
        emitted: none,
      },
      met: new Map(),
    };
    const nothing = { chain: 0n, table: 0n };
    const { ends } = this.#subroutine(entry, [start], { live: nothing, decides: nothing });
    return [...ends].flatMap(([id, states]) => {
      const step = endAt(this.program.steps, id);
      const reading = readingOf(observedAt(step.ending, this.#observed), 0n);
      return joinStates(this.#diagram, states, reading)
        .flatMap((state) => statesOf(this.#diagram, state))
        .flatMap((state) => arrivalsOf(this.#diagram, step, state));
    });
  }

  /** Runs a subroutine; gives the states in which it is left. */
  #subroutine(entry: StepId, entering: readonly State[], after: After): Exits {
    const live = this.#liveness.before(entry, after.live);
    const decides = this.#decides.before(entry, after.decides);
    const readings = readingsOf(live, decides);
    const waiting = new Worklist();
    for (const state of entering) waiting.put(entry, state);
    const exits: Exits = { chain: [], table: [], ends: new Map() };
    const go: Go = (next, state, from) => {
      waiting.put(next, state, from);
    };
    // A step's successors have smaller ids: nothing comes to the largest any more.
    for (let id = waiting.largest(); id >= 0; id = waiting.largest()) {
      const reading = readings.at(id);
      const states = waiting.take(id, reading, (arrived) =>
        joinStates(this.#diagram, arrived, reading),
      );
      const step = stepAt(this.program.steps, id);
      const at = { id, go, exits, after, readings, held: { reading }, not: { reading } };
      if (step.kind === 'call') this.#call(step, states, at);
      else if (step.kind === 'emit') this.#emit(step, states, at);
      else for (const state of states) this.#take(step, state, at);
    }
    return fewerExits(this.#diagram, exits, after);
  }

  #take(step: Exclude<Step, { kind: 'call' | 'emit' }>, state: State, at: Place): void {
    const { go } = at;
    if (step.kind !== 'test') this.options.seen?.(at.id, step, state.packets, state.packets, state);
    switch (step.kind) {
      case 'test':
        return this.#test(step, state, at);
      case 'assign':
        return go(step.next, this.#changed(state, step.assignments));
      case 'lookup':
        return this.#lookup(step, state, at);
      case 'map':
        return this.#map(step, state, at);
      case 'resolve':
        return go(step.next, this.#found(state, step, at.readings.at(step.next).live));
      case 'return':
        at.exits[step.frame].push(state);
        return undefined;
      case 'keep':
        return go(step.next, changeHeld(state, keepLookup));
      case 'recall':
        return go(step.next, changeHeld(state, recallLookup));
      case 'track':
        for (const tracked of this.#track(state, step.zones)) go(step.next, tracked);
        return undefined;
      case 'confirm':
        for (const [next, part] of this.#choices.confirm(step, state, this.options.connections))
          go(next, part);
        return undefined;
      case 'unique':
      case 'forget':
      case 'open':
      case 'close':
      case 'count':
        return go(step.next, state);
      case 'pick':
        return go(step.next, this.#choices.pick(step, state));
      case 'choose':
        for (const [next, part] of this.#choices.divide(step, state)) go(next, part);
        return undefined;
      case 'end':
        return addStates(at.exits.ends, at.id, [state]);
      default:
        return assertNever(step);
    }
  }

  #test(step: Extract<Step, { kind: 'test' }>, state: State, { id, go, held, not }: Place): void {
    const rule = step.of?.kind === 'rule' ? step.of.rule : undefined;
    // What only a trace is to name decides nothing.
    const isIdle = step.yes === step.no && rule === undefined;
    if (isIdle && this.options.seen === undefined) return go(step.no, state, held);
    const condition = this.#conditions.of(step.when, state);
    const yes = stateWhere(this.#diagram, state, condition);
    this.options.seen?.(id, step, state.packets, yes?.packets ?? FALSE, state);
    if (yes !== undefined && rule !== undefined) {
      go(step.yes, this.#remember(yes, { rule: this.#ruleNode(rule) }));
    } else go(step.yes, yes, held);
    if (yes === undefined) return go(step.no, state, not);
    if (yes.packets !== state.packets) {
      go(step.no, stateUnless(this.#diagram, state, condition), not);
    }
    return undefined;
  }

  /** Whether a connection's address is that of a packet of which it is independent is left open: it would be a case for every address. */
  #same(a: Vector, b: Vector, care: Node): Node {
    const { space } = this.options;
    const isFree = a.concat(b).some((bit) => isOfConnection(this.#diagram.level(bit)));
    if (!isFree) return isSame(this.#diagram, a, b, care);
    const [open = FALSE] = space.choice(`${a.join(' ')} = ${b.join(' ')}`, 0, 2);
    return open;
  }

  #lookup(step: Extract<Step, { kind: 'lookup' }>, state: State, at: Place): void {
    const { go } = at;
    const live = at.readings.at(step.hit).live;
    const found = lookUp(step.table, this.#lookupOf(state, live), this.#tables);
    const { findings } = this.options;
    const places = this.#places.of(findings, found, live, () =>
      this.#diagram.valuesOf(found).flatMap((value) => {
        const resolution = findings.resolution(value);
        return resolution === undefined ? [] : [[value, resolution.assignments] as const];
      }),
    );
    go(step.miss, stateUnless(this.#diagram, state, places.known));
    for (const { after, place } of this.#places.apart(state, places)) {
      const hit = changeHeld(after, ({ memory }) => ({
        memory: { ...memory, found: place, foundRule: memory.rule },
      }));
      go(step.hit, hit);
    }
  }

  #map(step: Extract<Step, { kind: 'map' }>, state: State, at: Place): void {
    const { place, changes } = mapDestination(step.map, this.#lookupOf(state, 0n), this.#tables);
    const places = this.#places.of(step.map, place, at.readings.at(step.next).live, () => [
      ...changes,
    ]);
    for (const { after } of this.#places.apart(state, places)) at.go(step.next, after);
  }

  #found(
    state: State,
    step: { readonly resolution: Resolution; readonly byRule: boolean },
    live: LiveSet,
  ): State {
    const changed = this.#changed(state, step.resolution.assignments);
    const none = this.#diagram.terminal(0);
    const found = this.#diagram.terminal(this.options.findings.numberOf(step.resolution, live));
    return changeHeld(changed, ({ memory }) => ({
      memory: { ...memory, found, foundRule: step.byRule ? memory.rule : none },
    }));
  }

  /**
   * States that differ only in what the subroutine leaves alone run through it as one, and get back what is theirs when it is left.
   */
  #call(step: Extract<Step, { kind: 'call' }>, states: readonly State[], at: Place): void {
    for (const one of states) this.options.seen?.(at.id, step, one.packets, one.packets, one);
    const forgets = step.of?.kind === 'lookup';
    const rule = this.#diagram.terminal(0);
    const entering = forgets ? states.map((state) => this.#remember(state, { rule })) : states;
    const inner = {
      live: this.#liveness.afterCall(step.frame, at.readings.at(step.next).live, at.after.live),
      decides: this.#decides.afterCall(
        step.frame,
        at.readings.at(step.next).decides,
        at.after.decides,
      ),
    };
    const touched = this.#liveness.touched(step.target);
    const groups = this.#alikeFor(step.target, entering, inner.live);
    const single = groups.flatMap((group) => (group.length === 1 ? group : []));
    if (single.length > 0) this.#leave(step, this.#subroutine(step.target, single, inner), at);
    for (const group of groups) {
      if (group.length === 1) continue;
      const one = { ...joinAlike(this.#diagram, group), variants: undefined };
      const exits = this.#subroutine(step.target, [one], inner);
      this.#leave(step, giveBackAll(this.#diagram, one, group, exits, partsOf(touched)), at);
    }
  }

  /** States in groups that differ only in what a subroutine leaves alone. */
  #alikeFor(
    entry: StepId,
    states: readonly State[],
    after: LiveAfter,
  ): readonly (readonly State[])[] {
    const live = this.#liveness.before(entry, after).get(entry) ?? 0n;
    const read = partsOf(this.#liveness.touched(entry) & live);
    return groupHeld(
      states.flatMap((state) => splitVariants(this.#diagram, state, read)),
      read,
    );
  }

  /** Packets like those of the states go their way; these go on as they were, but for what they share. */
  #emit(step: Extract<Step, { kind: 'emit' }>, states: readonly State[], at: Place): void {
    for (const one of states) this.options.seen?.(at.id, step, one.packets, one.packets, one);
    const { live, decides } = at.readings.at(step.next);
    const inner = {
      live: this.#liveness.afterEmitted(live),
      decides: this.#decides.afterEmitted(decides),
    };
    for (const group of this.#alikeFor(step.to, states, inner.live)) {
      const one = { ...joinAlike(this.#diagram, group), variants: undefined };
      const { ends } = this.#subroutine(step.to, [one], inner);
      for (const [id, ended] of ends) {
        const emitted = this.#diagram.terminal(
          copyFateNumber(endAt(this.program.steps, id).ending),
        );
        for (const state of ended.flatMap((left) =>
          giveBack(this.#diagram, one, group, left, SHARED),
        )) {
          at.go(step.next, this.#remember(state, { emitted }));
        }
      }
    }
  }

  #leave(step: Extract<Step, { kind: 'call' }>, exits: Exits, { go, exits: outer }: Place): void {
    for (const state of exits[step.frame]) go(step.next, state);
    // What leaves a table from inside one of its chains leaves the chain too.
    if (step.frame === 'chain') outer.table.push(...exits.table);
    for (const [id, states] of exits.ends) addStates(outer.ends, id, states);
  }

  #track(state: State, zones: boolean): readonly State[] {
    const { family } = this.program;
    return trackPackets(this.#diagram, state, this.options.connections, { family, zones });
  }

  #changed(state: State, assignments: Resolution['assignments']): State {
    if (assignments.length === 0) return state;
    return changeHeld(state, ({ registers }) => ({
      registers: changeRegisters(this.#diagram, assignments, registers),
    }));
  }

  #remember(state: State, what: Partial<State['memory']>): State {
    return changeHeld(state, ({ memory }) => ({ memory: { ...memory, ...what } }));
  }

  #lookupOf(state: State, live: LiveSet): Lookup {
    const { registers, packets } = state;
    const { findings } = this.options;
    const { family } = this.program;
    const condition = (when: Predicate): Node => this.#conditions.of(when, state);
    return { diagram: this.#diagram, family, findings, registers, packets, live, condition };
  }

  #ruleNode(rule: Rule): Node {
    const place = this.rules.indexOf(rule);
    return this.#diagram.terminal(place < 0 ? this.rules.push(rule) : place + 1);
  }
}

/** What packets that are of one connection share. */
const SHARED = partsOf(liveFields(SHARED_FIELDS));

function endAt(steps: Program['steps'], id: StepId): Arrival['step'] {
  const step = stepAt(steps, id);
  if (step.kind !== 'end') throw new TypeError('an end is an end');
  return step;
}

/** A step, and where to go on. */
interface Place {
  readonly id: StepId;
  readonly go: Go;
  readonly exits: Exits;
  readonly after: After;
  readonly readings: Readings;
  /** The ways of a test. */
  readonly held: Way;
  readonly not: Way;
}

/** Has a state go on at a step, as {@link Worklist} takes it. */
type Go = (id: StepId, state: State | undefined, from?: Way) => void;
