import type { Family } from '../../../../address/family.js';
import type { PayloadSelector, RawPayloadSelector } from '../../selector.js';

/** The fields of headers that lie at places of their own, by base, offset and width; `tos` is the byte of which nft has only the two parts. */
const PLACES: {
  readonly [place: string]: readonly [protocol: 'ip' | 'ip6' | 'th', field: string];
} = {
  'nh 8 8': ['ip', 'tos'],
  'nh 96 32': ['ip', 'saddr'],
  'nh 128 32': ['ip', 'daddr'],
  'nh 64 8': ['ip', 'ttl'],
  'nh 72 8': ['ip', 'protocol'],
  'nh 4 8': ['ip6', 'tos'],
  'nh 64 128': ['ip6', 'saddr'],
  'nh 192 128': ['ip6', 'daddr'],
  'nh 48 8': ['ip6', 'nexthdr'],
  'nh 56 8': ['ip6', 'hoplimit'],
  'th 0 16': ['th', 'sport'],
  'th 16 16': ['th', 'dport'],
};

/** The field that lies at a place; undefined when that is none, or one of packets of the other family. */
export function fieldAt(
  { base, offset, type }: RawPayloadSelector,
  family: Family,
): PayloadSelector | undefined {
  const found = PLACES[`${base} ${offset} ${type.bits}`];
  if (found === undefined) return undefined;
  const [protocol, field] = found;
  const isOther = protocol !== 'th' && (protocol === 'ip') !== (family === 4);
  return isOther ? undefined : { kind: 'payload', protocol, field, type, inner: undefined };
}
