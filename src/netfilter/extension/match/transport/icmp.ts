import { PROTOCOL } from '../../../../packet/protocol.js';
import { all, not } from '../../../../predicate/predicate.js';
import { HAS_TRANSPORT_HEADER } from '../../../fragment.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import {
  ICMP_CODE_NAMES,
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

/** `-m icmp --icmp-type TYPE`. */
export interface IcmpMatch extends MatchData {
  readonly name: 'icmp';
  readonly test: IcmpTypeTest;
  readonly inverted: boolean;
}

/** Type 255 stands for every type. */
const ANY = 255;

const NAMES: readonly NamedIcmpType[] = [
  ...icmpType(ANY, 'any'),
  ...icmpType(0, 'echo-reply', 'pong'),
  ...icmpType(3, 'destination-unreachable'),
  ...icmpCodes(3, ...ICMP_CODE_NAMES.unreachable),
  ...icmpType(4, 'source-quench'),
  ...icmpType(5, 'redirect'),
  ...icmpCodes(5, ...ICMP_CODE_NAMES.redirect),
  ...icmpType(8, 'echo-request', 'ping'),
  ...icmpType(9, 'router-advertisement'),
  ...icmpType(10, 'router-solicitation'),
  ...icmpType(11, 'time-exceeded', 'ttl-exceeded'),
  ...icmpCodes(11, ...ICMP_CODE_NAMES.timeExceeded),
  ...icmpType(12, 'parameter-problem'),
  ...icmpCodes(12, ...ICMP_CODE_NAMES.parameterProblem),
  ...icmpType(13, 'timestamp-request'),
  ...icmpType(14, 'timestamp-reply'),
  ...icmpType(17, 'address-mask-request'),
  ...icmpType(18, 'address-mask-reply'),
];

/** The `icmp` match. Source: `ip_tables.c`, `icmp_match`; iptables-extensions(8). */
export const icmpMatch: MatchExtension<IcmpMatch> = {
  name: 'icmp',
  families: [4],
  options: {
    initial: { name: 'icmp', test: { type: ANY, from: 0, to: 255 }, inverted: false },
    options: [
      {
        name: 'icmp-type',
        words: 1,
        invertible: true,
        mandatory: true,
        read: (data, { argument, inverted }) => ({
          ...data,
          test: readIcmpType(argument, NAMES, 'ICMP'),
          inverted,
        }),
      },
    ],
  },
  print: ({ test, inverted }) => `${inverted ? '! ' : ''}--icmp-type ${printType(test)}`,
  list: ({ test, inverted }, { numeric }) => `icmp${listIcmpType(test, NAMES, inverted, numeric)}`,
  translate({ test, inverted }) {
    if (test.type === ANY) return 'ip protocol icmp';
    const name = typeName(test, NAMES);
    return name && `icmp type ${nftNot({ inverted })}${name}`;
  },
  asNft: ({ test, inverted }) => icmpForm('icmp', test, inverted),
  restrict: () => ({ protocols: [PROTOCOL.icmp] }),
  predicate({ test, inverted }) {
    const met = test.type === ANY ? HAS_TRANSPORT_HEADER : icmpTypePredicate(test);
    return inverted ? all([HAS_TRANSPORT_HEADER, not(met)]) : met;
  },
};

function printType({ type, from, to }: IcmpTypeTest): string {
  if (from !== 0 || to !== 255) return `${type}/${from}`;
  return type === ANY ? 'any' : String(type);
}
