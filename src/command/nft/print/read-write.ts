import { protocols } from '../../../netfilter/nft/header/protocol.js';
import type {
  BinaryOperation,
  Expression,
  NumberValue,
} from '../../../netfilter/nft/expression.js';
import { mapParts } from '../../../netfilter/nft/expression-parts.js';
import type { RawPayloadSelector } from '../../../netfilter/nft/selector.js';
import type { SetFieldStatement } from '../../../netfilter/nft/statement.js';
import { normalForm } from '../evaluate/normal-form.js';
import { headerAt } from '../evaluate/selector/known-field.js';
import { masking, retype } from '../evaluate/stored-match.js';
import { isWrittenWhole, writtenBytes } from '../statement/written-bytes.js';
import type { Dependencies } from './dependencies.js';
import { maskedBits, maskedFields, type PickedBits } from './masked-place.js';
import { bitsAt, isHeaderRead, isSameRead, placeOf, type HeaderRead } from './place.js';
import { readValue } from './read-value.js';

/** What is written to a header, as it is read again from the kernel, which writes bytes: those around other bits, and around odd bytes that are in a checksum. */
export function readWrite(
  statement: SetFieldStatement,
  target: HeaderRead,
  dependencies: Dependencies,
): SetFieldStatement {
  const kept = keptWrite(statement, target);
  const isKnown = dependencies.knownAt(kept.place) !== undefined;
  const { place, value } = (isKnown ? undefined : withoutMask(kept, dependencies)) ?? kept;
  const named = dependencies.readAt(place);
  const written = isSameRead(named, target) ? target : named;
  return {
    ...statement,
    target: written,
    value: readOthers(withTarget(value, place, written), written, dependencies),
  };
}

/** Bits that are written, and what is. */
interface PlaceWrite {
  readonly place: RawPayloadSelector;
  readonly value: Expression;
}

/** A write as the kernel keeps it. Source: nft's `stmt_evaluate_payload`. */
function keptWrite({ value }: SetFieldStatement, target: HeaderRead): PlaceWrite {
  const place = placeOf(target);
  if (isWrittenWhole(target)) return { place, value };
  const { bytes, shift } = writtenBytes(target, place);
  const all = allOf(bytes);
  const others = all ^ (((1n << BigInt(place.type.bits)) - 1n) << shift);
  if (value.kind === 'number') {
    const masked = masking(bytes, number(others, bytes));
    const put = { kind: 'binary', operator: '^', left: masked, type: bytes.type } as const;
    return {
      place: bytes,
      value: normalForm({ ...put, right: number(value.value << shift, bytes) }),
    };
  }
  return { place: bytes, value: normalForm(onBytes(value, target, { bytes, shift, others })) };
}

interface Around {
  readonly bytes: RawPayloadSelector;
  readonly shift: bigint;
  /** The bits of the bytes that aren't written. */
  readonly others: bigint;
}

/** What a field becomes of itself, of the bytes around it: nft moves only the first number to where the field lies. */
function onBytes(value: Expression, target: HeaderRead, around: Around): Expression {
  if (value.kind !== 'binary') return value;
  const { left, right, operator } = value;
  const { bytes, shift, others } = around;
  const { type } = bytes;
  if (left.kind === 'binary') {
    const inner = onBytes(left, target, around);
    const outer = right.kind === 'number' ? number(right.value, bytes) : right;
    return inner === left ? value : { ...value, left: inner, right: outer, type };
  }
  if (!isHeaderRead(left) || !isSameRead(left, target) || right.kind !== 'number') return value;
  const moved = right.value << shift;
  const kept = operator === '&' ? moved | others : moved;
  return { ...value, left: bytes, right: number(kept, bytes), type };
}

