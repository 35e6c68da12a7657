import { assertNever } from '../../../../assert-never.js';
import { ADDRESS_FIELDS } from '../../../../packet/field.js';
import { SK } from '../../../../packet/sk.js';
import {
  all,
  any,
  equals,
  masked,
  NEVER,
  not,
  type Predicate,
} from '../../../../predicate/predicate.js';
import { symbolTables } from '../../symbol-table.js';
import type { FibSelector } from '../../selector.js';
import { connectionValue } from './connection-value.js';
import { HAS_SOCKET } from '../../../sender-socket.js';
import { hasRoute, metaValue } from './meta-value.js';
import { payloadValue } from './payload-value.js';
import { rawValue, transportPlace } from './raw-value.js';
import type { NftScope } from '../scope.js';
import {
  ABSENT,
  constantValue,
  fieldValue,
  fieldWord,
  OPEN,
  type Case,
  type Value,
} from './value.js';
import type { Selector } from '../../expression.js';

/** What a selector gives for packets. */
export function selectorValue(selector: Selector, scope: NftScope): Value {
  switch (selector.kind) {
    case 'payload': {
      const place = scope.transport === undefined ? undefined : transportPlace(selector);
      return place === undefined ? payloadValue(selector, scope) : rawValue(place, scope);
    }
    case 'raw-payload':
      return rawValue(selector, scope);
    case 'meta':
      return selector.inner === undefined ? metaValue(selector.key, scope) : OPEN;
    case 'ct':
      return connectionValue(selector, scope);
    case 'fib':
      return fibValue(selector, scope);
    case 'rt':
      return routeValue(selector.key, scope);
    case 'socket':
      return socketValue(selector.key, scope);
    case 'exthdr':
      return headerValue(selector, scope);
    case 'ip-option':
      // Packets have no options.
      return selector.field === undefined ? constantValue(0n) : ABSENT;
    case 'tcp-option':
    case 'sctp-chunk':
    case 'dccp-option':
    case 'osf':
    case 'numgen':
    case 'symhash':
    case 'jhash':
      return OPEN;
    case 'ipsec':
      return ABSENT;
    default:
      return assertNever(selector);
  }
}

/** What the socket is like that a packet is for. Source: `nft_socket_eval`. */
function socketValue(key: Extract<Selector, { kind: 'socket' }>['key'], scope: NftScope): Value {
  if (scope.hook === 'OUTPUT') return ofSender(key);
  const listened = (kind: Parameters<NftScope['isListenedAt']>[0]): Predicate =>
    all([not(hasSocket(0)), scope.isListenedAt(kind)]);
  const listens = listened({ wildcard: true, opaque: true });
  const present = any([hasSocket(0), listens]);
  // That of a connection which has only begun is no whole socket yet.
  const whole = any([masked('sk', SK.begun | SK.found, SK.found), listens]);
  switch (key) {
    case 'transparent':
      return asBoolean(
        any([hasSocket(SK.transparent), listened({ wildcard: true, opaque: false })]),
        present,
      );
    case 'wildcard':
      return asBoolean(
        any([
          hasSocket(SK.wildcard),
          all([listens, not(listened({ wildcard: false, opaque: true }))]),
        ]),
        whole,
      );
    case 'mark':
      // A socket that listens has none here.
      return { kind: 'open', present: whole, usual: 0n };
    case 'cgroupv2':
      return { kind: 'open', present: whole };
    default:
      return assertNever(key);
  }
}

/** Holds where a socket is known, of a kind if one is asked. */
function hasSocket(kind: number): Predicate {
  return masked('sk', kind | SK.found, kind | SK.found);
}

/** What the socket is like that sends. It had its mark before rules wrote that of the packet, and may be bound to any address. Source: `nft_socket_eval`. */
function ofSender(key: Extract<Selector, { kind: 'socket' }>['key']): Value {
  const present = HAS_SOCKET;
  switch (key) {
    case 'transparent':
      return constantValue(0n, present);
    case 'mark':
      return fieldValue('socketMark', 32, present);
    case 'wildcard':
      return { kind: 'open', present, usual: 0n };
    case 'cgroupv2':
      return { kind: 'open', present };
    default:
      return assertNever(key);
  }
}

function asBoolean(when: Predicate, present: Predicate): Value {
  return {
    kind: 'cases',
    cases: [
      { when: { kind: 'all', of: [present, when] }, value: 1n },
      { when: { kind: 'all', of: [present, not(when)] }, value: 0n },
    ],
  };
}

function routeValue(key: Extract<Selector, { kind: 'rt' }>['key'], scope: NftScope): Value {
  const present = hasRoute(scope);
  switch (key) {
    case 'classid':
      return constantValue(0n, present);
    case 'ip nexthop':
    case 'ip6 nexthop': {
      const isOwn = (key === 'ip nexthop') === (scope.family === 4);
      const fields = ADDRESS_FIELDS.nexthop.slice(0, key === 'ip nexthop' ? 1 : 4);
      return {
        kind: 'words',
        words: fields.map((field) => fieldWord(field, 32)),
        present: isOwn ? present : NEVER,
      };
    }
    case 'ipsec':
      return constantValue(0n, present);
    case 'mtu':
      // What a segment of TCP has room for, over Ethernet; the headers are those without options.
      return { kind: 'open', present, usual: scope.family === 4 ? 1460n : 1440n };
    default:
      return assertNever(key);
  }
}

function headerValue(
  { header, field }: Extract<Selector, { kind: 'exthdr' }>,
  { family }: NftScope,
): Value {
  // The one extension header that packets can have is that of fragments.
  const there = family === 6 && header === 'frag' ? not(equals('fragment', 0)) : NEVER;
  if (field !== undefined) return { kind: 'open', present: there };
  return {
    kind: 'cases',
    cases: [
      { when: there, value: 1n },
      { when: not(there), value: 0n },
    ],
  };
}

/** The names of address types, by their RTN_ numbers. */
const TYPES = symbolTables.fib_addrtype.symbols;

function fibValue({ flags, result }: FibSelector, scope: NftScope): Value {
  if (result !== 'type') return OPEN;
  const field = flags.includes('saddr') ? 'src' : 'dst';
  const limit = flags.includes('iif') ? 'indev' : flags.includes('oif') ? 'outdev' : undefined;
  const looked = scope.addressType(field, ['LOCAL'], limit);
  const anycast = scope.addressType(field, ['ANYCAST'], limit);
  // In IPv6 an own address is of both types, of which this is the one that a lookup finds.
  const found = scope.family === 6 ? any([looked, anycast]) : NEVER;
  return {
    kind: 'cases',
    cases: TYPES.map(([name, value]): Case => {
      const when = scope.addressType(field, [name.toUpperCase()], limit);
      const isFound = name === 'local' || name === 'anycast';
      return { when: isFound ? when : all([when, not(found)]), value: BigInt(value) };
    }),
  };
}
