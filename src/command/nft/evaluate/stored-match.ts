import { datatypes } from '../../../netfilter/nft/datatype.js';
import type {
  BinaryOperation,
  Expression,
  KnownValue,
  NumberValue,
  PrefixValue,
  SetLiteral,
} from '../../../netfilter/nft/expression.js';
import type { PayloadBase } from '../../../netfilter/nft/header/protocol.js';
import type { PayloadSelector, RawPayloadSelector } from '../../../netfilter/nft/selector.js';
import type { Comparison, MatchStatement } from '../../../netfilter/nft/statement.js';
import { scalarType, type ScalarType, type ValueType } from '../../../netfilter/nft/value-type.js';
import type { RelationalOperator } from '../syntax/tree/expression.js';
import { isReadShifted, normalForm } from './normal-form.js';
import { mapNumbers, type Sides } from './transfer-operation.js';

/** The field that lies at a place of a header, as far as the rule has said which header it is. */
type FieldAt = (base: PayloadBase, offset: number, bits: number) => PayloadSelector | undefined;

/** A match as the kernel keeps it: flags are a mask, prefixes of what is no address too, and values have the type of what they are compared with. */
export function storedMatch(
  sides: Sides,
  operator: RelationalOperator,
  fieldAt: FieldAt,
): MatchStatement {
  const left = normalForm(sides.left);
  const right = retype(sides.right, left.type);
  const match: MatchStatement = {
    kind: 'match',
    left,
    operator: comparisonOf(operator),
    right,
  };
  if (right.kind === 'number') return compareNumber(left, operator, right, fieldAt);
  if (left.kind === 'raw-payload' && !isWhole(left)) return compareWithin(match, left);
  return right.kind === 'prefix' ? comparePrefix(match, right) : match;
}

/** Bits are compared with spans and sets where they lie in their bytes. */
function compareWithin(match: MatchStatement, left: RawPayloadSelector): MatchStatement {
  const { raw, mask, shift } = wholeBytes(left);
  const right = retype(
    mapNumbers(match.right, (value) => value << shift),
    raw.type,
  );
  return { ...match, left: masking(raw, { kind: 'number', value: mask, type: raw.type }), right };
}

function comparisonOf(operator: RelationalOperator): Comparison {
  return operator === 'implicit' || operator === '!' ? '==' : operator;
}

function compareNumber(
  left: Expression,
  operator: RelationalOperator,
  right: NumberValue,
  fieldAt: FieldAt,
): MatchStatement {
  const asksFlags = operator === 'implicit' || operator === '!';
  const isFlags = datatypes[right.type.datatype].base === 'bitmask';
  if (asksFlags && isFlags && left.kind !== 'binary') {
    const none: NumberValue = { ...right, value: 0n };
    return {
      kind: 'match',
      left: masking(left, right),
      operator: operator === '!' ? '==' : '!=',
      right: none,
    };
  }
  const comparison = comparisonOf(operator);
  if (left.kind === 'raw-payload' && !isWhole(left)) {
    const { raw, mask, shift } = wholeBytes(left);
    const number: NumberValue = { kind: 'number', value: right.value << shift, type: raw.type };
    const match: MatchStatement = { kind: 'match', left, operator: comparison, right };
    return trimmed(match, raw, mask, number, fieldAt);
  }
  const match: MatchStatement = { kind: 'match', left, operator: comparison, right };
  if (left.kind !== 'binary' || left.operator !== '&' || left.right.kind !== 'number') return match;
  const mask = left.right.value;
  if (left.left.kind === 'raw-payload') {
    const kept = wholeBytes(left.left);
    // A mask of bits that end with their byte is one with that of the bytes.
    return kept.shift > 0n
      ? trimmed(match, left.left, mask, right, fieldAt)
      : trimmed(match, kept.raw, mask & kept.mask, right, fieldAt);
  }
  return withPrefix(match, left.left, mask, right);
}

/** A mask of the first bits of an address is the length of a prefix. */
export function withPrefix(
  match: MatchStatement,
  of: Expression,
  mask: bigint,
  { value, type }: NumberValue,
): MatchStatement {
  const length = isAddress(type) ? prefixLength(mask, type.bits) : undefined;
  if (length === undefined) return match;
  const endsWithByte = length % 8 === 0;
  const ofBytes = endsWithByte ? { masked: true as const } : {};
  const prefix: PrefixValue = { kind: 'prefix', value, length, type, ...ofBytes };
  return { ...match, left: of, right: prefix };
}

function isWhole({ offset, type }: RawPayloadSelector): boolean {
  return offset % 8 === 0 && type.bits % 8 === 0;
}

