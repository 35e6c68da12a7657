import { assertNever } from '../../../assert-never.js';
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

/** Where an end of a tuple stands: in the packet, or in what its connection gives it. */
export type TupleSide = 'src' | 'dst' | 'ctSrc' | 'ctDst';

interface SideCase {
  readonly when: Predicate;
  readonly side: TupleSide;
}

/** The port that goes with it. */
export const TUPLE_PORTS = {
  src: 'sport',
  dst: 'dport',
  ctSrc: 'ctSport',
  ctDst: 'ctDport',
} as const satisfies Record<TupleSide, Field>;

/** How a packet stands to its connection: its first one, one like it, or an answer; and whether the end that came as the destination is translated. */
export interface TuplePosition {
  readonly kind: 'first' | 'later' | 'reply';
  readonly translated: boolean;
}

const KINDS: readonly { readonly kind: TuplePosition['kind']; readonly when: Predicate }[] = [
  { kind: 'first', when: all([equals('ctknown', 0), equals('ctreply', 0)]) },
  { kind: 'later', when: all([equals('ctknown', 1), equals('ctreply', 0)]) },
  { kind: 'reply', when: equals('ctreply', 1) },
];

/** Every position, and the packets that are in it. */
export const TUPLE_POSITIONS: readonly (TuplePosition & { readonly when: Predicate })[] =
  KINDS.flatMap(({ kind, when }) =>
    [false, true].map((translated) => ({
      kind,
      translated,
      when: all([when, isTranslated(kind, translated)]),
    })),
  );

function isTranslated(kind: TuplePosition['kind'], translated: boolean): Predicate {
  return equals(kind === 'reply' ? 'ctsnat' : 'ctdnat', translated ? 1 : 0);
}

/** Protocols of which a connection has two ports. */
const PORTED = [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.udplite, PROTOCOL.sctp, PROTOCOL.dccp];
/** Protocols of which it has a number that packets here don't have: an identifier, a key. */
export const HAS_CONNECTION_NUMBER = isOf([PROTOCOL.icmp, PROTOCOL.icmpv6, PROTOCOL.gre]);

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
    invertedIf(inverted, inRange(TUPLE_PORTS[side], from, to)),
  );
  const numbered = HAS_CONNECTION_NUMBER;
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
  test: (side: TupleSide) => Predicate,
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

function casesOf(end: TupleEnd, { ends }: MatchScope): readonly SideCase[] {
  if (ends === 'unknown') return [];
  return KINDS.flatMap(({ kind, when }) => {
    const [plain, translated] = [false, true].map((one) =>
      tupleSide(end, { kind, translated: one }, ends),
    );
    if (plain === translated) return plain === undefined ? [] : [{ when, side: plain }];
    return [
      { side: plain, is: false },
      { side: translated, is: true },
    ].flatMap(({ side, is }) =>
      side === undefined ? [] : [{ when: all([when, isTranslated(kind, is)]), side }],
    );
  });
}

/**
 * Where packets have an end of a tuple: in their own header, as far as that isn't translated yet, or in what the connection gives them; undefined where they
 * don't have it. Source: `nf_ct_invert_tuple`, `nf_nat_manip_pkt`.
 */
export function tupleSide(
  end: TupleEnd,
  { kind, translated }: TuplePosition,
  ends: 'came' | 'routed',
): TupleSide | undefined {
  const isKept = ends === 'came' || !translated;
  switch (end) {
    case 'origsrc':
      return kind === 'reply' ? 'ctDst' : 'src';
    case 'origdst':
      if (kind === 'reply') return 'ctSrc';
      return isKept ? 'dst' : kind === 'first' ? 'ctDst' : undefined;
    case 'replsrc':
      return kind === 'reply' ? 'src' : kind === 'first' ? 'dst' : 'ctDst';
    case 'repldst':
      if (kind === 'reply') return isKept ? 'dst' : undefined;
      return kind === 'first' ? 'src' : 'ctSrc';
    default:
      return assertNever(end);
  }
}
