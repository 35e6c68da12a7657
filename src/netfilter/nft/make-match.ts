import type { Expression, NumberValue, RangeValue, Selector } from './expression.js';
import { protocols, type ProtocolName } from './header/protocol.js';
import { metaKeys, type MetaKey } from './key.js';
import type { PayloadSelector } from './selector.js';
import type { Comparison, MatchStatement } from './statement.js';
import { scalarType, type ScalarType } from './value-type.js';

/** A key of `meta` as an expression. */
export function metaField(key: MetaKey): Extract<Selector, { readonly kind: 'meta' }> {
  return { kind: 'meta', key, inner: undefined, type: metaKeys[key] };
}

/** A field of a header as an expression. @throws TypeError for one that the header doesn't have */
export function headerField(protocol: ProtocolName, field: string): PayloadSelector {
  const known = protocols[protocol].fields.find(({ name }) => name === field);
  if (known === undefined) throw new TypeError(`no field ${field} of ${protocol}`);
  const type = scalarType(known.datatype, known.bits, 'network');
  return { kind: 'payload', protocol, field, type, inner: undefined };
}

/** A number of a type. */
export function numberOf(value: number | bigint, type: ScalarType): NumberValue {
  return { kind: 'number', value: BigInt(value), type };
}

/** Numbers of a type from one up to and with another. */
export function rangeOf(from: number, to: number, type: ScalarType): RangeValue {
  return { kind: 'range', from: BigInt(from), to: BigInt(to), type };
}

/** The bits of a field that a mask has; the field itself when it has them all. */
export function maskedField(
  left: Expression & { readonly type: ScalarType },
  mask: number | bigint,
): Expression & { readonly type: ScalarType } {
  const { type } = left;
  const right = numberOf(mask, type);
  if (right.value === 2n ** BigInt(type.bits) - 1n) return left;
  return { kind: 'binary', operator: '&', left, right, type };
}

/** Compares a field with a number, or with something else that is known. */
export function compareField(
  left: Expression & { readonly type: ScalarType },
  operator: Comparison,
  right: number | bigint | MatchStatement['right'],
): MatchStatement {
  const known = typeof right === 'object' ? right : numberOf(right, left.type);
  return { kind: 'match', left, operator, right: known };
}
