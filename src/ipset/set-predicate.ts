import { assertNever } from '../assert-never.js';
import { tick } from '../bound.js';
import { addressFromWords, sameAddress } from '../address/address.js';
import type { Family } from '../address/family.js';
import { maskAddress, maskLength, maskWords, type Prefix } from '../address/prefix.js';
import { HAS_TRANSPORT_HEADER } from '../netfilter/fragment.js';
import { ADDRESS_FIELDS } from '../packet/field.js';
import { PROTOCOL } from '../packet/protocol.js';
import {
  all,
  ALWAYS,
  any,
  equals,
  masked,
  NEVER,
  not,
  type Predicate,
} from '../predicate/predicate.js';
import { addressMask } from './address-mask.js';
import { deviceOf, type Entry, type EntryPart } from './entry.js';
import type { EntryAsk, SetView } from '../netfilter/set-lookup.js';
import { entryHolds, printAsk } from './entry-ask.js';
import { hasEntryPorts } from './expand-request.js';
import { entriesOf } from './hash-table.js';
import { hasAddressMask, hasNetworks } from './hash-type.js';
import {
  dimensionsOf,
  familyOf,
  type AddressBitmap,
  type HashSet,
  type IpSet,
  type ListSet,
  type MacBitmap,
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
  /** Which packets count where it depends on what isn't known: those that are in the set in any case, those that are by its listing, or all that may be. */
  readonly view: SetView;
  /** What must hold of the entry besides; undefined when nothing must. */
  readonly asks: EntryAsk | undefined;
  /** Holds for packets with a frame whose addresses can be in a set. */
  readonly hasFrame: Predicate;
  /** Holds when the device of a side is one of that name; with a `+` at the end one whose name begins so. */
  readonly deviceIs: (field: 'indev' | 'outdev', name: string) => Predicate;
}

/** What is known of sets that name no device: the same packets are in them in every namespace. */
const known = new WeakMap<IpSet, Map<string, Predicate>>();

/** Holds for packets that are in a set. Source: `ip_set_test`. */
export function isInSet(set: IpSet, question: SetQuestion): Predicate {
  const { family, sides, exceptions, view, asks } = question;
  if (set.kind === 'list:set') return inList(set, question);
  if ((familyOf(set) ?? family) !== family || sides.length < dimensionsOf(set)) return NEVER;
  if (set.kind === 'bitmap:ip,mac') return inMacs(set, question);
  if (set.kind === 'hash' && set.type.dimensions.some((one) => one === 'iface' || one === 'mac')) {
    return inHash(set, question);
  }
  const predicates = known.get(set) ?? new Map<string, Predicate>();
  known.set(set, predicates);
  const key = `${family} ${sides.join()} ${exceptions} ${view} ${printAsk(asks)}`;
  let predicate = predicates.get(key);
  if (predicate === undefined) {
    predicate = lower(set, question);
    predicates.set(key, predicate);
  }
  return predicate;
}

/** The first member that a packet is in decides, of those that a list's own counters don't rule out. Source: `list_set_ktest`. */
function inList(list: ListSet, question: SetQuestion): Predicate {
  const { asks, findSet } = question;
  const plain = { ...question, asks: undefined };
  return list.members.reduceRight<Predicate>((rest, member) => {
    const found = findSet(member.set);
    if (found === undefined) return rest;
    const inside = isInSet(found, plain);
    if (asks?.kind === 'counters') {
      return any([all([inside, entryHolds(member, question)]), rest]);
    }
    if (asks === undefined) return any([inside, rest]);
    const given = list.mappings
      ? all([inside, entryHolds(member, question)])
      : isInSet(found, question);
    const decided = isInSet(found, { ...plain, view: opposite(question.view) });
    return any([given, all([not(decided), rest])]);
  }, NEVER);
}

function opposite(view: SetView): SetView {
  if (view === 'listed') return view;
  return view === 'least' ? 'most' : 'least';
}

