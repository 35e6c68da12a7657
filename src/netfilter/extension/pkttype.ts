import type { Family } from '../../address/family.js';
import { parsePrefix } from '../../address/address-text.js';
import type { Prefix } from '../../address/prefix.js';
import { addressIn } from '../../predicate/address-predicate.js';
import { all, invertedIf, NEVER, not, type Predicate } from '../../predicate/predicate.js';
import { XtablesError } from '../xtables-error.js';
import type { MatchData, MatchExtension, MatchScope } from './extension.js';

/** How a frame was addressed. */
type PacketType = 'unicast' | 'broadcast' | 'multicast' | 'otherhost';

/** `-m pkttype --pkt-type TYPE`. */
export interface PkttypeMatch extends MatchData {
  readonly name: 'pkttype';
  readonly type: PacketType;
  readonly inverted: boolean;
}

const TYPES: ReadonlyMap<string, PacketType> = new Map([
  ['unicast', 'unicast'],
  ['host', 'unicast'],
  ['broadcast', 'broadcast'],
  ['bcast', 'broadcast'],
  ['multicast', 'multicast'],
  ['mcast', 'multicast'],
  ['otherhost', 'otherhost'],
]);

/**
 * The `pkttype` match: how the frame was addressed in which a packet came. What this host sends or forwards counts as addressed to it.
 * Source: `xt_pkttype.c`, `eth_type_trans`, iptables-extensions(8).
 */
export const pkttypeMatch: MatchExtension<PkttypeMatch> = {
  name: 'pkttype',
  families: [4, 6],
  options: {
    initial: { name: 'pkttype', type: 'unicast', inverted: false },
    options: [
      {
        name: 'pkt-type',
        words: 1,
        mandatory: true,
        invertible: true,
        read: (data, { argument, inverted }) => ({ ...data, type: readType(argument), inverted }),
      },
    ],
  },
  print: ({ type, inverted }) => `${inverted ? '! ' : ''}--pkt-type ${type}`,
  list: ({ type, inverted }) => `PKTTYPE ${inverted ? '!=' : '='} ${type}`,
  predicate: ({ type, inverted }, scope) => invertedIf(inverted, isType(type, scope)),
};

function readType(text: string): PacketType {
  const type = TYPES.get(text.toLowerCase());
  if (type !== undefined) return type;
  throw new XtablesError('parameter', `Bad packet type '${text}'`);
}

function isType(type: PacketType, scope: MatchScope): Predicate {
  const { family, hook } = scope;
  // A frame for another host is not handed on to IP.
  if (type === 'otherhost') return NEVER;
  const arrives = hook === 'PREROUTING' || hook === 'INPUT';
  const multicast = arrives ? addressIn('dst', MULTICAST[family]) : NEVER;
  const broadcast =
    arrives && family === 4
      ? all([addressIn('dst', LIMITED_BROADCAST), not(scope.deviceIs('indev', 'lo'))])
      : NEVER;
  switch (type) {
    case 'multicast':
      return multicast;
    case 'broadcast':
      return broadcast;
    default:
      return all([not(multicast), not(broadcast)]);
  }
}

const MULTICAST: Readonly<Record<Family, Prefix>> = {
  4: parsePrefix('224.0.0.0/4'),
  6: parsePrefix('ff00::/8'),
};
const LIMITED_BROADCAST = parsePrefix('255.255.255.255/32');
