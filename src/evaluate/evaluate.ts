import { tick } from '../bound.js';
import { assertNever } from '../assert-never.js';
import type { Family } from '../address/family.js';
import type { Field } from '../packet/field.js';
import type { NatPick, NatRange } from '../connection/nat-range.js';
import type { ChoicePoint } from '../program/choice-point.js';
import { ROUTE_REGISTERS, SHARED_FIELDS } from '../program/cell.js';
import { copyFate, type CopyFate, type Ending } from '../program/ending.js';
import type { Note } from '../program/note.js';
import type { Program } from '../program/program.js';
import { stepAt } from '../program/program.js';
import type { Resolution } from '../program/resolution.js';
import type { Frame, Step, StepId } from '../program/step.js';
import type { Route } from '../fib/route.js';
import type { Rule } from '../rpdb/rule.js';
import { apply } from './apply.js';
import { holds } from './holds.js';
import { loadAddress, type Registers } from './registers.js';

/** What the last route lookup found. */
export interface Found {
  readonly resolution: Resolution;
  /** The rule of the policy database that led to it; undefined when none did. */
  readonly rule: Rule | undefined;
}

/** What happens while a program runs, for whoever wants to know. */
export interface Observer {
  /** A step with a note was done: with the registers before and after it, and for a test whether it held. */
  step?(event: StepEvent): void;
  /** A rule or a policy counts the packet. */
  count?(counter: number, bytes: number): void;
  /** A packet that was emitted has come to its end: all steps since that which emitted it were its own. */
  emitted?(walked: Walked): void;
}

/** One noted step as it was done. */
export interface StepEvent {
  readonly note: Note;
  /** The step itself: a test's predicate says why it held or not. */
  readonly step: Step;
  /** Whether a test held, a lookup hit, or a choice fell on its first option; true for other steps. */
  readonly held: boolean;
  readonly registers: Readonly<Registers>;
  /** The registers before the step, when it is one that changes the packet. */
  readonly before: Readonly<Registers> | undefined;
  /** What the last lookup found, after the step. */
  readonly found: Found | undefined;
  /** The throw route that made a table give nothing; undefined for what else happens. */
  readonly thrown: Route | undefined;
  /** How many chains have been called, one from another, in the table at hand. */
  readonly depth: number;
}

/** Which way a choice point goes. */
export interface Chooser {
  /** The index of the option that is taken. */
  choose(choice: ChoicePoint, registers: Readonly<Registers>): number;
}

/** Tracks connections: what `track`, `confirm`, `pick` and `forget` do. */
export interface Tracker {
  track(registers: Registers, family: Family): void;
  confirm(registers: Registers, family: Family, kept: boolean): boolean;
  makeUnique(range: NatRange, registers: Registers, family: Family, kept: boolean): void;
  pick(pick: NatPick, registers: Registers, family: Family, kept: boolean): number;
  forget(): void;
}

/** Keeps the TCP connections of local sockets: what `open` and `close` do. */
export interface Sockets {
  open(read: (field: Field) => number, family: Family, transparent: boolean): void;
  close(read: (field: Field) => number, family: Family): void;
}

/** What a walk needs beside the program and the packet: the host's memory. */
export interface Memory {
  readonly chooser: Chooser;
  readonly tracker: Tracker;
  readonly sockets: Sockets;
}

/** How a walk ended. */
export interface Evaluation {
  readonly family: Family;
  readonly ending: Ending;
  readonly registers: Registers;
  readonly found: Found | undefined;
  /** What became of the copy for the sender that it emitted; null when it emitted none. */
  readonly copy: CopyFate | null;
}

/** How a walk of the plain interpreter ended. */
export interface Walked extends Evaluation {
  /**
   * The usable route that a table of the last lookup gave last; undefined when none did. A rule may have suppressed it since, or a sibling
   * taken its place: the kernel's answer keeps some of it.
   */
  readonly hit: Route | undefined;
  /** The walks of the packets that it emitted, in the order in which they ended. */
  readonly emitted: readonly Walked[];
}

/** To say why a step went as it did takes so many pieces of work. */
const OBSERVED_PIECES = 8;

/**
 * Runs a program, step by step, from an entry to its end: the plain interpreter, by which the faster ones are judged.
 *
 * @param registers - the packet; changed in place
 */
