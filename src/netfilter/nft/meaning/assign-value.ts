import { fieldMax, type Field } from '../../../packet/field.js';
import { copyBits, set, setBits, type Assignment } from '../../../predicate/assignment.js';
import type { Term, Word } from './value/value.js';

/** The changes by which a register becomes what a word is, bit by bit from where the register begins; undefined when it takes its own bits from several places. */
export function assignWord(
  to: Field,
  { constant, terms }: Word,
  /** Where in the register the word lies, and which of its bits stay as they are. */
  { shift = 0, keep = 0 }: { readonly shift?: number; readonly keep?: number } = {},
): readonly Assignment[] | undefined {
  const own = terms.filter(({ field }) => field === to);
  const others = terms.filter(({ field }) => field !== to);
  const value = placed(constant, shift);
  const copies = others.map(({ field, take, shift: by }) =>
    copyBits(to, fieldMax(to), field, take, by + shift),
  );
  if (own.length === 0) return [setBits(to, keep, value), ...copies];
  const first = ownChange(to, own, shift, keep);
  if (first === undefined) return undefined;
  const constants = value === 0 ? [] : [setBits(to, fieldMax(to), value)];
  return [first, ...constants, ...copies];
}

/** The register of its own bits, moved. */
function ownChange(
  to: Field,
  own: readonly Term[],
  shift: number,
  keep: number,
): Assignment | undefined {
  const staying = own.filter((term) => term.shift + shift === 0);
  const moving = own.filter((term) => term.shift + shift !== 0);
  const stay = staying.reduce((bits, { take }) => (bits | take) >>> 0, keep);
  const [move, ...more] = moving;
  if (more.length > 0 || staying.length > 1) return undefined;
  if (move === undefined) return setBits(to, stay, 0);
  return copyBits(to, stay, to, move.take, move.shift + shift);
}

/** The changes by which registers become a known number, the most significant first. */
export function assignNumber(fields: readonly Field[], value: bigint): readonly Assignment[] {
  return fields.map((field, index) => {
    const word = (value >> BigInt(32 * (fields.length - 1 - index))) & 0xffffffffn;
    return set(field, Number(word & BigInt(fieldMax(field))));
  });
}

function placed(bits: number, shift: number): number {
  return (shift >= 0 ? bits << shift : bits >>> -shift) >>> 0;
}
