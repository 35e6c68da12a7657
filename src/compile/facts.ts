import { assertNever } from '../assert-never.js';
import { apply } from '../evaluate/apply.js';
import { holds } from '../evaluate/holds.js';
import { ROUTE_REGISTERS } from '../evaluate/evaluate.js';
import { zeroRegisters } from '../evaluate/registers.js';
import { SOCKET_READ } from '../connection/socket.js';
import { ADDRESS_FIELDS, FIELD_NAMES, type Field } from '../packet/field.js';
import type { Assignment } from '../predicate/assignment.js';
import { all, ALWAYS, any, NEVER, not, type Predicate } from '../predicate/predicate.js';
import type { ChoicePoint, HashKey } from '../program/choice-point.js';
import type { Program } from '../program/program.js';
import { stepAt } from '../program/program.js';
import type { Step, StepId } from '../program/step.js';
import { flatTable } from './flat-table.js';
import { INPUT_FIELDS, OUTPUT_FIELDS } from './slots.js';

/** Registers that connection tracking reads and writes. */
const TRACKED_READ: readonly Field[] = [
  ...ADDRESS_FIELDS.src,
  ...ADDRESS_FIELDS.dst,
  'protocol',
  'sport',
  'dport',
  'icmpType',
  'icmpCode',
  'tcpFlags',
  'ctstate',
  'ctmark',
];
const TRACKED_WRITTEN: readonly Field[] = [
  ...ADDRESS_FIELDS.ctSrc,
  ...ADDRESS_FIELDS.ctDst,
  'ctSport',
  'ctDport',
  'ctstate',
  'ctknown',
  'ctreply',
  'ctmark',
  'ctnat',
  'ctsnat',
  'ctdnat',
  'ctmasq',
];

/** What holds for every packet that comes by one entry of a program. */
export class Facts {
  /** Steps that a packet can come to, in the order of their ids. */
  readonly reachable: readonly StepId[];
  /** Registers that nothing changes, with their value. */
  readonly constants: ReadonlyMap<Field, number>;
  /** Registers on which the packet's fate can depend. */
  readonly live: ReadonlySet<Field>;

  constructor(
    program: Program,
    readonly entry: 'output' | 'input',
  ) {
    this.reachable = reach(program, program[entry]);
    const steps = this.reachable.map((id) => stepAt(program.steps, id));
    const assignments = steps.flatMap((step) => assignmentsOf(program, step));
    this.constants = findConstants(entry, steps, assignments);
    this.live = this.#findLive(program, steps, assignments);
  }

  /** The predicate without what is known. */
  simplify(when: Predicate): Predicate {
    switch (when.kind) {
      case 'masked':
      case 'range':
        return this.#decided(when, [when.field]);
      case 'same':
        return when.field === when.other ? ALWAYS : this.#decided(when, [when.field, when.other]);
      case 'not':
        return not(this.simplify(when.of));
      case 'all':
        return all(when.of.map((part) => this.simplify(part)));
      case 'any':
        return any(when.of.map((part) => this.simplify(part)));
      default:
        return assertNever(when);
    }
  }

  /** The changes that matter, with what is known in the place of registers. */
  relevant(assignments: readonly Assignment[]): readonly Assignment[] {
    return assignments.flatMap((assignment): readonly Assignment[] => {
      const { to } = assignment;
      if (this.constants.has(to) || !this.live.has(to)) return [];
      if (assignment.kind !== 'copy' || !this.constants.has(assignment.from)) return [assignment];
      // What is copied is known: the copy into an empty register tells the bits.
      const { [to]: value } = this.#after({ ...assignment, keep: 0 }, assignment.from);
      return [{ kind: 'bits', to, keep: assignment.keep, value }];
    });
  }

  #after(assignment: Assignment, from: Field): Record<Field, number> {
    const registers = zeroRegisters();
    registers[from] = this.constants.get(from) ?? 0;
    apply([assignment], registers);
    return registers;
  }

  #decided(when: Predicate, fields: readonly Field[]): Predicate {
    if (!fields.every((field) => this.constants.has(field))) return when;
    const registers = zeroRegisters();
    for (const field of fields) registers[field] = this.constants.get(field) ?? 0;
    return holds(when, registers) ? ALWAYS : NEVER;
  }

  #findLive(
    program: Program,
    steps: readonly Step[],
    assignments: readonly Assignment[],
  ): ReadonlySet<Field> {
    const live = new Set<Field>(OUTPUT_FIELDS);
    const addAll = (fields: Iterable<Field>): void => {
      for (const field of fields) live.add(field);
    };
    for (const step of steps) addAll(this.#readBy(program, step));
    for (let before = -1; before !== live.size;) {
      before = live.size;
      for (const assignment of assignments) {
        if (assignment.kind === 'copy' && live.has(assignment.to)) live.add(assignment.from);
      }
    }
    return live;
  }

  #readBy(program: Program, step: Step): Iterable<Field> {
    switch (step.kind) {
      case 'test':
        return fieldsOf(this.simplify(step.when));
      case 'lookup': {
        const tests = flatTable(program.family, step.table).shapes.flatMap((shape) =>
          shape.flatMap(({ when }) => [...fieldsOf(this.simplify(when))]),
        );
        return [...ADDRESS_FIELDS.flowDst, ...tests];
      }
      case 'map':
        return ADDRESS_FIELDS.flowDst;
      case 'track':
      case 'confirm':
        return [...TRACKED_READ, ...TRACKED_WRITTEN];
      case 'count':
        return ['length'];
      case 'choose':
        return chosenBy(step.choice);
      case 'open':
      case 'close':
        return SOCKET_READ;
      default:
        return [];
    }
  }
}

