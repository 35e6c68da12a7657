import { tick } from '../bound.js';
import { addressFromWords } from '../address/address.js';
import type { Family } from '../address/family.js';
import { HAS_TRANSPORT_HEADER } from '../netfilter/fragment.js';
import { PROTOCOL } from '../packet/protocol.js';
import { all, ALWAYS, any, equals, NEVER, not, type Predicate } from '../predicate/predicate.js';
import { deviceOf, type Entry, type EntryPart } from './entry.js';
import { hasEntryPorts } from './expand-request.js';
import { entriesOf } from './hash-table.js';
import { hasNetworks } from './hash-type.js';
import {
  dimensionsOf,
  familyOf,
  type AddressBitmap,
  type HashSet,
  type IpSet,
  type PortBitmap,
} from './ip-set.js';
import { paintNetworks, paintValues } from './paint-networks.js';

/** Which side of a packet each dimension of a set looks at. */
export type PacketSide = 'src' | 'dst';

/** How a packet is looked for in a set. */
export interface SetQuestion {
  readonly family: Family;
  readonly sides: readonly PacketSide[];
  /** Only exceptions (`nomatch`) count, for sets that can have them. */
  readonly exceptions: boolean;
  /** Finds the sets of a list. */
  readonly findSet: (name: string) => IpSet | undefined;
  /** Holds when the device of a side is one of that name; with a `+` at the end one whose name begins so. */
  readonly deviceIs: (field: 'indev' | 'outdev', name: string) => Predicate;
}

/** What is known of sets that name no device: the same packets are in them in every namespace. */
const known = new WeakMap<IpSet, Map<string, Predicate>>();

/** Holds for packets that are in a set. Source: `ip_set_test`. */
export function isInSet(set: IpSet, question: SetQuestion): Predicate {
  const { family, sides, exceptions } = question;
  if (set.kind === 'list:set') {
    return any(
      set.members.map((member) => {
        const found = question.findSet(member.set);
        return found === undefined ? NEVER : isInSet(found, question);
      }),
    );
  }
  if ((familyOf(set) ?? family) !== family || sides.length < dimensionsOf(set)) return NEVER;
  if (set.kind === 'hash' && set.type.dimensions.includes('iface')) return inHash(set, question);
  const predicates = known.get(set) ?? new Map<string, Predicate>();
  known.set(set, predicates);
  const key = `${family} ${sides.join()} ${exceptions}`;
  let predicate = predicates.get(key);
  if (predicate === undefined) {
    predicate = lower(set, question);
    predicates.set(key, predicate);
  }
  return predicate;
}

function lower(set: Exclude<IpSet, { kind: 'list:set' }>, question: SetQuestion): Predicate {
  if (set.kind === 'hash') return inHash(set, question);
  const [side = 'src'] = question.sides;
  return set.kind === 'bitmap:port' ? inPorts(set, side) : inAddresses(set, side);
}

function inPorts({ entries }: PortBitmap, side: PacketSide): Predicate {
  const values = [...entries.keys()].map((at) => ({ at, value: ALWAYS }));
  return all([
    HAS_TRANSPORT_HEADER,
    any([equals('protocol', PROTOCOL.tcp), equals('protocol', PROTOCOL.udp)]),
    paintValues(portField(side), values),
  ]);
}

function inAddresses({ entries, netmask }: AddressBitmap, side: PacketSide): Predicate {
  return paintNetworks(
    side,
    [...entries.keys()].map((at) => ({
      prefix: { address: addressFromWords(4, [at]), length: netmask },
      value: ALWAYS,
    })),
  );
}

function inHash(set: HashSet, question: SetQuestion): Predicate {
  const { dimensions } = set.type;
  const { sides } = question;
  // Ports are told apart first, and networks last: of those with all else alike the longest decides.
  const order = [...dimensions.keys()].toSorted(
    (a, b) => RANKS[dimensions[a] ?? 'ip'] - RANKS[dimensions[b] ?? 'ip'],
  );
  const levels = order.map((at) => ({ at, side: sides[at] ?? 'src' }));
  return decide(entriesOf(set.table), levels, { set, question });
}

/** Devices come after networks: the longest network that has any entry decides for all devices. */
const RANKS = { port: 0, ip: 1, net: 2, iface: 3 } as const;

interface Level {
  /** Which part of an entry it is about. */
  readonly at: number;
  readonly side: PacketSide;
}

