import type {
  Expression,
  KnownValue,
  LiteralElement,
  NumberValue,
  PrefixValue,
} from '../../../netfilter/nft/expression.js';
import type { RawPayloadSelector } from '../../../netfilter/nft/selector.js';
import type { MatchStatement } from '../../../netfilter/nft/statement.js';
import { masking, retype, wholeBytes, withPrefix } from '../evaluate/stored-match.js';
import { mapNumbers } from '../evaluate/transfer-operation.js';
import type { Dependencies } from './dependencies.js';
import { expandedMatch } from './expanded-fields.js';
import { maskedBits, maskedFields } from './masked-place.js';
import { bitsAt, isHeaderRead, isSameRead, isWhole, placeOf, type HeaderRead } from './place.js';
import { readValue } from './read-value.js';

/** A match as it is read again from the kernel, which compares bytes and knows no names: one or, where it reads several fields at once, one of each. */
export function readMatch(
  match: MatchStatement,
  dependencies: Dependencies,
): readonly MatchStatement[] {
  const { left, right } = match;
  if (isHeaderRead(left)) {
    const place = placeOf(left);
    if (isWhole(place)) return readWhole(match, left, place, dependencies);
    if (right.kind === 'set-reference') {
      return [withLeft(match, readValue(left, dependencies, 'key'))];
    }
    const { raw, mask, shift } = wholeBytes(place);
    const kept = { ...match, right: keptWithin(right, place, { raw, shift }) };
    return unchanged(match, left, readMasked(kept, raw, mask, dependencies));
  }
  const masked = maskOf(left);
  if (masked === undefined) return [withLeft(match, readValue(left, dependencies))];
  return readMask(match, masked, dependencies);
}

/** Bits of a header of which a mask picks some. */
interface Masked {
  readonly read: HeaderRead;
  readonly mask: NumberValue;
}

function maskOf(left: Expression): Masked | undefined {
  if (left.kind !== 'binary' || left.operator !== '&' || left.right.kind !== 'number') {
    return undefined;
  }
  return isHeaderRead(left.left) ? { read: left.left, mask: left.right } : undefined;
}

function readMask(
  match: MatchStatement,
  { read, mask }: Masked,
  dependencies: Dependencies,
): readonly MatchStatement[] {
  const place = placeOf(read);
  const kept = wholeBytes(place);
  const found = readValue(read, dependencies);
  if (found === read && read.kind === 'payload' && kept.shift === 0n) return [match];
  if (kept.shift === 0n) return readMasked(match, kept.raw, mask.value & kept.mask, dependencies);
  if (isHeaderRead(found)) {
    return readMasked(match, placeOf(found), mask.value, dependencies, kept.raw.type.bits);
  }
  const { type } = kept.raw;
  const left = masking(found, { kind: 'number', value: mask.value, type });
  return [{ ...match, left, right: retype(match.right, type) }];
}

function readWhole(
  match: MatchStatement,
  left: HeaderRead,
  place: RawPayloadSelector,
  dependencies: Dependencies,
): readonly MatchStatement[] {
  const { right } = match;
  if (right.kind === 'number' && isEquality(match)) {
    const { layers } = dependencies;
    return unchanged(
      match,
      left,
      expandedMatch(match, place, right, layers).map((one, at) =>
        // A field before it has made clear which header it is.
        at === 0 ? dependencies.withReadPort(one) : one,
      ),
    );
  }
  const found = dependencies.readAt(place);
  if (isSameRead(left, found)) return [match];
  if (right.kind === 'prefix') return readPrefix(match, place, right, dependencies);
  // What ports of whatever protocol are compared with is written as ports are.
  const { type } = dependencies.knownAt(place) ?? found;
  return [{ ...match, left: found, right: retype(right, type) }];
}

