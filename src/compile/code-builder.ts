import { tick } from '../bound.js';
import { assertNever } from '../assert-never.js';
import { fieldMax, type Field } from '../packet/field.js';
import type { Assignment } from '../predicate/assignment.js';
import { not, type Predicate } from '../predicate/predicate.js';
import type { Facts } from './facts.js';
import type { AddressTest } from './flat-program.js';
import { OP } from './op.js';
import { slotOf } from './slots.js';
import { groupTests, RUN_MIN, RUN_WORDS, SIGN, writeRun } from './test-index.js';
import { WordWriter } from './word-writer.js';

/** A test of a run: where it leads when it holds. When it doesn't, the next one follows. */
export interface RunTest {
  readonly when: Predicate;
  readonly yes: number;
}

const SIDE_OF: ReadonlyMap<Field, AddressTest['side']> = new Map([
  ['src', 'src'],
  ['flowSrc', 'src'],
  ['dst', 'dst'],
  ['flowDst', 'dst'],
]);

/** Writes instructions, each after those to which it leads. */
export class CodeBuilder {
  readonly code = new WordWriter();
  /** Place 0 means nothing. */
  readonly heap = new WordWriter(1);
  readonly addressTests: AddressTest[] = [];

  constructor(readonly facts: Facts) {}

  /** A test of a predicate that is simplified already. */
  test(when: Predicate, yes: number, no: number): number {
    tick();
    switch (when.kind) {
      case 'masked':
        this.#noteAddressTest(when);
        return this.code.add(OP.masked, slotOf(when.field), when.mask, when.value, yes, no);
      case 'range':
        return this.code.add(
          OP.range,
          slotOf(when.field),
          when.from ^ SIGN,
          when.to ^ SIGN,
          yes,
          no,
        );
      case 'same':
        return this.code.add(OP.same, slotOf(when.field), slotOf(when.other), yes, no);
      case 'not':
        return this.test(when.of, no, yes);
      case 'any':
        return this.run(
          when.of.map((part) => ({ when: part, yes })),
          no,
        );
      case 'all':
        // All parts hold when none of their opposites does.
        return this.run(
          when.of.map((part) => ({ when: not(part), yes: no })),
          yes,
        );
      default:
        return assertNever(when);
    }
  }

  /** A run of tests whose ends are there already. */
  run(tests: readonly RunTest[], exit: number): number {
    const run = this.openRun(
      tests.map(({ when }) => when),
      exit,
    );
    return tests.reduceRight((_, { yes }, position) => run.add(position, yes), exit);
  }

  /** Begins a run of tests; they are added from the last to the first. */
  openRun(tests: readonly Predicate[], exit: number): Run {
    const groups = tests.length < RUN_MIN ? undefined : groupTests(tests);
    if (groups === undefined) return new WalkedRun(this, tests, exit);
    const at = writeRun(this.heap, tests.length, groups);
    this.heap.put(at + 1, exit);
    return new IndexedRun(this, tests, exit, at, new Set(groups.flatMap((group) => group.tests)));
  }

  #noteAddressTest({ field, mask, value }: Extract<Predicate, { kind: 'masked' }>): void {
    const side = SIDE_OF.get(field);
    if (side !== undefined) this.addressTests.push({ side, mask: mask | 0, value: value | 0 });
  }

  /** Changes of registers, then `next`. */
  assign(assignments: readonly Assignment[], next: number): number {
    const parts = batches(this.facts.relevant(assignments));
    return parts.reduceRight((after, part) => this.#change(part, after), next);
  }

  #change(part: Batch, next: number): number {
    switch (part.kind) {
      case 'sets':
      case 'moves':
        return this.code.add(OP[part.kind], part.words.length / 2, next, ...part.words);
      case 'bits':
      case 'copy':
      case 'add':
        return this.#single(part, next);
      default:
        return assertNever(part);
    }
  }

  #single(assignment: Assignment, next: number): number {
    const to = slotOf(assignment.to);
    switch (assignment.kind) {
      case 'bits':
        return this.code.add(OP.bits, to, assignment.keep, assignment.value, next);
      case 'copy': {
        const { keep, from, shift } = assignment;
        // Bits that the register can't hold are lost: of what is taken, only the rest counts.
        const take = assignment.take & unshifted(fieldMax(assignment.to), shift);
        return this.code.add(OP.copy, to, keep, slotOf(from), take, shift, next);
      }
      case 'add':
        return this.code.add(OP.add, to, assignment.by, fieldMax(assignment.to), next);
      default:
        return assertNever(assignment);
    }
  }
}

/** A run while it's being written. */
export interface Run {
  /** Adds the test at a position; gives where a packet enters that can meet the tests from there on. */
  add(position: number, yes: number): number;
}

class WalkedRun implements Run {
  #next: number;

  constructor(
    private readonly builder: CodeBuilder,
    private readonly tests: readonly Predicate[],
    exit: number,
  ) {
    this.#next = exit;
  }

  add(position: number, yes: number): number {
    this.#next = addTest(this.builder, this.tests[position], yes, this.#next);
    return this.#next;
  }
}

class IndexedRun implements Run {
  #next: number;

  constructor(
    private readonly builder: CodeBuilder,
    private readonly tests: readonly Predicate[],
    exit: number,
    private readonly at: number,
    private readonly grouped: ReadonlySet<number>,
  ) {
    this.#next = exit;
  }

  add(position: number, yes: number): number {
    const body = addTest(this.builder, this.tests[position], yes, this.#next);
    const bodies = this.at + RUN_WORDS - 1;
    this.builder.heap.put(this.builder.heap.get(bodies) + position, body);
    // A test that is in no group is the first that may hold, from its own position on.
    this.#next = this.grouped.has(position)
      ? this.builder.code.add(OP.index, this.at, position)
      : body;
    return this.#next;
  }
}

function addTest(
  builder: CodeBuilder,
  when: Predicate | undefined,
  yes: number,
  no: number,
): number {
  if (when === undefined) throw new RangeError('position: beyond the run');
  return builder.test(when, yes, no);
}

type Batch = { readonly kind: 'sets' | 'moves'; readonly words: number[] } | Assignment;

/** Puts neighbours of one simple kind together. */
function batches(assignments: readonly Assignment[]): readonly Batch[] {
  const found: Batch[] = [];
  for (const assignment of assignments) {
    const simple = simpleChange(assignment);
    const last = found.at(-1);
    if (simple === undefined) found.push(assignment);
    else if (last?.kind === simple.kind && 'words' in last) last.words.push(...simple.words);
    else found.push({ kind: simple.kind, words: [...simple.words] });
  }
  return found;
}

function simpleChange(
  assignment: Assignment,
): { readonly kind: 'sets' | 'moves'; readonly words: readonly number[] } | undefined {
  const { to } = assignment;
  if (assignment.kind === 'bits' && assignment.keep === 0) {
    return { kind: 'sets', words: [slotOf(to), assignment.value] };
  }
  if (assignment.kind !== 'copy' || assignment.keep !== 0 || assignment.shift !== 0) {
    return undefined;
  }
  const { from, take } = assignment;
  // All that the source can hold is taken, and the target can hold it.
  const source = fieldMax(from);
  const whole = (take & source) >>> 0 === source && source <= fieldMax(to);
  return whole ? { kind: 'moves', words: [slotOf(to), slotOf(from)] } : undefined;
}

/** The bits that a shift moves to these. */
function unshifted(bits: number, shift: number): number {
  if (Math.abs(shift) > 31) return 0;
  return shift >= 0 ? bits >>> shift : bits << -shift;
}