function lower(
  set: Exclude<IpSet, { kind: 'list:set' | 'bitmap:ip,mac' }>,
  question: SetQuestion,
): Predicate {
  if (set.kind === 'hash') return inHash(set, question);
  const [side = 'src'] = question.sides;
  return set.kind === 'bitmap:port'
    ? inPorts(set, side, question)
    : inAddresses(set, side, question);
}

function inPorts({ entries }: PortBitmap, side: PacketSide, question: SetQuestion): Predicate {
  const values = [...entries].map(([at, entry]) => ({ at, value: entryHolds(entry, question) }));
  return all([
    HAS_TRANSPORT_HEADER,
    any([equals('protocol', PROTOCOL.tcp), equals('protocol', PROTOCOL.udp)]),
    paintValues(portField(side), values),
  ]);
}

function inAddresses(
  { entries, netmask }: AddressBitmap,
  side: PacketSide,
  question: SetQuestion,
): Predicate {
  return paintNetworks(
    side,
    [...entries].map(([at, entry]) => ({
      prefix: { address: addressFromWords(4, [at]), length: netmask },
      value: entryHolds(entry, question),
    })),
  );
}

/** An entry without a link-layer address is given that of the first packet, which is in the set. Source: `bitmap_ipmac_do_test`. */
function inMacs({ entries }: MacBitmap, question: SetQuestion): Predicate {
  const { hasFrame, sides, view } = question;
  return all([
    hasFrame,
    paintNetworks(
      sides[0] ?? 'src',
      [...entries].map(([at, entry]) => {
        const mayBe = view === 'most' || (view === 'listed' && entry.mac === undefined);
        return {
          prefix: { address: addressFromWords(4, [at]), length: 32 },
          value: mayBe ? entryHolds(entry, question) : NEVER,
        };
      }),
    ),
  ]);
}

function inHash(set: HashSet, question: SetQuestion): Predicate {
  const { dimensions } = set.type;
  const { sides } = question;
  // Ports are distinguished first, and networks last: of those with all else alike the longest decides.
  const order = [...dimensions.keys()].toSorted(
    (a, b) => RANKS[dimensions[a] ?? 'ip'] - RANKS[dimensions[b] ?? 'ip'],
  );
  const levels = order.map((at) => ({ at, side: sides[at] ?? 'src' }));
  return decide(entriesOf(set.table), levels, { set, question, found: false });
}

/** Devices come after networks: the longest network that has any entry decides for all devices. */
const RANKS = { port: 0, ip: 1, mark: 2, net: 3, iface: 4, mac: 5 } as const;

interface Level {
  /** Which part of an entry it is about. */
  readonly at: number;
  readonly side: PacketSide;
}

interface Deciding {
  readonly set: HashSet;
  readonly question: SetQuestion;
  /** Whether an entry is found is asked, not what it says. */
  readonly found: boolean;
}

function decide(
  entries: readonly Entry[],
  [level, ...rest]: readonly Level[],
  deciding: Deciding,
): Predicate {
  const [first] = entries;
  if (first === undefined) return NEVER;
  if (level === undefined) return leaf(first, deciding);
  const part = first.parts[level.at];
  switch (part?.kind) {
    case undefined:
      return NEVER;
    case 'device':
      return firstDevice(entries, level.side, deciding.question);
    case 'mac':
      return inFrame(entries, deciding.question);
    case 'mark':
      return chooseMark(groupsBelow(entries, level, rest, deciding), deciding.set);
    case 'port':
      return choosePort(
        groupsBelow(entries, level, rest, deciding),
        level.side,
        deciding.question.family,
      );
    case 'address':
      return chooseNetwork(groupsBelow(entries, level, rest, deciding), level.side, deciding.set);
    default:
      return assertNever(part);
  }
}

function leaf(entry: Entry, { set, question, found }: Deciding): Predicate {
  if (found) return ALWAYS;
  const exceptions = question.exceptions && hasNetworks(set.type);
  // Where counters are open, so is which of several networks decides.
  const isOpen = question.asks?.kind === 'counters' && question.view === 'most' && set.counters;
  return isOpen || entry.nomatch === exceptions ? entryHolds(entry, question) : NEVER;
}

