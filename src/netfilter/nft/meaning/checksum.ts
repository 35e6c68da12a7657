import { PROTOCOL } from '../../../packet/protocol.js';
import { set } from '../../../predicate/assignment.js';
import { all, any, equals, not, type Predicate } from '../../../predicate/predicate.js';
import { inStates } from '../../connection.js';
import { HAS_TRANSPORT_HEADER } from '../../fragment.js';
import type { Statement } from '../../statement.js';
import { someStatement } from '../some-statement.js';
import type { SetFieldStatement, Statement as NftStatement } from '../statement.js';
import { liesIn, presenceOf } from './condition.js';
import type { NftScope } from './scope.js';
import { fieldValue, type Value } from './value/value.js';

/** Whether something is written in a transport header that isn't named: its checksum stays as it was. */
export function isInTransport(target: SetFieldStatement['target']): boolean {
  if (target.kind === 'raw-payload') return target.base === 'th';
  return target.kind === 'payload' && target.protocol === 'th';
}

/** Reports whether statements write what checksums cover, and not the checksums. */
export function statementsBreakSums(statements: readonly NftStatement[]): boolean {
  return someStatement(
    statements,
    (statement) => statement.kind === 'mangle' && isInTransport(statement.target),
  );
}

/** The protocols with a checksum that hosts look at. Source: `nf_ip_checksum`, `nf_ip6_checksum`. */
export const HAS_SUM: Predicate = any(
  [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.udplite, PROTOCOL.icmp, PROTOCOL.icmpv6].map((protocol) =>
    equals('protocol', protocol),
  ),
);

const IS_ICMP = any([equals('protocol', PROTOCOL.icmp), equals('protocol', PROTOCOL.icmpv6)]);

/** What comes in has been with connection tracking or not. */
const IS_UNCHECKED = inStates(['none', 'TEMPLATE', 'UNTRACKED']);

/**
 * What a port becomes that is written without the checksum. Sockets of TCP and UDP leave theirs to be made when the packet leaves; what came in, and
 * any message of ICMP, has one that is wrong then; nobody looks at one that connection tracking has found right. Source: `nft_payload_set_eval`,
 * `CHECKSUM_PARTIAL`, `__skb_checksum_complete`.
 */
export function breakSum(
  field: 'sport' | 'dport',
  value: Value,
  { hook, looped }: NftScope,
): Statement {
  const cameIn = !looped && (hook === 'PREROUTING' || hook === 'INPUT' || hook === 'INGRESS');
  const same = isAlready(field, value);
  const written = cameIn ? all([any([IS_ICMP, all([HAS_SUM, not(same)])]), IS_UNCHECKED]) : IS_ICMP;
  const broken = all([presenceOf(value), HAS_TRANSPORT_HEADER, written]);
  return {
    kind: 'effect',
    effect: [
      { when: broken, assignments: [set('sumBroken', 1)], next: 'continue' },
      { when: all([]), assignments: [], next: 'continue' },
    ],
  };
}

/** Holds when the port is already what would be written. */
function isAlready(field: 'sport' | 'dport', value: Value): Predicate {
  if (value.kind !== 'cases') return any([]);
  const port = fieldValue(field, 16);
  return any(
    value.cases.map(({ when, value: number }) =>
      all([when, liesIn(port, [number, number]) ?? any([])]),
    ),
  );
}
