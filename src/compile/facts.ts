import { assertNever } from '../assert-never.js';
import { apply } from '../evaluate/apply.js';
import { holds } from '../evaluate/holds.js';
import { zeroRegisters } from '../evaluate/registers.js';
import { FIELD_NAMES, isField, type Field } from '../packet/field.js';
import type { Assignment } from '../predicate/assignment.js';
import { visitFields } from '../predicate/fields-of.js';
import { all, ALWAYS, any, NEVER, not, type Predicate } from '../predicate/predicate.js';
import { changesOf, changesOfMap, SEARCHED, type Effect } from '../program/effect.js';
import { OUTCOME_FIELDS } from '../program/ending.js';
import { visitEffects } from '../program/flow.js';
import type { LoweredTable } from '../program/lowered-table.js';
import type { Program } from '../program/program.js';
import { stepAt } from '../program/program.js';
import type { StepId } from '../program/step.js';
import { successors } from '../program/successors.js';
import { flatTable, type ShapeCandidate } from './flat-table.js';
import { INPUT_FIELDS } from './slots.js';

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
    this.reachable = reachFrom(program, program[entry]);
    const effects: Effect[] = [];
    const assignments: Assignment[] = [];
    const take = (effect: Effect): void => {
      effects.push(effect);
      for (const assignment of changesBy(program, effect)) assignments.push(assignment);
    };
    for (const id of this.reachable) visitEffects(stepAt(program.steps, id), take);
    this.constants = findConstants(entry, effects, assignments);
    this.live = this.#findLive(program, effects, assignments);
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
      // What is copied is known: the copy into an empty register shows the bits.
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
    effects: readonly Effect[],
    assignments: readonly Assignment[],
  ): ReadonlySet<Field> {
    const live = new Set<Field>(OUTCOME_FIELDS);
    const add = (field: Field): void => void live.add(field);
    for (const effect of effects) this.#visitRead(program, effect, add);
    for (let before = -1; before !== live.size;) {
      before = live.size;
      for (const assignment of assignments) {
        if (assignment.kind === 'copy' && live.has(assignment.to)) live.add(assignment.from);
      }
    }
    return live;
  }

  /** The registers that an effect reads, but for those whose value is known. What changes copy is followed by itself. */
  #visitRead(program: Program, effect: Effect, visit: (field: Field) => void): void {
    switch (effect.kind) {
      case 'ask':
        return visitFields(this.simplify(effect.when), visit);
      case 'search':
        SEARCHED.forEach(visit);
        for (const { when } of candidatesOf(program, effect.table)) {
          visitFields(this.simplify(when), visit);
        }
        return undefined;
      case 'map':
        return SEARCHED.forEach(visit);
      case 'read':
        for (const cell of effect.cells) if (isField(cell)) visit(cell);
        return undefined;
      case 'change':
      case 'take':
      case 'write':
      case 'move':
        return undefined;
      default:
        return assertNever(effect);
    }
  }
}

/** The steps to which a packet can come from one, in the order of their ids. */
export function reachFrom(program: Program, entry: StepId): readonly StepId[] {
  const seen = new Set([entry]);
  // A step's successors are made before it: one walk down the ids meets every step after all that lead to it.
  for (let id = entry; id >= 0; id--) {
    if (!seen.has(id)) continue;
    for (const next of successors(stepAt(program.steps, id))) seen.add(next);
  }
  return [...seen].toSorted((a, b) => a - b);
}

/** The candidates of a table, those of prefixes whose routes are lowered alike once. */
function candidatesOf({ family }: Program, table: LoweredTable): readonly ShapeCandidate[] {
  return flatTable(family, table).shapes.flat();
}

/** The changes that an effect can make. */
function changesBy(program: Program, effect: Effect): readonly Assignment[] {
  switch (effect.kind) {
    case 'change':
      return effect.assignments;
    case 'take':
      return candidatesOf(program, effect.table).flatMap(({ resolution }) => changesOf(resolution));
    case 'map':
      return changesOfMap(effect.map);
    case 'ask':
    case 'search':
    case 'read':
    case 'write':
    case 'move':
      return [];
    default:
      return assertNever(effect);
  }
}

/** Takes every register that doesn't come with the packet as constant, until something contradicts. */
function findConstants(
  entry: 'output' | 'input',
  effects: readonly Effect[],
  assignments: readonly Assignment[],
): ReadonlyMap<Field, number> {
  const registers = zeroRegisters();
  const constants = new Set<Field>(FIELD_NAMES);
  for (const field of INPUT_FIELDS) constants.delete(field);
  registers.socket = entry === 'output' ? 1 : 0;
  constants.add('socket');
  if (entry === 'output') constants.add('iif');
  for (const effect of effects) {
    // What is moved is the same register's own, put aside and taken back.
    if (effect.kind !== 'write') continue;
    for (const cell of effect.cells) if (isField(cell)) constants.delete(cell);
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