/** The field that a mask and what is put in show to be written. Source: nft's `stmt_payload_binop_postprocess`. */
function withoutMask(
  { place: bytes, value }: PlaceWrite,
  dependencies: Dependencies,
): PlaceWrite | undefined {
  if (value.kind !== 'binary' || value.right.kind !== 'number') return undefined;
  const { operator, left, right } = value;
  const all = allOf(bytes);
  const put = right.value;
  if (isMaskOf(left, bytes)) {
    if (operator !== '|') return undefined;
    const picked = pick(bytes, all ^ left.right.value ^ put, dependencies);
    return picked && writing(picked, put >> picked.shift);
  }
  if (!isHeaderRead(left) || !isSameRead(left, bytes)) return undefined;
  switch (operator) {
    case '&': {
      const within = changed(bytes, value, put, dependencies);
      if (within !== undefined) return within;
      const picked = pick(bytes, all ^ put, dependencies);
      return picked && writing(picked, 0n);
    }
    case '|': {
      const picked = maskedFields(bytes, put, dependencies.layers);
      if (picked !== undefined) return writing(picked, put >> picked.shift);
      return changed(bytes, value, put, dependencies);
    }
    case '^':
      return changed(bytes, value, put, dependencies);
    default:
      return undefined;
  }
}

function pick(
  bytes: RawPayloadSelector,
  mask: bigint,
  { layers }: Dependencies,
): PickedBits | undefined {
  return maskedFields(bytes, mask, layers) ?? maskedBits(bytes, mask);
}

function writing({ place }: PickedBits, value: bigint): PlaceWrite {
  return { place, value: number(value, place) };
}

/** Bits of one field that become others, in bytes of an even number. Source: nft's `stmt_payload_expr_trim`. */
function changed(
  bytes: RawPayloadSelector,
  { operator, type }: BinaryOperation,
  value: bigint,
  { layers }: Dependencies,
): PlaceWrite | undefined {
  const known = headerAt(bytes.base, bytes.offset, layers);
  if (known === undefined || bytes.type.bits % 16 !== 0) return undefined;
  const all = allOf(bytes);
  const isMask = operator === '&';
  const bits = isMask ? all ^ value : value;
  let first = 0;
  while (first < bytes.type.bits && ((bits >> BigInt(first)) & 1n) === 0n) first++;
  if (first === bytes.type.bits) return undefined;
  const offset = bytes.offset + bytes.type.bits - first;
  for (const field of protocols[known.header].fields) {
    if (field.bits === 0) return undefined;
    if (field.offset + field.bits < offset) continue;
    const inPair = field.offset % 16;
    const shift = BigInt(
      inPair < 8 ? 16 - ((field.offset % 8) + field.bits) : 16 - (inPair + field.bits),
    );
    if (shift < 0n) return undefined;
    const own = ((1n << BigInt(field.bits)) - 1n) << shift;
    if ((bits & ~own) !== 0n) return undefined;
    const place = bitsAt({ base: bytes.base, offset: field.offset }, field.bits);
    const rest = (value & own) >> shift;
    if (isMask && rest === 0n) return { place, value: number(0n, place) };
    return {
      place,
      value: { kind: 'binary', operator, left: place, right: number(rest, place), type },
    };
  }
  return undefined;
}

function isMaskOf(
  left: Expression,
  bytes: RawPayloadSelector,
): left is BinaryOperation & { readonly right: NumberValue } {
  if (left.kind !== 'binary' || left.operator !== '&' || left.right.kind !== 'number') return false;
  return isHeaderRead(left.left) && isSameRead(left.left, bytes);
}

/** A value in which the place that is written has a name, and the numbers are as those of that. */
function withTarget(value: Expression, place: RawPayloadSelector, named: HeaderRead): Expression {
  if (value.kind === 'number') return { ...value, type: named.type };
  if (value.kind !== 'binary') return value;
  const left = withTarget(value.left, place, named);
  const isOwn = isHeaderRead(value.left) && isSameRead(placeOf(value.left), place);
  if (!isOwn && left === value.left) return value;
  const right = value.right.kind === 'number' ? retype(value.right, named.type) : value.right;
  return { ...value, left: isOwn ? named : left, right, type: named.type };
}

/** What is written, of which the place that is written has its name already. */
function readOthers(
  value: Expression,
  written: HeaderRead,
  dependencies: Dependencies,
): Expression {
  if (value.kind === 'binary') {
    return mapParts(value, (part) => readOthers(part, written, dependencies));
  }
  return value === written ? value : readValue(value, dependencies);
}

function allOf({ type }: RawPayloadSelector): bigint {
  return (1n << BigInt(type.bits)) - 1n;
}

function number(value: bigint, { type }: RawPayloadSelector): NumberValue {
  return { kind: 'number', value, type };
}
