import { PROTOCOL } from '../../../../packet/protocol.js';
import { all, not } from '../../../../predicate/predicate.js';
import { HAS_TRANSPORT_HEADER } from '../../../fragment.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import {
  icmpCodes,
  icmpForm,
  icmpType,
  icmpTypePredicate,
  listIcmpType,
  readIcmpType,
  typeName,
  type IcmpTypeTest,
  type NamedIcmpType,
} from '../../option/icmp-type.js';
import { nftNot } from '../../option/nft-words.js';

/** `-m icmp6 --icmpv6-type TYPE`. */
export interface Icmp6Match extends MatchData {
  readonly name: 'icmp6';
  readonly test: IcmpTypeTest;
  readonly inverted: boolean;
}

const NAMES: readonly NamedIcmpType[] = [
  ...icmpType(1, 'destination-unreachable'),
  ...icmpCodes(
    1,
    'no-route',
    'communication-prohibited',
    'beyond-scope',
    'address-unreachable',
    'port-unreachable',
    'failed-policy',
    'reject-route',
  ),
  ...icmpType(2, 'packet-too-big'),
  ...icmpType(3, 'time-exceeded', 'ttl-exceeded'),
  ...icmpCodes(3, 'ttl-zero-during-transit', 'ttl-zero-during-reassembly'),
  ...icmpType(4, 'parameter-problem'),
  ...icmpCodes(4, 'bad-header', 'unknown-header-type', 'unknown-option'),
  ...icmpType(128, 'echo-request', 'ping'),
  ...icmpType(129, 'echo-reply', 'pong'),
  ...icmpType(130, 'mld-listener-query'),
  ...icmpType(131, 'mld-listener-report'),
  ...icmpType(132, 'mld-listener-done', 'mld-listener-reduction'),
  ...icmpType(133, 'router-solicitation'),
  ...icmpType(134, 'router-advertisement'),
  ...icmpType(135, 'neighbour-solicitation', 'neighbor-solicitation'),
  ...icmpType(136, 'neighbour-advertisement', 'neighbor-advertisement'),
  ...icmpType(137, 'redirect'),
];

/** Types that nft knows by other names. */
const ND_NAMES: ReadonlyMap<number, string> = new Map([
  [133, 'nd-router-solicit'],
  [134, 'nd-router-advert'],
  [135, 'nd-neighbor-solicit'],
  [136, 'nd-neighbor-advert'],
  [137, 'nd-redirect'],
]);

/** The `icmp6` match. Source: `ip6_tables.c`, `icmp6_match`; iptables-extensions(8). */
export const icmp6Match: MatchExtension<Icmp6Match> = {
  name: 'icmp6',
  families: [6],
  options: {
    initial: { name: 'icmp6', test: { type: 0, from: 0, to: 255 }, inverted: false },
    options: [
      {
        name: 'icmpv6-type',
        words: 1,
        invertible: true,
        mandatory: true,
        read: (data, { argument, inverted }) => ({
          ...data,
          test: readIcmpType(argument, NAMES, 'ICMPv6'),
          inverted,
        }),
      },
    ],
  },
  print({ test: { type, from, to }, inverted }) {
    const code = from === 0 && to === 255 ? '' : `/${from}`;
    return `${inverted ? '! ' : ''}--icmpv6-type ${type}${code}`;
  },
  list: ({ test, inverted }, { numeric }) =>
    `ipv6-icmp${listIcmpType(test, NAMES, inverted, numeric)}`,
  translate({ test, inverted }) {
    const name =
      test.from === test.to ? undefined : (ND_NAMES.get(test.type) ?? typeName(test, NAMES));
    return name && `icmpv6 type ${nftNot({ inverted })}${name}`;
  },
  asNft: ({ test, inverted }) => icmpForm('icmpv6', test, inverted),
  restrict: () => ({ protocols: [PROTOCOL.icmpv6] }),
  predicate({ test, inverted }) {
    const met = icmpTypePredicate(test);
    return inverted ? all([HAS_TRANSPORT_HEADER, not(met)]) : met;
  },
};