export function evaluate(
  program: Pick<Program, 'steps' | 'family'>,
  entry: StepId,
  registers: Registers,
  memory: Memory,
  observer: Observer = {},
): Walked {
  return walkFrom(program, entry, beginWalk(registers), memory, observer);
}

/** What a walk carries from step to step, but for the subroutines that are open: all that steps read and write of the packet. */
export interface WalkState {
  readonly registers: Registers;
  /** What the last lookup found. */
  found: Found | undefined;
  hit: Walked['hit'];
  /** The rule of the policy database whose selectors held last. */
  rule: Rule | undefined;
  /** What `keep` put aside last. */
  kept: Kept | undefined;
  emitted: readonly Walked[];
}

interface Kept extends Pick<WalkState, 'found' | 'hit'> {
  readonly registers: Readonly<Record<string, number>>;
}

/** The state in which a packet's walk begins. */
export function beginWalk(registers: Registers): WalkState {
  return {
    registers,
    found: undefined,
    hit: undefined,
    rule: undefined,
    kept: undefined,
    emitted: [],
  };
}

/**
 * {@link evaluate} from any state, which is changed in place. A packet that is emitted goes its whole way before the one that emitted it goes on:
 * what comes back in is received at once. A program has no cycle, and so no packet emits without end. Source: `netif_rx`.
 */
export function walkFrom(
  program: Pick<Program, 'steps' | 'family'>,
  entry: StepId,
  state: WalkState,
  memory: Memory,
  observer: Observer = {},
): Walked {
  const { registers } = state;
  const walk = new Walk(program.family, state, memory, observer);
  for (let id = entry; ;) {
    tick();
    const step = stepAt(program.steps, id);
    if (step.kind === 'end') {
      const { found, hit, emitted } = state;
      const copy = copyFate(emitted.at(-1)?.ending);
      const { ending } = step;
      return { family: program.family, ending, registers, found, copy, hit, emitted };
    }
    const { note } = step;
    const observed = note !== undefined && observer.step !== undefined;
    const changes = step.kind === 'assign' || step.kind === 'unique';
    const before = observed && changes ? { ...registers } : undefined;
    const { next, held, thrown } = walk.take(step);
    if (observed) {
      tick(OBSERVED_PIECES);
      const { found } = state;
      const { depth } = walk;
      observer.step?.({ note, step, held, registers, before, found, thrown, depth });
    }
    if (step.kind === 'emit') emit(program, step.to, state, memory, observer);
    id = next;
  }
}

/** A packet like that of a walk goes its way; the walk's own stays as it is, but for what they share. */
function emit(
  program: Pick<Program, 'steps' | 'family'>,
  entry: StepId,
  state: WalkState,
  memory: Memory,
  observer: Observer,
): void {
  const { found, hit, rule } = state;
  const registers = { ...state.registers };
  const from = { ...beginWalk(registers), found, hit, rule };
  const walked = walkFrom(program, entry, from, memory, observer);
  for (const field of SHARED_FIELDS) state.registers[field] = registers[field];
  state.emitted = [...state.emitted, walked];
  observer.emitted?.(walked);
}

/** Where a step leads, and whether it held. */
interface Taken {
  readonly next: StepId;
  readonly held: boolean;
  /** The throw route that ended a lookup. */
  readonly thrown?: Route;
}

/** One packet's walk through a program. */
class Walk {
  private readonly registers: Registers;
  readonly #frames: { readonly frame: Frame; readonly next: StepId }[] = [];

  constructor(
    private readonly family: Family,
    private readonly state: WalkState,
    private readonly memory: Memory,
    private readonly observer: Observer,
  ) {
    this.registers = state.registers;
  }

  /** How many frames of chains are open within the innermost table. */
  get depth(): number {
    return this.#frames.length - 1 - this.#frames.findLastIndex(({ frame }) => frame === 'table');
  }