interface Deciding {
  readonly set: HashSet;
  readonly question: SetQuestion;
}

function decide(
  entries: readonly Entry[],
  [level, ...rest]: readonly Level[],
  deciding: Deciding,
): Predicate {
  const [first] = entries;
  if (first === undefined) return NEVER;
  if (level === undefined) {
    const exceptions = deciding.question.exceptions && hasNetworks(deciding.set.type);
    return first.nomatch === exceptions ? ALWAYS : NEVER;
  }
  const part = first.parts[level.at];
  if (part?.kind === 'device') return firstDevice(entries, level.side, deciding.question);
  const groups = group(entries, level.at);
  const below = groups.map(({ part: shared, members }) => ({
    part: shared,
    value: decide(members, rest, deciding),
  }));
  return part?.kind === 'port'
    ? choosePort(below, level.side, deciding.question.family)
    : chooseNetwork(below, level.side, deciding.set);
}

interface Group {
  readonly part: EntryPart | undefined;
  readonly members: Entry[];
}

function group(entries: readonly Entry[], at: number): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    tick();
    const part = entry.parts[at];
    const key = textOf(part);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, { part, members: [entry] });
    else found.members.push(entry);
  }
  return [...groups.values()];
}

function textOf(part: EntryPart | undefined): string {
  if (part?.kind === 'port') return `${part.protocol} ${part.port}`;
  return part?.kind === 'address'
    ? `${part.prefix.address.words.join(' ')} ${part.prefix.length}`
    : '';
}

interface Below {
  readonly part: EntryPart | undefined;
  readonly value: Predicate;
}

function chooseNetwork(below: readonly Below[], side: PacketSide, set: HashSet): Predicate {
  const { netmask, type } = set;
  return paintNetworks(
    side,
    below.flatMap(({ part, value }) => {
      if (part?.kind !== 'address') return [];
      const { address, length } = part.prefix;
      const cut = type.name === 'hash:ip' ? netmask : length;
      return [{ prefix: { address, length: cut }, value }];
    }),
  );
}

/** Which port a packet has. Source: `ip_set_get_ip4_port`, `ip_set_get_ip6_port`. */
function choosePort(below: readonly Below[], side: PacketSide, family: Family): Predicate {
  const protocolOf = ({ part }: Below): number => (part?.kind === 'port' ? part.protocol : 0);
  return any(
    [...new Set(below.map(protocolOf))].map((protocol) =>
      all([
        equals('protocol', protocol),
        // IPv4 fragments of a protocol without ports are looked up as whole packets.
        family === 4 && !hasHeader(protocol) ? ALWAYS : HAS_TRANSPORT_HEADER,
        chooseOfProtocol(
          protocol,
          below.filter((one) => protocolOf(one) === protocol),
          side,
        ),
      ]),
    ),
  );
}

function chooseOfProtocol(protocol: number, ports: readonly Below[], side: PacketSide): Predicate {
  const values = ports.map(({ part, value }) => ({
    at: part?.kind === 'port' ? part.port : 0,
    value,
  }));
  if (hasEntryPorts(protocol)) return paintValues(portField(side), values);
  if (!isIcmp(protocol)) return any(values.map(({ value }) => value));
  return any(
    values.map(({ at, value }) =>
      all([equals('icmpType', at >>> 8), equals('icmpCode', at & 0xff), value]),
    ),
  );
}

function hasHeader(protocol: number): boolean {
  return hasEntryPorts(protocol) || isIcmp(protocol);
}

function isIcmp(protocol: number): boolean {
  return protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
}

function portField(side: PacketSide): 'sport' | 'dport' {
  return side === 'src' ? 'sport' : 'dport';
}

/** The first entry whose device is the packet's decides. Ports of bridges are another match's business. */
function firstDevice(
  entries: readonly Entry[],
  side: PacketSide,
  { exceptions, deviceIs }: SetQuestion,
): Predicate {
  return entries.reduceRight<Predicate>((rest, entry) => {
    const device = deviceOf(entry.parts);
    if (device === undefined || device.physical) return rest;
    const name = device.wildcard ? `${device.name}+` : device.name;
    const is = deviceIs(side === 'src' ? 'indev' : 'outdev', name);
    return entry.nomatch === exceptions ? any([is, rest]) : all([not(is), rest]);
  }, NEVER);
}
