import { fieldMax, type Field } from '../../../../packet/field.js';
import { ALWAYS, type Predicate } from '../../../../predicate/predicate.js';

/** Bits of a register, moved to where they stand in a word: `(field & take) << shift`; a negative shift is to the right. */
export interface Term {
  readonly field: Field;
  readonly take: number;
  readonly shift: number;
}

/** A number of at most 32 bits: a constant, with the bits of some registers turned over in it. */
export interface Word {
  readonly bits: number;
  readonly constant: number;
  readonly terms: readonly Term[];
}

/** One of the values that something can have, and when it has that. */
export interface Case {
  readonly when: Predicate;
  readonly value: bigint;
}

/**
 * What an expression gives for a packet.
 *
 * - `words`: the bits of registers, most significant word first
 * - `less`: a register less a number
 * - `cases`: one of a few values; there is none where no case holds
 * - `open`: the packet doesn't decide it; `usual` is what a single packet is taken to have, where it isn't just something that is seldom asked for
 */
export type Value =
  | { readonly kind: 'words'; readonly words: readonly Word[]; readonly present: Predicate }
  | {
      readonly kind: 'less';
      readonly field: Field;
      readonly by: number;
      readonly present: Predicate;
    }
  | { readonly kind: 'cases'; readonly cases: readonly Case[] }
  | { readonly kind: 'open'; readonly present: Predicate; readonly usual?: bigint };

/** What the packet doesn't decide. */
export const OPEN: Value = { kind: 'open', present: ALWAYS };

/** No packet has it. */
export const ABSENT: Value = { kind: 'cases', cases: [] };

/** The same value for every packet. */
export function constantValue(value: bigint, when: Predicate = ALWAYS): Value {
  return { kind: 'cases', cases: [{ when, value }] };
}

/** The value of a whole register, of those that are there. */
export function fieldValue(field: Field, bits: number, present: Predicate = ALWAYS): Value {
  return { kind: 'words', words: [fieldWord(field, bits)], present };
}

/** A word that is a register. */
export function fieldWord(field: Field, bits: number): Word {
  return { bits, constant: 0, terms: [{ field, take: fieldMax(field), shift: 0 }] };
}

/** The words of a number that is known. */
export function constantWords(value: bigint, bits: number): readonly Word[] {
  const count = Math.ceil(bits / 32);
  return Array.from({ length: count }, (_, index): Word => {
    const width = index === 0 ? bits - 32 * (count - 1) : 32;
    const constant = Number(BigInt.asUintN(width, value >> BigInt(32 * (count - 1 - index))));
    return { bits: width, constant, terms: [] };
  });
}

/** The register that a word is, whole and as it stands; undefined for any other word. */
export function wholeField({ constant, terms }: Word): Field | undefined {
  const [term] = terms;
  const isWhole = term !== undefined && term.shift === 0 && term.take === fieldMax(term.field);
  return isWhole && terms.length === 1 && constant === 0 ? term.field : undefined;
}

/** The bits that a number of that width has. */
export function ones(bits: number): number {
  return bits >= 32 ? 0xffffffff : 2 ** bits - 1;
}

/** A word shifted, to the right by a negative number; bits that leave its width are lost. */
export function shiftWord(word: Word, by: number): Word {
  const mask = ones(word.bits);
  const shifted = (value: number): number =>
    ((by >= 0 ? (by > 31 ? 0 : value << by) : by < -31 ? 0 : value >>> -by) & mask) >>> 0;
  return {
    bits: word.bits,
    constant: shifted(word.constant),
    terms: word.terms.flatMap(({ field, take, shift }): readonly Term[] => {
      const kept = shifted(placed(take, shift));
      if (kept === 0) return [];
      return [{ field, take: unplaced(kept, shift + by), shift: shift + by }];
    }),
  };
}

/** The bits of a word that a mask has. */
export function maskWord(word: Word, mask: number): Word {
  return {
    bits: word.bits,
    constant: (word.constant & mask) >>> 0,
    terms: word.terms.flatMap(({ field, take, shift }): readonly Term[] => {
      const kept = (placed(take, shift) & mask) >>> 0;
      return kept === 0 ? [] : [{ field, take: unplaced(kept, shift), shift }];
    }),
  };
}

/** The bits that a term can set. */
export function bitsOf({ take, shift }: Term): number {
  return placed(take, shift);
}

function placed(bits: number, shift: number): number {
  return (shift >= 0 ? bits << shift : bits >>> -shift) >>> 0;
}

function unplaced(bits: number, shift: number): number {
  return placed(bits, -shift);
}
