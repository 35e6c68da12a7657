import type { Field } from '../../../packet/field.js';
import { fieldMax } from '../../../packet/field.js';
import { setBits } from '../../../predicate/assignment.js';
import { ALWAYS, masked, NEVER, type Predicate } from '../../../predicate/predicate.js';
import type { TargetBranch } from '../../extension/extension.js';
import { bitsOf, type Value, type Word } from './value/value.js';

/** Two numbers whose bits are looked at together, to be written into a register: what is written first, and what is done with it bit by bit. */
export interface Combination {
  readonly first: Value;
  readonly bits: readonly TargetBranch[];
}

/**
 * A register becomes the conjunction or disjunction of two numbers: it becomes the one, then the bits that the other decides are set or cleared. Undefined where
 * both numbers are made of the register itself.
 */
export function combineRegisters(
  to: Field,
  operator: '&' | '|',
  numbers: readonly [Value, Value],
): Combination | undefined {
  for (const [first, other] of [numbers, numbers.toReversed()]) {
    if (first?.kind !== 'words' || other?.kind !== 'words') return undefined;
    const [word] = other.words;
    if (other.words.length !== 1 || word === undefined) return undefined;
    if (word.terms.some(({ field }) => field === to)) continue;
    return { first, bits: bitsWritten(to, operator, word) };
  }
  return undefined;
}

function bitsWritten(to: Field, operator: '&' | '|', word: Word): readonly TargetBranch[] {
  return Array.from({ length: word.bits }, (_, bit) => bit).flatMap((bit): TargetBranch[] => {
    const own = 2 ** bit;
    const isSet = operator === '|';
    const when = bitIs(word, own, isSet);
    const keep = (fieldMax(to) & ~own) >>> 0;
    const assignments = [setBits(to, keep, isSet ? own : 0)];
    return when === NEVER ? [] : [{ when, assignments, next: 'continue' }];
  });
}

/** Holds when a bit of a word is set, or isn't. */
function bitIs({ constant, terms }: Word, bit: number, isSet: boolean): Predicate {
  const term = terms.find((one) => (bitsOf(one) & bit) !== 0);
  if (term === undefined) return ((constant & bit) !== 0) === isSet ? ALWAYS : NEVER;
  const source = (term.shift >= 0 ? bit >>> term.shift : bit << -term.shift) >>> 0;
  const flipped = (constant & bit) !== 0;
  return masked(term.field, source, isSet !== flipped ? source : 0);
}
