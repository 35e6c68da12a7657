import type { Evaluation, Found } from '../evaluate/evaluate.js';
import type { Registers } from '../evaluate/registers.js';
import { copyFate, OUTCOME_FIELDS } from '../program/ending.js';
import type { Program } from '../program/program.js';
import type { Resolution } from '../program/resolution.js';
import { compileProgram } from './compile-program.js';
import type { FlatProgram } from './flat-program.js';
import type { FlatWalk } from './flat-walk.js';
import { Numbering } from './numbering.js';
import { INPUT_FIELDS, slotOf } from './slots.js';

/** The packet path of one family, compiled: each way in when it's first needed. */
export class CompiledPath {
  readonly #memories = new Numbering<object>();
  #output: FlatProgram | undefined;
  #input: FlatProgram | undefined;

  constructor(readonly program: Program) {}

  /** The way of packets that local sockets send. */
  get output(): FlatProgram {
    return (this.#output ??= compileProgram(this.program, 'output', this.#memories));
  }

  /** The way of packets that come in. */
  get input(): FlatProgram {
    return (this.#input ??= compileProgram(this.program, 'input', this.#memories));
  }

  /** Whose memory the choices have, by number: of those ways that have been needed. */
  get memories(): readonly object[] {
    return this.#memories.all;
  }
}

const paths = new WeakMap<Program, CompiledPath>();

/** The compiled form of a program; a program is compiled once. */
export function compiledPath(program: Program): CompiledPath {
  let path = paths.get(program);
  if (path === undefined) {
    path = new CompiledPath(program);
    paths.set(program, path);
  }
  return path;
}

const INPUTS = INPUT_FIELDS.map((field) => ({ field, slot: slotOf(field) }));
const OUTPUTS = OUTCOME_FIELDS.map((field) => ({ field, slot: slotOf(field) }));

/** Runs one packet through a walk. It writes to the packet's registers: those are right afterwards that make up the packet's fate. */
export function evaluateFlat(walk: FlatWalk, packet: Registers): Evaluation {
  const { program, registers } = walk;
  for (const { field, slot } of INPUTS) registers[slot] = packet[field];
  const ending = program.endings[walk.run()];
  if (ending === undefined) throw new RangeError('ending: unknown');
  for (const { field, slot } of OUTPUTS) packet[field] = (registers[slot] ?? 0) >>> 0;
  const copy = copyFate(program.endings[walk.emitted]);
  return { family: program.family, ending, registers: packet, found: foundBy(walk), copy };
}

/** What the last lookup of a walk found. */
function foundBy({ program, take, prefix, rule }: FlatWalk): Found | undefined {
  const taken = program.takes[take];
  if (taken === undefined) return undefined;
  const { table, position } = taken;
  const resolution: Resolution =
    table === undefined
      ? taken.resolution
      : {
          ...taken.resolution,
          route: table.routes[(table.firstRoute?.[prefix] ?? prefix) + position],
        };
  return { resolution, rule: program.rules[rule] };
}
