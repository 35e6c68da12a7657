import { assertNever } from '../../../assert-never.js';
import type {
  BinaryOperation,
  Expression,
  KnownValue,
  SetLiteral,
  SetReference,
} from '../../../netfilter/nft/expression.js';
import type { Span } from '../syntax/tree/span.js';
import { EvaluationError } from './evaluation-error.js';

/** Both sides of a match. */
export interface Sides {
  readonly left: Expression;
  readonly right: KnownValue | SetLiteral | SetReference;
}

/**
 * Takes an operation that can be undone from the left side of a match to the numbers on its right: `mark << 2 == 0x10` is `mark == 4`. Source: nft's
 * `binop_transfer`.
 *
 * @throws EvaluationError when the match can't ever hold
 */
export function transferOperation(sides: Sides, at: Span, leftAt: Span): Sides {
  const { left, right } = sides;
  if (left.kind !== 'binary' || left.right.kind !== 'number') return sides;
  const undo = undoing(left, left.right.value);
  if (undo === undefined || !canUndo(left, left.right.value, right, at, leftAt)) return sides;
  return { left: undo.left, right: mapNumbers(right, undo.number) };
}

interface Undoing {
  readonly left: Expression;
  readonly number: (value: bigint) => bigint;
}

function undoing(operation: BinaryOperation, by: bigint): Undoing | undefined {
  const { operator, left, type } = operation;
  switch (operator) {
    case '<<':
      return { left, number: (value) => value >> by };
    case '^':
      return { left, number: (value) => value ^ by };
    case '>>': {
      const mask = ((1n << BigInt(type.bits)) - 1n) << by;
      const kept = mask & ((1n << BigInt(type.bits)) - 1n);
      return {
        left: { ...operation, operator: '&', right: { kind: 'number', value: kept, type } },
        number: (value) => value << by,
      };
    }
    case '&':
    case '|':
      return undefined;
    default:
      return assertNever(operator);
  }
}

function canUndo(
  { operator }: BinaryOperation,
  by: bigint,
  right: KnownValue | SetLiteral | SetReference,
  at: Span,
  leftAt: Span,
): boolean {
  const numbers = numbersOf(right);
  if (numbers === undefined) return false;
  const isOdd = (value: bigint) => value !== 0n && (value & ((1n << by) - 1n)) !== 0n;
  if (operator === '<<' && numbers.some(isOdd)) {
    throw new EvaluationError('Comparison is always false', at, [leftAt]);
  }
  return true;
}

/** The numbers on the right side, ends of ranges included; undefined when there are other things. */
function numbersOf(right: KnownValue | SetLiteral | SetReference): readonly bigint[] | undefined {
  if (right.kind === 'number') return [right.value];
  if (right.kind === 'range') return [right.from, right.to];
  if (right.kind !== 'set') return undefined;
  const numbers: bigint[] = [];
  for (const { key } of right.elements) {
    const inner = key === '*' ? undefined : numbersOf(key);
    if (inner === undefined) return undefined;
    numbers.push(...inner);
  }
  return numbers;
}

/** The right side of a match with other numbers. */
export function mapNumbers(
  right: KnownValue | SetLiteral | SetReference,
  change: (value: bigint) => bigint,
): KnownValue | SetLiteral | SetReference {
  if (right.kind === 'set') {
    const elements = right.elements.map((element) =>
      element.key === '*' ? element : { ...element, key: mapKnown(element.key, change) },
    );
    return { ...right, elements };
  }
  return right.kind === 'set-reference' ? right : mapKnown(right, change);
}

/** A value with other numbers. */
export function mapKnown(value: KnownValue, change: (value: bigint) => bigint): KnownValue {
  if (value.kind === 'number') return { ...value, value: change(value.value) };
  return value.kind === 'range'
    ? { ...value, from: change(value.from), to: change(value.to) }
    : value;
}