/** A prefix that ends with a byte is a comparison of its bytes, another one of what its mask picks. */
function readPrefix(
  match: MatchStatement,
  place: RawPayloadSelector,
  { value, length, masked }: PrefixValue,
  dependencies: Dependencies,
): readonly MatchStatement[] {
  const { bits } = place.type;
  const rest = BigInt(bits - length);
  if (masked !== true && length > 0 && length % 8 === 0) {
    const first = bitsAt(place, length);
    const right: NumberValue = { kind: 'number', value: value >> rest, type: first.type };
    return readWhole({ ...match, left: first, right }, first, first, dependencies);
  }
  const mask = (((1n << BigInt(bits)) - 1n) >> rest) << rest;
  const right: NumberValue = { kind: 'number', value, type: place.type };
  return readMasked({ ...match, right }, place, mask, dependencies);
}

/** A comparison of what a mask picks out of bytes. */
function readMasked(
  match: MatchStatement,
  bytes: RawPayloadSelector,
  mask: bigint,
  dependencies: Dependencies,
  maskBits = bytes.type.bits,
): readonly MatchStatement[] {
  const { right } = match;
  const { layers } = dependencies;
  const fields = maskedFields(bytes, mask, layers, maskBits);
  if (fields !== undefined) {
    const value = mapNumbers(right, (number) => number >> fields.shift);
    const whole = { ...match, right: value };
    return readWhole(whole, fields.place, fields.place, dependencies);
  }
  const left = dependencies.readAt(bytes);
  const bits =
    left.kind === 'payload' || right.kind !== 'number'
      ? undefined
      : maskedBits(bytes, mask, maskBits);
  if (bits !== undefined) {
    const value = mapNumbers(right, (number) => number >> bits.shift);
    return [{ ...match, left: bits.place, right: retype(value, bits.place.type) }];
  }
  const number: NumberValue = { kind: 'number', value: mask, type: left.type };
  const typed = retype(right, left.type);
  const masked = { ...match, left: masking(left, number), right: typed };
  return [typed.kind === 'number' ? withPrefix(masked, left, mask, typed) : masked];
}

/** The match as it was, where its field is found again. */
function unchanged(
  match: MatchStatement,
  left: HeaderRead,
  found: readonly MatchStatement[],
): readonly MatchStatement[] {
  const [only, ...more] = found;
  const isSame =
    only !== undefined &&
    more.length === 0 &&
    isHeaderRead(only.left) &&
    isSameRead(left, only.left) &&
    isSameRight(only.right, match.right);
  return isSame ? [match] : found;
}

function isSameRight(one: MatchStatement['right'], other: MatchStatement['right']): boolean {
  if (one.kind === 'number') return other.kind === 'number';
  return one.kind === other.kind && one.kind !== 'set';
}

/** What bits are compared with, where they lie in their bytes. A set of spans that goes on to the end of bits that aren't moved goes on to that of the bytes. */
function keptWithin(
  right: MatchStatement['right'],
  { type }: RawPayloadSelector,
  { raw, shift }: { readonly raw: RawPayloadSelector; readonly shift: bigint },
): MatchStatement['right'] {
  const moved = mapNumbers(right, (value) => value << shift);
  if (shift > 0n || moved.kind !== 'set' || !moved.elements.some(isSpan)) return moved;
  const last = (1n << BigInt(type.bits)) - 1n;
  const end = (1n << BigInt(raw.type.bits)) - 1n;
  const elements = moved.elements.map((element) => {
    const { key } = element;
    const from = key === '*' ? undefined : startOf(key, last);
    if (from === undefined) return element;
    return { ...element, key: { kind: 'range', from, to: end, type: raw.type } as const };
  });
  return { ...moved, elements };
}

function isSpan({ key }: LiteralElement): boolean {
  return key !== '*' && (key.kind === 'range' || key.kind === 'prefix');
}

/** Where values begin that go on to the last one. */
function startOf(key: KnownValue, last: bigint): bigint | undefined {
  if (key.kind === 'number') return key.value === last ? last : undefined;
  return key.kind === 'range' && key.to === last ? key.from : undefined;
}

function withLeft(match: MatchStatement, left: Expression): MatchStatement {
  return { ...match, left };
}

function isEquality({ operator }: MatchStatement): boolean {
  return operator === '==' || operator === '!=';
}
