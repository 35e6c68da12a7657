import { assertNever } from '../../../../assert-never.js';
import { all, equals } from '../../../../predicate/predicate.js';
import type { BinaryOperation, Expression } from '../../expression.js';
import type { NftScope } from '../scope.js';
import { presenceOf } from '../condition.js';
import { statusValue } from './connection-value.js';
import { selectorValue } from './selector-value.js';
import { textValue } from './text-value.js';
import {
  bitsOf,
  constantValue,
  constantWords,
  maskWord,
  ones,
  OPEN,
  shiftWord,
  type Value,
  type Word,
} from './value.js';

/** What an expression gives: a value for each of its parts. What a map has is not among it: a rule is taken apart by what its maps have. */
export function expressionParts(expression: Expression, scope: NftScope): readonly Value[] {
  if (expression.kind === 'concat') {
    return expression.parts.flatMap((part) => expressionParts(part, scope));
  }
  if (expression.kind === 'concat-value') {
    return expression.parts.map((part) => expressionValue(part, scope));
  }
  return [expressionValue(expression, scope)];
}

/** What an expression of one part gives. */
export function expressionValue(expression: Expression, scope: NftScope): Value {
  switch (expression.kind) {
    case 'number':
      return constantValue(expression.value);
    case 'text':
      return constantValue(textValue(expression.text));
    case 'prefix':
      return constantValue(expression.value);
    case 'range':
      return constantValue(expression.from);
    case 'binary':
      return binaryValue(expression, scope);
    case 'concat':
    case 'concat-value':
    case 'map-lookup':
      return OPEN;
    default:
      return selectorValue(expression, scope);
  }
}

function binaryValue({ operator, left, right, type }: BinaryOperation, scope: NftScope): Value {
  const b = expressionValue(right, scope);
  const known = constantOf(b);
  const status = known === undefined ? undefined : statusOf(operator, left, known, scope);
  if (status !== undefined) return status;
  const fragment = scope.family === 4 ? fragmentValue(operator, left, known) : undefined;
  const a = fragment ?? expressionValue(left, scope);
  if (a.kind === 'cases' && known !== undefined) {
    return {
      kind: 'cases',
      cases: a.cases.map(({ when, value }) => ({
        when,
        value: combined(operator, value, known, type.bits),
      })),
    };
  }
  if (a.kind === 'open' || b.kind === 'open') {
    const present = all([a, b].map(presenceOf));
    // Some bits of what nobody knows are usually not set: no label, no flag.
    return operator === '&' ? { kind: 'open', present, usual: 0n } : { kind: 'open', present };
  }
  const present = all([a, b].map(presenceOf));
  const [one, other] = [wordsOf(a, type.bits), wordsOf(b, type.bits)];
  if (one === undefined || other === undefined) return { kind: 'open', present };
  const words = combineWords(operator, one.words, other.words, known);
  return words === undefined ? { kind: 'open', present } : { kind: 'words', words, present };
}

/**
 * The offset of a fragment and whether more follow, where a mask leaves out whether it may be fragmented, which packets don't have: a later fragment has
 * some offset, and is taken to be the last.
 */
function fragmentValue(
  operator: BinaryOperation['operator'],
  left: Expression,
  mask: bigint | undefined,
): Value | undefined {
  if (operator !== '&' || left.kind !== 'payload' || left.protocol !== 'ip') return undefined;
  if (left.field !== 'frag-off' || mask === undefined || (mask & ~0x3fffn) !== 0n) return undefined;
  return {
    kind: 'cases',
    cases: [0n, 0x2000n, 1n].map((value, kind) => ({ when: equals('fragment', kind), value })),
  };
}

function statusOf(
  operator: BinaryOperation['operator'],
  left: Expression,
  mask: bigint,
  scope: NftScope,
): Value | undefined {
  const isStatus = operator === '&' && left.kind === 'ct' && left.key === 'status';
  return isStatus ? statusValue(Number(mask & 0xffffffffn), scope) : undefined;
}

/** The value that every packet has; undefined when it depends on the packet. */
export function constantOf(value: Value): bigint | undefined {
  if (value.kind !== 'cases' || value.cases.length !== 1) return undefined;
  const [only] = value.cases;
  return only?.when.kind === 'all' && only.when.of.length === 0 ? only.value : undefined;
}

function combined(
  operator: BinaryOperation['operator'],
  a: bigint,
  b: bigint,
  bits: number,
): bigint {
  const most = (1n << BigInt(bits)) - 1n;
  switch (operator) {
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '<<':
      return (a << b) & most;
    case '>>':
      return a >> b;
    default:
      return assertNever(operator);
  }
}

type Words = Extract<Value, { kind: 'words' }>;

/** A value as words; undefined for one that has several cases. */
function wordsOf(value: Value, bits: number): Words | undefined {
  if (value.kind === 'words') return value;
  const known = constantOf(value);
  if (known === undefined) return undefined;
  return {
    kind: 'words',
    present: { kind: 'all', of: [] },
    words: constantWords(known, bits),
  };
}

function combineWords(
  operator: BinaryOperation['operator'],
  a: readonly Word[],
  b: readonly Word[],
  known: bigint | undefined,
): readonly Word[] | undefined {
  if (operator === '<<' || operator === '>>') {
    const [only] = a;
    if (a.length !== 1 || only === undefined || known === undefined) return undefined;
    return [shiftWord(only, Number(operator === '<<' ? known : -known))];
  }
  if (a.length !== b.length) return undefined;
  const words = a.map((word, index) => combineWord(operator, word, b[index] ?? word));
  return words.every((word) => word !== undefined) ? words : undefined;
}

/** Two words bit by bit; undefined when bits that both take from registers would have to be looked at together. */
function combineWord(operator: '&' | '|' | '^', a: Word, b: Word): Word | undefined {
  const bits = Math.max(a.bits, b.bits);
  const whole = ones(bits);
  if (operator === '^') {
    return {
      bits,
      constant: (a.constant ^ b.constant) >>> 0,
      terms: [...a.terms, ...b.terms],
    };
  }
  const [takenA, takenB] = [taken(a), taken(b)];
  if ((takenA & takenB) >>> 0 !== 0) return undefined;
  // Where one of them is known, the other stands as it is, or makes no difference.
  const passes = (word: Word, ownTaken: number): number =>
    operator === '&'
      ? (word.constant & ~ownTaken) >>> 0
      : (~word.constant & ~ownTaken & whole) >>> 0;
  const fromA = maskWord(a, (passes(b, takenB) & takenA) >>> 0);
  const fromB = maskWord(b, (passes(a, takenA) & takenB) >>> 0);
  const plain = (~(takenA | takenB) & whole) >>> 0;
  const constant = operator === '&' ? a.constant & b.constant : a.constant | b.constant;
  const held = operator === '|' ? ((a.constant & takenB) | (b.constant & takenA)) >>> 0 : 0;
  return {
    bits,
    constant: ((constant & plain) | held | fromA.constant | fromB.constant) >>> 0,
    terms: [...fromA.terms, ...fromB.terms],
  };
}

/** The bits of a word that come from registers. */
function taken({ terms }: Word): number {
  return terms.reduce((sum, term) => (sum | bitsOf(term)) >>> 0, 0);
}