  take(step: Exclude<Step, { kind: 'end' }>): Taken {
    switch (step.kind) {
      case 'test':
        return this.#test(step);
      case 'assign':
        apply(step.assignments, this.registers);
        return on(step.next);
      case 'lookup':
        return this.#lookup(step);
      case 'map':
        apply(step.map.changesFor(this.#destination()), this.registers);
        return on(step.next);
      case 'resolve':
        this.#find(step.resolution, step.byRule ? this.state.rule : undefined);
        return on(step.next);
      case 'keep':
        this.state.kept = keep(this.state);
        return on(step.next);
      case 'recall':
        this.#recall();
        return on(step.next);
      case 'track':
        this.memory.tracker.track(this.registers, this.family);
        return on(step.next);
      case 'confirm':
        return this.#confirm(step);
      case 'unique':
        this.memory.tracker.makeUnique(step.range, this.registers, this.family, step.kept);
        return on(step.next);
      case 'forget':
        this.memory.tracker.forget();
        return on(step.next);
      case 'open':
        this.memory.sockets.open(this.#read, this.family, step.transparent);
        return on(step.next);
      case 'close':
        this.memory.sockets.close(this.#read, this.family);
        return on(step.next);
      case 'call':
        this.#frames.push({ frame: step.frame, next: step.next });
        if (step.of?.kind === 'lookup') this.#forget();
        return on(step.target);
      case 'return':
        return on(this.#leave(step.frame));
      case 'count':
        this.observer.count?.(step.counter, this.registers.length);
        return on(step.next);
      case 'pick':
        return this.#pick(step);
      case 'choose':
        return this.#choose(step);
      case 'emit':
        return on(step.next);
      default:
        return assertNever(step);
    }
  }

  readonly #read = (field: Field): number => this.registers[field];

  #test(step: Extract<Step, { kind: 'test' }>): Taken {
    const held = holds(step.when, this.registers);
    if (held && step.of?.kind === 'rule') this.state.rule = step.of.rule;
    return { next: held ? step.yes : step.no, held };
  }

  #lookup(step: Extract<Step, { kind: 'lookup' }>): Taken {
    for (const candidate of step.table.candidatesFor(this.#destination())) {
      if (!holds(candidate.when, this.registers)) continue;
      if (candidate.resolution === 'throw') {
        return { next: step.miss, held: false, thrown: candidate.route };
      }
      const { error, route } = candidate.resolution;
      if (error === undefined) this.state.hit = route;
      this.#find(candidate.resolution, this.state.rule);
      return { next: step.hit, held: true };
    }
    return { next: step.miss, held: false };
  }

  #destination(): readonly number[] {
    return loadAddress(this.registers, 'flowDst', this.family).words;
  }

  #pick({ pick, to, kept, next }: Extract<Step, { kind: 'pick' }>): Taken {
    const number = this.memory.tracker.pick(pick, this.registers, this.family, kept);
    this.registers[to] = number;
    return on(next);
  }

  #confirm({ kept, next, clash }: Extract<Step, { kind: 'confirm' }>): Taken {
    const held = this.memory.tracker.confirm(this.registers, this.family, kept);
    return { next: held ? next : clash, held };
  }

  #choose({ choice, options }: Extract<Step, { kind: 'choose' }>): Taken {
    const option = this.memory.chooser.choose(choice, this.registers);
    const next = options[option];
    if (next === undefined) throw new RangeError(`option: 0..${options.length - 1}, got ${option}`);
    return { next, held: option === 0 };
  }

  #find(resolution: Resolution, rule: Rule | undefined): void {
    apply(resolution.assignments, this.registers);
    this.state.found = { resolution, rule };
  }

  #recall(): void {
    const { kept } = this.state;
    if (kept === undefined) return;
    this.state.found = kept.found;
    this.state.hit = kept.hit;
    Object.assign(this.registers, kept.registers);
  }

  /** A lookup begins: no rule has matched yet, and no table has given a route. */
  #forget(): void {
    this.state.rule = undefined;
    this.state.hit = undefined;
  }

  /** Closes frames up to and with the innermost one of the kind. */
  #leave(frame: Frame): StepId {
    for (;;) {
      const open = this.#frames.pop();
      if (open === undefined) throw new RangeError(`frame: no ${frame} is open`);
      if (open.frame === frame) return open.next;
    }
  }
}

function keep({ found, hit, registers }: WalkState): Kept {
  const kept = ROUTE_REGISTERS.map((register) => [register, registers[register]]);
  return { found, hit, registers: Object.fromEntries(kept) };
}

function on(next: StepId): Taken {
  return { next, held: true };
}