/** The registers that `keep` puts aside and `recall` takes back. */
export const KEPT_FIELDS: readonly Field[] = ROUTE_REGISTERS;

/** The registers that a predicate reads. */
function* fieldsOf(when: Predicate): Iterable<Field> {
  switch (when.kind) {
    case 'masked':
    case 'range':
      yield when.field;
      break;
    case 'same':
      yield when.field;
      yield when.other;
      break;
    case 'not':
      yield* fieldsOf(when.of);
      break;
    case 'all':
    case 'any':
      for (const part of when.of) yield* fieldsOf(part);
      break;
    default:
      assertNever(when);
  }
}

function chosenBy({ by }: ChoicePoint): readonly Field[] {
  switch (by.kind) {
    case 'hash':
      return hashedFields(by.key);
    case 'socket':
      return SOCKET_READ;
    case 'memory':
      return [];
    default:
      return assertNever(by);
  }
}

function hashedFields({ src, dst, ...others }: HashKey): readonly Field[] {
  const { protocol, sport, dport, flowLabel } = others;
  const known = [protocol, sport, dport, flowLabel].filter((field) => typeof field === 'string');
  const addresses = [src, dst].flatMap((field) =>
    field === undefined ? [] : ADDRESS_FIELDS[field],
  );
  return [...addresses, ...known];
}

function reach(program: Program, entry: StepId): readonly StepId[] {
  const seen = new Set([entry]);
  // A step's successors are made before it: one walk down the ids meets every step after all that lead to it.
  for (let id = entry; id >= 0; id--) {
    if (!seen.has(id)) continue;
    for (const next of successorsOf(stepAt(program.steps, id))) seen.add(next);
  }
  return [...seen].toSorted((a, b) => a - b);
}

function successorsOf(step: Step): readonly StepId[] {
  switch (step.kind) {
    case 'test':
      return [step.yes, step.no];
    case 'lookup':
      return [step.hit, step.miss];
    case 'call':
      return [step.target, step.next];
    case 'choose':
      return step.options;
    case 'end':
    case 'return':
      return [];
    default:
      return [step.next];
  }
}

/** The changes that a step can make. */
function assignmentsOf(program: Program, step: Step): readonly Assignment[] {
  switch (step.kind) {
    case 'assign':
      return step.assignments;
    case 'resolve':
      return step.resolution.assignments;
    case 'lookup':
      return flatTable(program.family, step.table).shapes.flatMap((shape) =>
        shape.flatMap(({ resolution }) => (resolution === 'throw' ? [] : resolution.assignments)),
      );
    default:
      return [];
  }
}

/** Takes every register that doesn't come with the packet as constant, until something contradicts. */
function findConstants(
  entry: 'output' | 'input',
  steps: readonly Step[],
  assignments: readonly Assignment[],
): ReadonlyMap<Field, number> {
  const registers = zeroRegisters();
  const constants = new Set<Field>(FIELD_NAMES);
  for (const field of INPUT_FIELDS) constants.delete(field);
  registers.socket = entry === 'output' ? 1 : 0;
  constants.add('socket');
  if (entry === 'output') constants.add('iif');
  for (const step of steps) {
    if (step.kind === 'track') for (const field of TRACKED_WRITTEN) constants.delete(field);
    if (step.kind === 'map') for (const field of step.map.fields) constants.delete(field);
  }
  for (let before = -1; before !== constants.size;) {
    before = constants.size;
    for (const assignment of assignments) {
      const { to } = assignment;
      if (!constants.has(to)) continue;
      const known = assignment.kind !== 'copy' || constants.has(assignment.from);
      const value = registers[to];
      apply([assignment], registers);
      if (!known || registers[to] !== value) constants.delete(to);
      registers[to] = value;
    }
  }
  return new Map([...constants].map((field) => [field, registers[field]]));
}
