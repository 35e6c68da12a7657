import { protocols } from '../../../netfilter/nft/header/protocol.js';
import type { PayloadSelector, RawPayloadSelector } from '../../../netfilter/nft/selector.js';
import { wholeBytes } from '../evaluate/stored-match.js';
import { scalarType } from '../../../netfilter/nft/value-type.js';

const CHECKED: ReadonlySet<string> = new Set([
  'ip',
  'icmp',
  'igmp',
  'icmpv6',
  'tcp',
  'sctp',
  'vlan',
]);

/** Whether the kernel can write just the field: bits, and odd bytes of what has a checksum, are read and put back. */
export function isWrittenWhole(target: PayloadSelector | RawPayloadSelector): boolean {
  const { bits } = target.type;
  if (target.kind === 'raw-payload') {
    return bits % 8 === 0 && target.offset % 8 === 0 && (bits % 16 === 0 || !hasChecksum(target));
  }
  const field = protocols[target.protocol].fields.find(({ name }) => name === target.field);
  if (bits % 8 !== 0 || (field?.offset ?? 0) % 8 !== 0) return false;
  return !hasChecksum(target) || bits % 16 === 0;
}

function hasChecksum(target: PayloadSelector | RawPayloadSelector): boolean {
  return target.kind === 'payload' ? CHECKED.has(target.protocol) : target.base === 'ih';
}

/** The bytes that are read and put back to write a field, and how far it stands from their end. Source: nft's `stmt_evaluate_payload`. */
export function writtenBytes(
  target: PayloadSelector | RawPayloadSelector,
  field: RawPayloadSelector,
): { readonly bytes: RawPayloadSelector; readonly shift: bigint } {
  const { raw, shift } = wholeBytes(field);
  if (!hasChecksum(target) || raw.type.bits % 16 === 0) return { bytes: raw, shift };
  const isOdd = raw.offset % 16 !== 0;
  const type = scalarType('hex_integer', raw.type.bits + 8, 'network');
  return {
    bytes: { ...raw, offset: raw.offset - (isOdd ? 8 : 0), type },
    shift: isOdd ? shift : shift + 8n,
  };
}