/** No packet has the addresses of its frame: those of entries may be the ones. */
function inFrame(entries: readonly Entry[], question: SetQuestion): Predicate {
  if (question.view !== 'most') return NEVER;
  return all([question.hasFrame, any(entries.map((entry) => entryHolds(entry, question)))]);
}

function groupsBelow(
  entries: readonly Entry[],
  { at }: Level,
  rest: readonly Level[],
  deciding: Deciding,
): readonly Below[] {
  return group(entries, at).map(({ part, members }) => {
    const value = decide(members, rest, deciding);
    // Where another network follows, a shorter one may still have an entry.
    const open = rest.some((level) => members[0]?.parts[level.at]?.kind === 'address');
    if (!open || part?.kind !== 'address') return { part, value };
    const { exceptions, asks } = deciding.question;
    const differs = exceptions || asks !== undefined || members.some(({ nomatch }) => nomatch);
    const decides = differs ? decide(members, rest, { ...deciding, found: true }) : value;
    return { part, value, decides };
  });
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
  if (part?.kind === 'mark') return `${part.mark}`;
  return part?.kind === 'address'
    ? `${part.prefix.address.words.join(' ')} ${part.prefix.length}`
    : '';
}

interface Below {
  readonly part: EntryPart | undefined;
  readonly value: Predicate;
  readonly decides?: Predicate;
}

function chooseMark(below: readonly Below[], { markmask = ALL_BITS }: HashSet): Predicate {
  const values = below.flatMap(({ part, value }) =>
    part?.kind === 'mark' ? [{ at: part.mark, value }] : [],
  );
  if (markmask === ALL_BITS) return paintValues('mark', values);
  return any(values.map(({ at, value }) => all([masked('mark', markmask, at), value])));
}

const ALL_BITS = 0xffffffff;

/** Addresses of packets are cut before they're looked for; what is left of an entry is not found when it has other bits. */
function chooseNetwork(below: readonly Below[], side: PacketSide, set: HashSet): Predicate {
  const mask = hasAddressMask(set.type) ? addressMask(set) : maskWords(set.family, 128);
  const cut = maskLength(set.family, mask);
  const networks = below
    .flatMap(({ part, ...rest }) => (part?.kind === 'address' ? [{ ...part.prefix, ...rest }] : []))
    .filter(({ address }) => sameAddress(maskAddress(address, mask), address))
    .toSorted((a, b) => a.length - b.length);
  if (cut === undefined) return firstMasked(networks, side, mask);
  return paintNetworks(
    side,
    networks.map(({ address, length, value, decides = ALWAYS }) => ({
      prefix: { address, length: Math.min(length, cut) },
      value,
      decides,
    })),
  );
}

/** The same where bits count that aren't the first so many: networks are asked in turn, the longest first. */
function firstMasked(
  networks: readonly (Prefix & Omit<Below, 'part'>)[],
  side: PacketSide,
  mask: readonly number[],
): Predicate {
  return networks.reduce<Predicate>((below, { address, length, value, decides = ALWAYS }) => {
    const bits = maskWords(address.family, length);
    const inside = all(
      address.words.map((word, index) =>
        masked(
          ADDRESS_FIELDS[side][index] ?? side,
          ((bits[index] ?? 0) & (mask[index] ?? 0)) >>> 0,
          word,
        ),
      ),
    );
    return any([all([inside, value]), all([not(all([inside, decides])), below])]);
  }, NEVER);
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
  question: SetQuestion,
): Predicate {
  const { exceptions, deviceIs } = question;
  return entries.reduceRight<Predicate>((rest, entry) => {
    const device = deviceOf(entry.parts);
    if (device === undefined || device.physical) return rest;
    const name = device.wildcard ? `${device.name}+` : device.name;
    const is = deviceIs(side === 'src' ? 'indev' : 'outdev', name);
    const holds = entryHolds(entry, question);
    return entry.nomatch === exceptions
      ? any([all([is, holds]), all([not(is), rest])])
      : all([not(is), rest]);
  }, NEVER);
}
