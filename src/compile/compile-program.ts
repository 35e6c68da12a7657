import { assertNever } from '../assert-never.js';
import type { NatPick, NatRange } from '../connection/nat-range.js';
import type { Predicate } from '../predicate/predicate.js';
import type { Ending } from '../program/ending.js';
import { touchesHost } from '../program/flow.js';
import type { Program } from '../program/program.js';
import { stepAt } from '../program/program.js';
import type { Step, StepId } from '../program/step.js';
import { successorsWithin } from '../program/successors.js';
import type { Rule } from '../rpdb/rule.js';
import { CodeBuilder, type Run } from './code-builder.js';
import { Facts, reachFrom } from './facts.js';
import { FlatMap } from './flat-map.js';
import type { FlatChoice, FlatProgram, Take } from './flat-program.js';
import { flatTable, type FlatTable, type ShapeCandidate } from './flat-table.js';
import { Numbering } from './numbering.js';
import { OP } from './op.js';
import { INPUT_FIELDS, slotOf } from './slots.js';

/**
 * Compiles one way into a program.
 *
 * @param memories - numbers what the choices remember; both ways share it
 */
export function compileProgram(
  program: Program,
  entry: 'output' | 'input',
  memories: Numbering<object>,
): FlatProgram {
  return new ProgramCompiler(program, entry, memories).compile();
}

type TestStep = Extract<Step, { kind: 'test' }>;

/** A test of the program as a part of a run. */
interface Member {
  readonly run: { readonly tests: readonly TestStep[]; written: Run | undefined };
  readonly position: number;
}

class ProgramCompiler {
  readonly #facts: Facts;
  readonly #builder: CodeBuilder;
  /** Where the code of each step begins. */
  readonly #entries = new Map<StepId, number>();
  readonly #members = new Map<StepId, Member>();
  readonly #tables = new Numbering<FlatTable>();
  readonly #shapeEntries: Int32Array[] = [];
  readonly #maps = new Numbering<FlatMap>();
  readonly #takes = new Numbering<Take>();
  readonly #rules = new Numbering<Rule>();
  readonly #endings = new Numbering<Ending>();
  readonly #counters = new Numbering<number>();
  readonly #choices: FlatChoice[] = [];
  readonly #picks = new Numbering<NatPick>();
  readonly #ranges = new Numbering<NatRange>();

  constructor(
    private readonly program: Program,
    private readonly entry: 'output' | 'input',
    private readonly memories: Numbering<object>,
  ) {
    this.#facts = new Facts(program, entry);
    this.#builder = new CodeBuilder(this.#facts);
  }

  compile(): FlatProgram {
    const { reachable, constants, live } = this.#facts;
    this.#findRuns();
    // Successors have smaller ids: they're written first.
    for (const id of reachable) this.#entries.set(id, this.#step(id));
    const input = new Set<string>(INPUT_FIELDS);
    const zeroed = [...live].filter((field) => !input.has(field) && !constants.has(field));
    const { code, heap, addressTests } = this.#builder;
    return {
      family: this.program.family,
      entry: this.#at(this.program[this.entry]),
      code: code.take(),
      heap: heap.take(),
      tables: this.#tables.all,
      shapeEntries: this.#shapeEntries,
      addressTests,
      maps: this.#maps.all,
      takes: this.#takes.all,
      rules: this.#rules.all,
      endings: this.#endings.all,
      choices: this.#choices,
      picks: this.#picks.all,
      ranges: this.#ranges.all,
      counters: this.#counters.all,
      zeroed: Int32Array.from(zeroed, slotOf),
      stackWords: 2 * this.#callDepth(),
      emitting: this.#emittingEndings(),
      tracks: reachable.some((id) =>
        touchesHost(stepAt(this.program.steps, id), ['connections', 'sockets']),
      ),
    };
  }

