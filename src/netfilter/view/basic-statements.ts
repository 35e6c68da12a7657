import type { Family } from '../../address/family.js';
import { maskLength } from '../../address/prefix.js';
import { metaKeys } from '../nft/key.js';
import { compareField, headerField, maskedField, metaField, numberOf } from '../nft/make-match.js';
import type { PayloadSelector } from '../nft/selector.js';
import type { Comparison, MatchStatement } from '../nft/statement.js';
import type { AddressMatch, DeviceMatch, RuleSpecification } from '../rule.js';

/** The bits of a field that state where a fragment begins. */
const FRAGMENT_OFFSET = 0x1fff;

/** What iptables compares with instead of every device. */
const NO_DEVICE = 'INVAL/D';

/** What iptables makes of the basic matches of a rule for nf_tables, in this order. Source: `nft_ipv4_add`, `nft_ipv6_add`. */
export function basicStatements(
  { src, dst, indev, outdev, protocol, fragment }: RuleSpecification,
  family: Family,
): readonly MatchStatement[] {
  const header = family === 4 ? 'ip' : 'ip6';
  return [
    ...(src === undefined ? [] : addressStatements(headerField(header, 'saddr'), src)),
    ...(dst === undefined ? [] : addressStatements(headerField(header, 'daddr'), dst)),
    ...(indev === undefined ? [] : [deviceStatement('iifname', indev)]),
    ...(outdev === undefined ? [] : [deviceStatement('oifname', outdev)]),
    ...(protocol === undefined
      ? []
      : [compareField(protocolField(family), equality(protocol), protocol.number)]),
    ...(fragment === undefined
      ? []
      : [
          compareField(
            maskedField(headerField('ip', 'frag-off'), FRAGMENT_OFFSET),
            fragment.inverted ? '==' : '!=',
            0,
          ),
        ]),
  ];
}

function protocolField(
  family: Family,
): MatchStatement['left'] & ReturnType<typeof metaField | typeof headerField> {
  return family === 4 ? headerField('ip', 'protocol') : metaField('l4proto');
}

function addressStatements(field: PayloadSelector, match: AddressMatch): readonly MatchStatement[] {
  const { address, mask } = match;
  const length = maskLength(address.family, mask);
  const value = numberOf(bigOf(address.words), field.type);
  if (length === 0 && !match.inverted) return [];
  if (length === undefined) {
    return [compareField(maskedField(field, bigOf(mask)), equality(match), value)];
  }
  const isHost = length === field.type.bits;
  return [
    compareField(field, equality(match), isHost ? value : { ...value, kind: 'prefix', length }),
  ];
}

function deviceStatement(key: 'iifname' | 'oifname', match: DeviceMatch): MatchStatement {
  const field = metaField(key);
  const type = metaKeys[key];
  // nf_tables has no way to say that a packet has no device.
  if (match.name === '+') {
    return compareField(field, '==', { kind: 'text', text: NO_DEVICE, wildcard: false, type });
  }
  const wildcard = match.name.endsWith('+');
  const text = wildcard ? match.name.slice(0, -1) : match.name;
  return compareField(field, equality(match), { kind: 'text', text, wildcard, type });
}

function equality({ inverted }: { readonly inverted: boolean }): Comparison {
  return inverted ? '!=' : '==';
}

function bigOf(words: readonly number[]): bigint {
  return words.reduce((number, word) => (number << 32n) | BigInt(word), 0n);
}