/** The kernel reads whole bytes: those that bits lie in, with a mask, and how far they stand from their end. */
export function wholeBytes({ base, offset, type: { bits } }: RawPayloadSelector): {
  readonly raw: RawPayloadSelector;
  readonly mask: bigint;
  readonly shift: bigint;
} {
  const before = offset % 8;
  const whole = Math.ceil((before + bits) / 8) * 8;
  const shift = BigInt(whole - before - bits);
  const type = scalarType('hex_integer', whole, 'network');
  const raw: RawPayloadSelector = { kind: 'raw-payload', base, offset: offset - before, type };
  return { raw, mask: ((1n << BigInt(bits)) - 1n) << shift, shift };
}

/** Some bits of what an expression reads. */
export function masking(left: Expression, mask: NumberValue): BinaryOperation {
  return { kind: 'binary', operator: '&', left, right: mask, type: mask.type };
}

function isAddress({ datatype }: ScalarType): boolean {
  return datatype === 'ipv4_addr' || datatype === 'ipv6_addr';
}

/** How many bits a mask keeps, if it keeps the first ones. */
function prefixLength(mask: bigint, bits: number): number | undefined {
  const rest = ((1n << BigInt(bits)) - 1n) ^ mask;
  return (rest & (rest + 1n)) === 0n
    ? bits - (rest === 0n ? 0 : rest.toString(2).length)
    : undefined;
}

function comparePrefix(match: MatchStatement, prefix: PrefixValue): MatchStatement {
  const { value, length, type } = prefix;
  const { left } = match;
  const number: NumberValue = { kind: 'number', value, type };
  if (length === type.bits && !isReadShifted(left)) return { ...match, right: number };
  const isCut =
    type.order === 'network' && length > 0 && length % 8 === 0 && left.kind === 'payload';
  if (isAddress(type) || isCut) return match;
  const shift = BigInt(type.bits - length);
  const mask = (((1n << BigInt(type.bits)) - 1n) >> shift) << shift;
  return { ...match, left: masking(left, { ...number, value: mask }), right: number };
}

/** Bits that a mask picks out of a place in the packet are read by themselves. Source: nft's `payload_expr_trim`, `payload_expr_trim_force`. */
function trimmed(
  match: MatchStatement,
  raw: RawPayloadSelector,
  mask: bigint,
  right: NumberValue,
  fieldAt: FieldAt,
): MatchStatement {
  const digits = mask === 0n ? '' : mask.toString(2);
  const picked = digits.replace(/0*$/, '');
  const shift = digits.length - picked.length;
  const offset = raw.offset + raw.type.bits - digits.length;
  const value = right.value >> BigInt(shift);
  const field = mask === 0n ? undefined : fieldAt(raw.base, offset, picked.length);
  if (field !== undefined) {
    return { ...match, left: field, right: { kind: 'number', value, type: field.type } };
  }
  const whole = fieldAt(raw.base, raw.offset, raw.type.bits);
  if (whole !== undefined) return masked(match, whole, mask, right);
  const isLess = raw.type.bits > digits.length && offset <= 255 && !picked.includes('0');
  if (!isLess) return masked(match, raw, mask, right);
  const type = scalarType('hex_integer', picked.length, 'network');
  return {
    ...match,
    left: { ...raw, offset, type },
    right: { kind: 'number', value, type },
  };
}

function masked(
  match: MatchStatement,
  left: PayloadSelector | RawPayloadSelector,
  mask: bigint,
  { value }: NumberValue,
): MatchStatement {
  const number = (of: bigint): NumberValue => ({ kind: 'number', value: of, type: left.type });
  const right = number(value);
  return withPrefix({ ...match, left: masking(left, number(mask)), right }, left, mask, right);
}

/** A value with the type of what it is compared with. */
export function retype<Right extends KnownValue | SetLiteral | { readonly kind: 'set-reference' }>(
  right: Right,
  type: ValueType,
): Right {
  if (type.kind !== 'scalar') {
    if (right.kind !== 'concat-value') return right;
    const parts = right.parts.map((part, at) => {
      const own = type.parts[at];
      return own === undefined || part.kind !== 'number' ? part : retype(part, own);
    });
    return { ...right, parts };
  }
  if (right.kind === 'set') {
    const elements = right.elements.map((element) =>
      element.key === '*' ? element : { ...element, key: retype(element.key, type) },
    );
    return { ...right, keyType: type, elements };
  }
  if (right.kind === 'concat-value' || right.kind === 'set-reference') return right;
  return { ...right, type };
}