  /** The most calls that can be open at once, those of packets that are emitted with those of the packets that emitted them. */
  #callDepth(): number {
    const depths = new Map<StepId, number>();
    const depthOf = (id: StepId): number => depths.get(id) ?? 0;
    for (const id of this.#facts.reachable) {
      const step = stepAt(this.program.steps, id);
      const called = step.kind === 'call' ? 1 + depthOf(step.target) : 0;
      const emitted = step.kind === 'emit' ? depthOf(step.to) : 0;
      depths.set(id, Math.max(called, emitted, ...successorsWithin(step).map(depthOf)));
    }
    return depthOf(this.program[this.entry]) + 1;
  }

  /** The endings that lie behind a step that emits. */
  #emittingEndings(): readonly number[] {
    const behind = this.#facts.reachable.flatMap((id) => {
      const step = stepAt(this.program.steps, id);
      return step.kind === 'emit' ? reachFrom(this.program, step.next) : [];
    });
    const endings = [...new Set(behind)].flatMap((id) => {
      const step = stepAt(this.program.steps, id);
      return step.kind === 'end' ? this.#endings.of(step.ending) : [];
    });
    return [...new Set(endings)];
  }

  #at(id: StepId): number {
    const at = this.#entries.get(id);
    if (at === undefined) throw new RangeError(`id: step ${id} isn't written yet`);
    return at;
  }

  /** Tests that lead from one to the next as long as none holds. */
  #findRuns(): void {
    for (const first of this.#facts.reachable.toReversed()) {
      const tests: TestStep[] = [];
      const ids: StepId[] = [];
      for (let id = first; !this.#members.has(id);) {
        const step = stepAt(this.program.steps, id);
        if (step.kind !== 'test') break;
        tests.push(step);
        ids.push(id);
        id = step.no;
      }
      const run = { tests, written: undefined };
      for (const [position, id] of ids.entries()) this.#members.set(id, { run, position });
    }
  }

  #step(id: StepId): number {
    const { code } = this.#builder;
    const step = stepAt(this.program.steps, id);
    switch (step.kind) {
      case 'test':
        return this.#test(id, step);
      case 'assign':
        return this.#builder.assign(step.assignments, this.#at(step.next));
      case 'lookup':
        return code.add(OP.lookup, this.#table(step), this.#at(step.hit), this.#at(step.miss));
      case 'map': {
        const map = new FlatMap(this.program.family, step.map);
        return code.add(OP.map, this.#maps.of(map), this.#at(step.next));
      }
      case 'resolve':
        return this.#resolve(step);
      case 'keep':
      case 'recall':
      case 'track':
      case 'forget':
      case 'close':
        return code.add(OP[step.kind], this.#at(step.next));
      case 'confirm':
        return code.add(OP.confirm, step.kept ? 1 : 0, this.#at(step.next), this.#at(step.clash));
      case 'unique':
        return code.add(
          OP.unique,
          this.#ranges.of(step.range),
          step.kept ? 1 : 0,
          this.#at(step.next),
        );
      case 'open':
        return code.add(OP.open, step.transparent ? 1 : 0, this.#at(step.next));
      case 'call':
        return this.#call(step);
      case 'return':
        return code.add(step.frame === 'chain' ? OP.leave : OP.finish);
      case 'count':
        return code.add(OP.count, this.#counters.of(step.counter), this.#at(step.next));
      case 'choose':
        return this.#choose(step);
      case 'pick':
        return code.add(
          OP.pick,
          this.#picks.of(step.pick),
          slotOf(step.to),
          step.kept ? 1 : 0,
          this.#at(step.next),
        );
      case 'emit':
        return code.add(OP.emit, this.#at(step.to), this.#at(step.next));
      case 'end':
        return code.add(OP.end, this.#endings.of(step.ending));
      default:
        return assertNever(step);
    }
  }

  #test(id: StepId, { yes, of }: TestStep): number {
    const member = this.#members.get(id);
    if (member === undefined) throw new RangeError(`id: step ${id} is in no run`);
    const { run, position } = member;
    run.written ??= this.#openRun(run.tests);
    const held =
      of?.kind === 'rule'
        ? this.#builder.code.add(OP.rule, this.#rules.of(of.rule), this.#at(yes))
        : this.#at(yes);
    return run.written.add(position, held);
  }

  #openRun(tests: readonly TestStep[]): Run {
    const last = tests.at(-1);
    if (last === undefined) throw new RangeError('tests: none');
    return this.#builder.openRun(
      tests.map(({ when }) => this.#facts.simplify(when)),
      this.#at(last.no),
    );
  }

  #resolve({ resolution, byRule, next }: Extract<Step, { kind: 'resolve' }>): number {
    const take = this.#takes.of({ resolution, table: undefined, position: 0 });
    const resolved = this.#builder.code.add(OP.resolve, take, byRule ? 1 : 0, this.#at(next));
    return this.#builder.assign(resolution.assignments, resolved);
  }

  #call({ frame, target, next, of }: Extract<Step, { kind: 'call' }>): number {
    const { code } = this.#builder;
    const forget = of?.kind === 'lookup' ? 1 : 0;
    return frame === 'chain'
      ? code.add(OP.chain, this.#at(target), this.#at(next))
      : code.add(OP.table, this.#at(target), this.#at(next), forget);
  }

  #choose({ choice, options }: Extract<Step, { kind: 'choose' }>): number {
    const { by } = choice;
    const transitions = by.kind === 'memory' ? by.transitions : [];
    const flat = {
      memory: by.kind === 'memory' ? this.memories.of(by.key) : -1,
      options: Int32Array.from(transitions, ({ option }) => option),
      states: Int32Array.from(transitions, ({ state }) => state),
      kept: by.kind === 'memory' ? undefined : by,
    };
    const number = this.#choices.push(flat) - 1;
    return this.#builder.code.add(OP.choose, number, ...options.map((id) => this.#at(id)));
  }

  #table({ table }: Extract<Step, { kind: 'lookup' }>): number {
    const flat = flatTable(this.program.family, table);
    const number = this.#tables.of(flat);
    this.#shapeEntries[number] ??= this.#shapes(flat);
    return number;
  }

  /** Where the code of each shape begins. Shapes that differ only in what matters to nobody have one code. */
  #shapes(table: FlatTable): Int32Array {
    const written = new Map<string, number>();
    return Int32Array.from(table.shapes, (shape) => {
      const relevant = shape.map((candidate) => this.#relevant(candidate));
      const text = JSON.stringify(relevant.map(({ key }) => key));
      const entry = written.get(text) ?? this.#shape(relevant, table);
      written.set(text, entry);
      return entry;
    });
  }

  #relevant({ when, resolution, position }: ShapeCandidate): RelevantCandidate {
    const simple = this.#facts.simplify(when);
    if (resolution === 'throw') return { when: simple, take: undefined, key: [simple] };
    const { error, table, dev, gateway } = resolution;
    const assignments = this.#facts.relevant(resolution.assignments);
    return {
      when: simple,
      take: { resolution: { ...resolution, assignments }, position },
      key: [simple, position, error, table, dev, gateway, assignments],
    };
  }

  #shape(candidates: readonly RelevantCandidate[], table: FlatTable): number {
    const { code } = this.#builder;
    const pass = code.add(OP.pass);
    return candidates.reduceRight((otherwise, { when, take }) => {
      const found = take === undefined ? code.add(OP.stop) : this.#take({ ...take, table });
      return this.#builder.test(when, found, otherwise);
    }, pass);
  }

  #take(take: Take): number {
    const taken = this.#builder.code.add(OP.take, this.#takes.of(take));
    return this.#builder.assign(take.resolution.assignments, taken);
  }
}

/** A candidate without what doesn't matter to the packet's fate, and what distinguishes it from others. */
interface RelevantCandidate {
  readonly when: Predicate;
  /** Undefined when it ends the search. */
  readonly take: Omit<Take, 'table'> | undefined;
  readonly key: readonly unknown[];
}
