import type { Expression, NumberValue, PrefixValue } from '../../../netfilter/nft/expression.js';
import { protocols, type PayloadBase } from '../../../netfilter/nft/header/protocol.js';
import type { PayloadSelector, RawPayloadSelector } from '../../../netfilter/nft/selector.js';
import type { MatchStatement, SetFieldStatement } from '../../../netfilter/nft/statement.js';
import { scalarType } from '../../../netfilter/nft/value-type.js';
import { fieldPlace } from '../evaluate/field-place.js';
import { knownField } from '../evaluate/selector/known-field.js';
import { masking, storedMatch, wholeBytes } from '../evaluate/stored-match.js';
import type { ProtocolLayers } from '../layers/protocol-layers.js';
import { isWrittenWhole, writtenBytes } from '../statement/written-bytes.js';

/** A field as bits of a header. */
export function rawSelector(read: PayloadSelector | RawPayloadSelector): RawPayloadSelector {
  if (read.kind === 'raw-payload') return read;
  const { base } = protocols[read.protocol];
  const place = fieldPlace(read);
  const type = scalarType('hex_integer', place?.bits ?? 0, 'network');
  return { kind: 'raw-payload', base, offset: place?.offset ?? 0, type };
}

/** A match whose fields have become bits, as the kernel compares those. */
export function rawMatch(match: MatchStatement, layers: ProtocolLayers): MatchStatement {
  const { left, right, operator } = match;
  const fieldAt = (base: PayloadBase, offset: number, bits: number) => {
    const field = knownField(base, offset, bits, layers);
    return field?.protocol === 'th' ? undefined : field;
  };
  if (right.kind !== 'prefix' || left.kind !== 'raw-payload') {
    return storedMatch({ left, right }, operator, fieldAt);
  }
  const { length, masked = false } = right;
  if (!masked && length > 0 && length % 8 === 0) return cutMatch(match, left, right);
  const { bits } = left.type;
  const rest = BigInt(bits - length);
  const mask = number((((1n << BigInt(bits)) - 1n) >> rest) << rest, left);
  const sides = { left: masking(left, mask), right: number(right.value, left) };
  return storedMatch(sides, operator, fieldAt);
}

/** Of a prefix that ends with a byte only its bytes are read. */
function cutMatch(
  match: MatchStatement,
  left: RawPayloadSelector,
  { value, length }: PrefixValue,
): MatchStatement {
  const type = scalarType('hex_integer', length, 'network');
  const first = { ...left, type };
  return { ...match, left: first, right: number(value >> BigInt(left.type.bits - length), first) };
}

function number(value: bigint, { type }: RawPayloadSelector): NumberValue {
  return { kind: 'number', value, type };
}

/** What a map is asked for, as bits, and how far the keys of the map stand from their end. */
export function rawKey(read: PayloadSelector | RawPayloadSelector): {
  readonly key: Expression;
  readonly shift: bigint;
} {
  const { raw, mask, shift } = wholeBytes(rawSelector(read));
  const isAll = mask === (1n << BigInt(raw.type.bits)) - 1n;
  return { key: isAll ? raw : masking(raw, number(mask, raw)), shift };
}

/** Writing a field, as bits: the kernel puts those back into bytes that it has read. Source: nft's `stmt_payload_binop_postprocess`. */
export function rawWrite(
  statement: SetFieldStatement,
  target: PayloadSelector | RawPayloadSelector,
): SetFieldStatement {
  const raw = rawSelector(target);
  const { value } = statement;
  if (value.kind !== 'number') return { ...statement, target: raw };
  if (isWrittenWhole(target)) return { ...statement, target: raw, value: number(value.value, raw) };
  const { bytes, shift } = writtenBytes(target, raw);
  const all = (1n << BigInt(bytes.type.bits)) - 1n;
  const mask = ((1n << BigInt(raw.type.bits)) - 1n) << shift;
  const set = value.value << shift;
  const kept = (all ^ mask) | set;
  // Where the field doesn't begin the bytes, nft finds it again, unless all its bits are set.
  const isFound = kept !== all && mask << 1n <= all && raw.offset <= MOST_OFFSET;
  if (isFound) return { ...statement, target: raw, value: number(value.value, raw) };
  const masked = kept === all ? bytes : masking(bytes, number(kept, bytes));
  if (set === 0n) return { ...statement, target: bytes, value: masked };
  const { type } = bytes;
  const right = number(set, bytes);
  const put: Expression = { kind: 'binary', operator: '|', left: masked, right, type };
  return { ...statement, target: bytes, value: put };
}

const MOST_OFFSET = 255;
