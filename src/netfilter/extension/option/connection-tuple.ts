import type { AddressField, Field } from '../../../packet/field.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import {
  all,
  ALWAYS,
  any,
  equals,
  inRange,
  invertedIf,
  not,
  type Predicate,
} from '../../../predicate/predicate.js';
import { addressMasked } from '../../../predicate/address-predicate.js';
import { HAS_CONNECTION, inStates } from '../../connection.js';
import type { MatchScope } from '../extension.js';
import type { HostMask } from './host-address.js';
import type { PortRange } from './port-range.js';

/** An end of one of the two tuples of a connection: that of its first packet, and that of the answers to it. */
export type TupleEnd = 'origsrc' | 'origdst' | 'replsrc' | 'repldst';

/** When a condition on a connection holds, and for which packets nothing here decides it. */
export interface TupleTest {
  /** Holds where it is met, among packets of a connection for which it's decided. */
  readonly met: Predicate;
  readonly open: Predicate;
}

type Side = 'src' | 'dst' | 'ctSrc' | 'ctDst';

interface SideCase {
  readonly when: Predicate;
  readonly side: Side;
}

const PORTS = {
  src: 'sport',
  dst: 'dport',
  ctSrc: 'ctSport',
  ctDst: 'ctDport',
} as const satisfies Record<Side, Field>;

const FIRST = all([equals('ctknown', 0), equals('ctreply', 0)]);
const LATER = all([equals('ctknown', 1), equals('ctreply', 0)]);
const REPLY = equals('ctreply', 1);

/** Protocols of which a connection has two ports. */
const PORTED = [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.udplite, PROTOCOL.sctp, PROTOCOL.dccp];
/** Protocols of which it has a number that packets here don't have: an identifier, a key. */
const NUMBERED = [PROTOCOL.icmp, PROTOCOL.icmpv6, 47];

/** A test of an address of a tuple. */
export function tupleAddress(
  end: TupleEnd,
  { address, mask, inverted }: HostMask & { readonly inverted: boolean },
  scope: MatchScope,
): TupleTest {
  return tupleTest(end, scope, ALWAYS, (side) =>
    invertedIf(inverted, addressMasked(side satisfies AddressField, address, mask.words)),
  );
}

/** A test of a port of a tuple; protocols without ports have 0. */
export function tuplePort(end: TupleEnd, range: PortRange, scope: MatchScope): TupleTest {
  const { from, to, inverted } = range;
  const { met, open } = tupleTest(end, scope, isOf(PORTED), (side) =>
    invertedIf(inverted, inRange(PORTS[side], from, to)),
  );
  const numbered = isOf(NUMBERED);
  const without = all([not(isOf(PORTED)), not(numbered)]);
  const isZeroMet = (from === 0) !== inverted;
  return {
    met: any([met, ...(isZeroMet ? [without] : [])]),
    open: any([all([HAS_CONNECTION, numbered]), open]),
  };
}

function isOf(protocols: readonly number[]): Predicate {
  return any(protocols.map((protocol) => equals('protocol', protocol)));
}

/** @param among - the packets for which it's asked */
function tupleTest(
  end: TupleEnd,
  scope: MatchScope,
  among: Predicate,
  test: (side: Side) => Predicate,
): TupleTest {
  const cases = scope.looped ? [] : casesOf(end, scope);
  // An error belongs to the connection of the packet in it.
  const own = inStates(['NEW', 'ESTABLISHED']);
  const known = all([own, any(cases.map(({ when }) => when))]);
  return {
    met: all([among, own, any(cases.map(({ when, side }) => all([when, test(side)])))]),
    open: all([among, HAS_CONNECTION, not(known)]),
  };
}

/**
 * Where packets have an end of a tuple: in their own header, as far as that isn't translated yet, or in what the connection gives them. Destinations are
 * translated in PREROUTING and OUTPUT, behind what iptables has in PREROUTING; sources behind all of it. Source: `nf_ct_invert_tuple`, `nf_nat_manip_pkt`.
 */
function casesOf(end: TupleEnd, { hook }: MatchScope): readonly SideCase[] {
  const isEarly = hook === 'PREROUTING';
  const unlessTranslated = (flag: 'ctsnat' | 'ctdnat'): Predicate =>
    isEarly ? ALWAYS : equals(flag, 0);
  switch (end) {
    case 'origsrc':
      return [
        { when: any([FIRST, LATER]), side: 'src' },
        { when: REPLY, side: 'ctDst' },
      ];
    case 'origdst':
      return [
        { when: all([any([FIRST, LATER]), unlessTranslated('ctdnat')]), side: 'dst' },
        ...(isEarly ? [] : [{ when: all([FIRST, equals('ctdnat', 1)]), side: 'ctDst' } as const]),
        { when: REPLY, side: 'ctSrc' },
      ];
    case 'replsrc':
      return [
        { when: FIRST, side: 'dst' },
        { when: LATER, side: 'ctDst' },
        { when: REPLY, side: 'src' },
      ];
    default:
      return [
        { when: FIRST, side: 'src' },
        { when: LATER, side: 'ctSrc' },
        { when: all([REPLY, unlessTranslated('ctsnat')]), side: 'dst' },
      ];
  }
}
