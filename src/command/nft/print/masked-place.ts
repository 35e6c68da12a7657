import { protocols } from '../../../netfilter/nft/header/protocol.js';
import type { RawPayloadSelector } from '../../../netfilter/nft/selector.js';
import { headerAt } from '../evaluate/selector/known-field.js';
import type { ProtocolLayers } from '../layers/protocol-layers.js';
import { bitsAt } from './place.js';

/** Bits that a mask picks out of bytes, and how far they stand from the end of these. */
export interface PickedBits {
  readonly place: RawPayloadSelector;
  readonly shift: bigint;
}

/** The fields of a known header that a mask picks out of bytes, side by side; undefined where it picks something else. Source: nft's `payload_expr_trim`. */
export function maskedFields(
  bytes: RawPayloadSelector,
  mask: bigint,
  layers: ProtocolLayers,
  maskBits = bytes.type.bits,
): PickedBits | undefined {
  const known = headerAt(bytes.base, bytes.offset, layers);
  if (known === undefined || mask === 0n) return undefined;
  const { first, end } = runOf(mask);
  const before = maskBits - end;
  let offset = bytes.offset - known.start + before;
  let rest = bytes.type.bits;
  let bits = 0;
  for (const field of protocols[known.header].fields) {
    if (field.offset !== offset || field.bits === 0) continue;
    if (field.bits >= rest) return undefined;
    rest -= field.bits;
    offset += field.bits;
    bits += field.bits;
    if (first + bits === end) {
      const place = bitsAt({ base: bytes.base, offset: bytes.offset + before }, bits);
      return { place, shift: BigInt(first) };
    }
  }
  return undefined;
}

/** The bits that a mask picks out of bytes of no known field, none behind them for none; undefined where it picks the first of them. Source: nft's `payload_expr_trim_force`. */
export function maskedBits(
  bytes: RawPayloadSelector,
  mask: bigint,
  maskBits = bytes.type.bits,
): PickedBits | undefined {
  const { first, end } = mask === 0n ? NO_RUN : runOf(mask);
  const { base, offset, type } = bytes;
  if (type.bits <= end) return undefined;
  const from = offset + maskBits - end;
  const ones = mask.toString(2).replaceAll('0', '').length;
  if (Math.ceil(from / 8) * 8 > MOST_OFFSET || ones > type.bits) return undefined;
  return { place: bitsAt({ base, offset: from }, ones), shift: BigInt(first) };
}

const MOST_OFFSET = 255;
const NO_RUN = { first: 0, end: 0 };

/** The lowest bits of a mask that stand side by side. */
function runOf(mask: bigint): { readonly first: number; readonly end: number } {
  let first = 0;
  while (((mask >> BigInt(first)) & 1n) === 0n) first++;
  let end = first;
  while (((mask >> BigInt(end)) & 1n) === 1n) end++;
  return { first, end };
}
