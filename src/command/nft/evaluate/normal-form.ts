import type {
  BinaryOperation,
  Expression,
  NumberValue,
} from '../../../netfilter/nft/expression.js';
import { fieldPlace } from './field-place.js';
import { mapParts } from '../../../netfilter/nft/expression-parts.js';
import { scalarType, type ScalarType } from '../../../netfilter/nft/value-type.js';

/**
 * An expression as the kernel keeps it. Of a row of `&`, `|` and `^` with numbers it keeps one mask and one number that is put in, and of those nft makes at
 * most three operations again: `mark & 0xff00ffff | 0x40000` is `mark & 0xff04ffff | 0x00040000`. Source: nft's `netlink_gen_bitwise_mask_xor`,
 * `netlink_parse_bitwise_mask_xor`.
 */
export function normalForm(expression: Expression): Expression {
  return expression.kind === 'binary' ? normalBinary(expression) : mapParts(expression, normalForm);
}

function normalBinary(expression: BinaryOperation): Expression {
  const { operator, right } = expression;
  if (operator === '<<' || operator === '>>') return normalShift(expression);
  if (right.kind !== 'number') {
    const left = normalForm(expression.left);
    return { ...expression, left, right: normalForm(right), type: leftType(left, expression) };
  }
  const operations: { operator: BinaryOperation['operator']; value: bigint }[] = [];
  let inner: Expression = expression;
  while (inner.kind === 'binary' && isBitwise(inner) && inner.right.kind === 'number') {
    operations.unshift({ operator: inner.operator, value: inner.right.value });
    inner = inner.left;
  }
  const left = normalForm(inner);
  const type = leftType(left, expression);
  const { bits } = expression.type;
  const isMasked = operations.some(({ operator: one }) => one === '&') && isReadShifted(left);
  return maskAndSet(left, fold(operations, bits), type, { bits, isMasked });
}

/** Bits that don't end with their byte are shifted there first, so that a mask of all of them is one more operation. */
export function isReadShifted(left: Expression): boolean {
  const place = left.kind === 'payload' ? fieldPlace(left) : undefined;
  return place !== undefined && (place.offset + place.bits) % 8 !== 0;
}

function isBitwise({ operator }: BinaryOperation): boolean {
  return operator === '&' || operator === '|' || operator === '^';
}

function normalShift(expression: BinaryOperation): Expression {
  const left = normalForm(expression.left);
  return { ...expression, left, type: scalarType('hex_integer', expression.type.bits, 'host') };
}

/** The operands of an operation are listed as its left side is. */
function leftType({ type }: Expression, { type: { bits } }: BinaryOperation): ScalarType {
  return type.kind === 'scalar'
    ? scalarType(type.datatype, Math.max(bits, type.bits), type.order)
    : scalarType('integer', bits, 'host');
}

interface MaskAndXor {
  readonly mask: bigint;
  readonly xor: bigint;
}

function fold(
  operations: readonly { readonly operator: string; readonly value: bigint }[],
  bits: number,
): MaskAndXor {
  const all = (1n << BigInt(bits)) - 1n;
  let mask = all;
  let xor = 0n;
  for (const { operator, value } of operations) {
    if (operator === '&') xor &= value;
    if (operator === '^') xor ^= value;
    if (operator === '|') xor = value ^ (xor & ~value);
    if (operator !== '^') mask &= operator === '&' ? value : all & ~value;
  }
  return { mask, xor };
}

function maskAndSet(
  left: Expression,
  { mask, xor }: MaskAndXor,
  type: ScalarType,
  { bits, isMasked }: { readonly bits: number; readonly isMasked: boolean },
): Expression {
  const all = (1n << BigInt(bits)) - 1n;
  const set = (mask & xor) ^ xor;
  const flipped = xor & mask;
  const kept = mask | set;
  const apply = (
    to: Expression,
    operator: BinaryOperation['operator'],
    value: bigint,
  ): Expression => ({ kind: 'binary', operator, left: to, right: number(value, type), type });
  const masked = kept === all && !isMasked ? left : apply(left, '&', kept);
  const changed = flipped === 0n ? masked : apply(masked, '^', flipped);
  return set === 0n ? changed : apply(changed, '|', set);
}

function number(value: bigint, type: ScalarType): NumberValue {
  return { kind: 'number', value, type };
}
