import { protocols } from '../../../netfilter/nft/header/protocol.js';
import type { Expression } from '../../../netfilter/nft/expression.js';
import type { PayloadSelector, RawPayloadSelector } from '../../../netfilter/nft/selector.js';
import { scalarType } from '../../../netfilter/nft/value-type.js';
import { fieldPlace } from '../evaluate/field-place.js';

/** What is read of a header. */
export type HeaderRead = PayloadSelector | RawPayloadSelector;

/** Whether an expression is read of a header of the packet itself, and not of one in a tunnel. */
export function isHeaderRead(expression: Expression): expression is HeaderRead {
  if (expression.kind === 'raw-payload') return true;
  return expression.kind === 'payload' && expression.inner === undefined;
}

/** The bits of a layer that are read: a rule keeps no more of a field than that. */
export function placeOf(read: HeaderRead): RawPayloadSelector {
  if (read.kind === 'raw-payload') return read;
  const { base } = protocols[read.protocol];
  const place = fieldPlace(read);
  return bitsAt({ base, offset: place?.offset ?? 0 }, place?.bits ?? 0);
}

/** So many bits of a layer. */
export function bitsAt(
  { base, offset }: Pick<RawPayloadSelector, 'base' | 'offset'>,
  bits: number,
): RawPayloadSelector {
  return { kind: 'raw-payload', base, offset, type: scalarType('hex_integer', bits, 'network') };
}

/** Whether bits begin and end with a byte, as what the kernel reads does. */
export function isWhole({ offset, type }: RawPayloadSelector): boolean {
  return offset % 8 === 0 && type.bits % 8 === 0;
}

/** Reports whether two reads are listed alike. */
export function isSameRead(one: HeaderRead, other: HeaderRead): boolean {
  if (one.kind === 'payload') {
    return other.kind === 'payload' && one.protocol === other.protocol && one.field === other.field;
  }
  if (other.kind === 'payload') return false;
  const { base, offset, type } = one;
  return base === other.base && offset === other.offset && type.bits === other.type.bits;
}
