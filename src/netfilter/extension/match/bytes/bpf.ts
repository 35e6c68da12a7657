import { ALWAYS } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension, Restriction } from '../../extension.js';
import { openChoice } from '../../option/open-choice.js';

/** `-m bpf --bytecode PROGRAM`. */
export interface BpfMatch extends MatchData {
  readonly name: 'bpf';
  readonly program: readonly BpfInstruction[];
}

/** One instruction: code, jumps if true and if false, and a number. */
type BpfInstruction = readonly [code: number, jt: number, jf: number, k: number];

/** Source: `XT_BPF_MAX_NUM_INSTR`. */
const MOST_INSTRUCTIONS = 64;

/** The `bpf` match: a program looks at a packet, which isn't run here; a single packet isn't met. Source: `xt_bpf.c`, iptables-extensions(8). */
export const bpfMatch: MatchExtension<BpfMatch> = {
  name: 'bpf',
  families: [4, 6],
  options: {
    initial: { name: 'bpf', program: [] },
    options: [
      {
        name: 'bytecode',
        words: 1,
        read: (data, { argument }) => ({ ...data, program: readProgram(argument) }),
      },
      {
        name: 'object-pinned',
        words: 1,
        read() {
          throw new XtablesError('parameter', 'bpf: failed to get bpf object');
        },
      },
    ],
    finish(data, given) {
      if (given.has('bytecode')) return data;
      throw new XtablesError('parameter', 'bpf: one of --bytecode or --pinned is required');
    },
  },
  print: ({ program }) => `--bytecode "${program.length},${printProgram(program)}"`,
  listedUnspaced: true,
  // A zero byte stands behind.
  list: ({ program }) => `match bpf ${printProgram(program)}\0`,
  restrict: ({ program }): Restriction => (isTaken(program) ? {} : { refused: 'EINVAL' }),
  predicate: () => ALWAYS,
  choice: () => openChoice(false),
};

function readProgram(text: string): readonly BpfInstruction[] {
  const [, digits, separator] = /^\s*\+?(\d+)(.)/s.exec(text) ?? [];
  if (digits === undefined || separator !== ',') refuse('error parsing program length');
  const length = Number(digits) % 0x10000;
  if (length === 0) refuse('illegal zero length program');
  if (length > MOST_INSTRUCTIONS) refuse('number of instructions exceeds maximum');
  const parts = text.split(',').slice(1);
  // Nothing is read behind a last comma.
  const written = parts.at(-1) === '' ? parts.slice(0, -1) : parts;
  const program = written.map((part, index): BpfInstruction => {
    if (index >= length) refuse('real program length exceeds the encoded length parameter');
    const [, code, jt, jf, k] = /^\s*\+?(\d+)\s+\+?(\d+)\s+\+?(\d+)\s+\+?(\d+)/.exec(part) ?? [];
    if (k === undefined) refuse(`error at instr ${index}`);
    return [
      Number(code) % 0x10000,
      Number(jt) % 0x100,
      Number(jf) % 0x100,
      Number(k) % 0x1_0000_0000,
    ];
  });
  if (program.length !== length) {
    refuse('parsed program length is less than the encoded length parameter');
  }
  return program;
}

function refuse(why: string): never {
  throw new XtablesError('parameter', `bpf: ${why}`);
}

function printProgram(program: readonly BpfInstruction[]): string {
  return program.map((instruction) => instruction.join(' ')).join(',');
}

/** The class of an instruction that ends the program, and of one that jumps. */
const [RETURN, JUMP] = [6, 5];

/** Jumps lead to instructions, and the last one returns. Source: `bpf_check_classic`. */
function isTaken(program: readonly BpfInstruction[]): boolean {
  const last = program.at(-1);
  if (last === undefined || (last[0] & 7) !== RETURN) return false;
  return program.every(([code, jt, jf, k], index) => {
    if ((code & 7) !== JUMP) return true;
    const left = program.length - index - 1;
    return (code & 0xf0) === 0 ? k < left : jt < left && jf < left;
  });
}
