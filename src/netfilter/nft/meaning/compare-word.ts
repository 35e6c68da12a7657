import { assertNever } from '../../../assert-never.js';
import {
  all,
  ALWAYS,
  any,
  equals,
  inRange,
  masked,
  NEVER,
  type Predicate,
} from '../../../predicate/predicate.js';
import { bitsOf, ones, wholeField, type Value, type Word } from './value/value.js';

type Words = Extract<Value, { kind: 'words' }>['words'];

/** Holds when a number is from one value up to another, both included. */
export function wordsInRange(words: Words, low: bigint, high: bigint): Predicate {
  const [first, ...rest] = words;
  if (first === undefined) return ALWAYS;
  const below = BigInt(rest.reduce((sum, { bits }) => sum + bits, 0));
  const [lowHead, highHead] = [Number(low >> below), Number(high >> below)];
  const most = (1n << below) - 1n;
  const [lowTail, highTail] = [low & most, high & most];
  if (rest.length === 0) return wordInRange(first, lowHead, highHead);
  if (lowHead === highHead) {
    return all([wordInRange(first, lowHead, lowHead), wordsInRange(rest, lowTail, highTail)]);
  }
  const from = lowTail === 0n ? lowHead : lowHead + 1;
  const to = highTail === most ? highHead : highHead - 1;
  return any([
    ...(lowTail === 0n
      ? []
      : [all([wordInRange(first, lowHead, lowHead), wordsInRange(rest, lowTail, most)])]),
    ...(from > to ? [] : [wordInRange(first, from, to)]),
    ...(highTail === most
      ? []
      : [all([wordInRange(first, highHead, highHead), wordsInRange(rest, 0n, highTail)])]),
  ]);
}

/** Holds when a word is from one value up to another, both included. */
function wordInRange(word: Word, low: number, high: number): Predicate {
  const field = wholeField(word);
  if (field !== undefined) return low === high ? equals(field, low) : inRange(field, low, high);
  if (low === 0 && high >= ones(word.bits)) return ALWAYS;
  return any(prefixesOf(low, high, word.bits).map(({ value, mask }) => wordIs(word, value, mask)));
}

/** Holds when a word has these bits, of those that a mask has. */
export function wordIs(word: Word, value: number, mask: number): Predicate {
  const { constant, terms } = word;
  const taken = terms.reduce((bits, term) => (bits | bitsOf(term)) >>> 0, 0);
  const wanted = ((value ^ constant) & mask) >>> 0;
  if ((wanted & ~taken) >>> 0 !== 0) return NEVER;
  return termsAre(word.terms, wanted, (mask & taken) >>> 0);
}

/** Two terms that share bits are taken apart by the bits that they share. */
function termsAre(terms: Word['terms'], wanted: number, mask: number): Predicate {
  const [term, ...rest] = terms;
  if (mask === 0) return ALWAYS;
  if (term === undefined) return wanted === 0 ? ALWAYS : NEVER;
  const own = (bitsOf(term) & mask) >>> 0;
  const others = rest.reduce((bits, other) => (bits | bitsOf(other)) >>> 0, 0);
  const shared = (own & others) >>> 0;
  const alone = (own & ~others) >>> 0;
  const { field, shift } = term;
  const back = (bits: number): number => (shift >= 0 ? bits >>> shift : bits << -shift) >>> 0;
  const decided = masked(field, back(alone), back((wanted & alone) >>> 0));
  const left = (mask & others) >>> 0;
  if (shared === 0) return all([decided, termsAre(rest, (wanted & left) >>> 0, left)]);
  const bit = (shared & -shared) >>> 0;
  const turned = (set: boolean): Predicate =>
    all([
      masked(field, back(bit), set ? back(bit) : 0),
      termsAre(rest, set ? (wanted ^ bit) & bit : wanted & bit, bit),
    ]);
  const others2 = termsAre(terms, (wanted & ~bit) >>> 0, (mask & ~bit) >>> 0);
  return all([any([turned(false), turned(true)]), others2]);
}

/** A range as values that have their first bits in common. */
function prefixesOf(
  low: number,
  high: number,
  bits: number,
): readonly { readonly value: number; readonly mask: number }[] {
  const found: { value: number; mask: number }[] = [];
  const all32 = ones(bits);
  for (let from = low; from <= Math.min(high, all32);) {
    let size = from === 0 ? all32 + 1 : Number(BigInt(from) & -BigInt(from));
    while (from + size - 1 > high) size /= 2;
    found.push({ value: from, mask: (all32 - (size - 1)) >>> 0 });
    from += size;
  }
  return found;
}

/** How a number compares with another, as the ranges in which it lies then. */
export function rangesOfComparison(
  operator: '==' | '!=' | '<' | '<=' | '>' | '>=',
  value: bigint,
  bits: number,
): readonly (readonly [bigint, bigint])[] {
  const most = (1n << BigInt(bits)) - 1n;
  const ranges = ((): readonly (readonly [bigint, bigint])[] => {
    switch (operator) {
      case '==':
        return [[value, value]];
      case '!=':
        return [
          [0n, value - 1n],
          [value + 1n, most],
        ];
      case '<':
        return [[0n, value - 1n]];
      case '<=':
        return [[0n, value]];
      case '>':
        return [[value + 1n, most]];
      case '>=':
        return [[value, most]];
      default:
        return assertNever(operator);
    }
  })();
  return ranges.filter(([from, to]) => from <= to);
}
