import { addressFromWords, isUnspecified, type Address } from '../address/address.js';
import { addressBits } from '../address/family.js';
import { hostPrefix, makePrefix, type Prefix } from '../address/prefix.js';
import { PROTOCOL } from '../packet/protocol.js';
import type { EntryPart } from './entry.js';
import type { AddressSpan, EntryProblem, EntryRequest, PortSpan } from './entry-request.js';
import type { Dimension } from './hash-type.js';
import type { HashSet } from './ip-set.js';

const LAST_V4 = 0xffffffff;

/** The protocols whose ports a set looks at. Source: `ip_set_proto_with_ports`. */
const WITH_PORTS: ReadonlySet<number> = new Set([
  PROTOCOL.tcp,
  PROTOCOL.udp,
  PROTOCOL.sctp,
  PROTOCOL.udplite,
]);

/** Reports whether entries of a protocol have a port. */
export function hasEntryPorts(protocol: number): boolean {
  return WITH_PORTS.has(protocol);
}

/** The entry that a test asks for, by its first address and port. */
export function firstParts(set: HashSet, request: EntryRequest): readonly EntryPart[] {
  const single = {
    ...request,
    spans: request.spans.map((span) => ({ ...span, to: undefined })),
    port: request.port && { ...request.port, to: undefined },
  };
  const lists = partLists(set, single);
  return lists.flatMap((list) => {
    for (const part of list()) return [part];
    return [];
  });
}

/** Every entry that a request stands for, in the order in which the kernel goes through them. */
export function* expandRequest(
  set: HashSet,
  request: EntryRequest,
): Generator<readonly EntryPart[]> {
  yield* combine(partLists(set, request), 0, []);
}

/** What the kernel finds wrong with a request before it looks at any entry. */
export function requestProblem(set: HashSet, request: EntryRequest): EntryProblem | undefined {
  const { type, family, netmask } = set;
  if (request.port?.protocol === 0) return 'protocol';
  for (const [index, dimension] of addressDimensions(set).entries()) {
    const span = request.spans[index];
    if (span === undefined) continue;
    const { length, from, to } = span;
    if (dimension === 'ip' && index === 0 && type.name !== 'hash:ip,port,ip') {
      const cut = makePrefix(from, netmask).address;
      const nothing = type.name === 'hash:ip' ? 'null' : 'invalid';
      if (type.name !== 'hash:ip,port,net' && isUnspecified(cut)) return nothing;
    }
    if (length === 0 && (dimension === 'ip' || type.name !== 'hash:net,iface')) return 'cidr';
    if (dimension === 'net' && family === 4 && to !== undefined) {
      const [low = 0, high = 0] = [from.words[0], to.words[0]].toSorted((a = 0, b = 0) => a - b);
      if (low === 0 && high === LAST_V4) return 'whole-range';
    }
  }
  return undefined;
}

function addressDimensions({ type }: HashSet): readonly Dimension[] {
  return type.dimensions.filter((dimension) => dimension === 'ip' || dimension === 'net');
}

type PartList = () => Generator<EntryPart>;

function partLists(set: HashSet, request: EntryRequest): readonly PartList[] {
  let next = 0;
  return set.type.dimensions.map((dimension): PartList => {
    if (dimension === 'port') return () => ports(request.port);
    if (dimension === 'iface') return () => devices(request);
    const span = request.spans[next];
    next += 1;
    return () => addresses(dimension, span, set.netmask);
  });
}

function* combine(
  lists: readonly PartList[],
  at: number,
  before: readonly EntryPart[],
): Generator<readonly EntryPart[]> {
  const list = lists[at];
  if (list === undefined) {
    yield before;
    return;
  }
  for (const part of list()) yield* combine(lists, at + 1, [...before, part]);
}

function* ports(span: PortSpan | undefined): Generator<EntryPart> {
  if (span === undefined) return;
  const { protocol } = span;
  const ranged = WITH_PORTS.has(protocol);
  const isIcmp = protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
  const given = ranged || isIcmp ? span.from : 0;
  const other = ranged ? (span.to ?? given) : given;
  for (let port = Math.min(given, other); port <= Math.max(given, other); port++) {
    yield { kind: 'port', protocol, port };
  }
}

function* devices({ device }: EntryRequest): Generator<EntryPart> {
  if (device !== undefined) yield { kind: 'device', device };
}

function* addresses(
  dimension: 'ip' | 'net',
  span: AddressSpan | undefined,
  netmask: number,
): Generator<EntryPart> {
  if (span === undefined) return;
  const prefixes = dimension === 'net' ? networks(span) : hosts(span, netmask);
  for (const prefix of prefixes) yield { kind: 'address', prefix };
}

function* hosts({ from, to, length }: AddressSpan, netmask: number): Generator<Prefix> {
  const cut = makePrefix(from, netmask).address;
  if (from.family === 6) {
    yield hostPrefix(cut);
    return;
  }
  const [low, high] = bounds(cut, to, length);
  const step = 2 ** (32 - netmask);
  for (let word = low; word <= high; word += step) yield hostPrefix(v4(word));
}

/** First and last address of a range or a network. */
function bounds(
  from: Address,
  to: Address | undefined,
  length: number | undefined,
): readonly [number, number] {
  const [word = 0] = from.words;
  if (to !== undefined) {
    const [end = 0] = to.words;
    return [Math.min(word, end), Math.max(word, end)];
  }
  const size = 2 ** (32 - (length ?? 32));
  const low = word - (word % size);
  return [low, low + size - 1];
}

function* networks({ from, to, length }: AddressSpan): Generator<Prefix> {
  if (to === undefined) yield makePrefix(from, length ?? addressBits(from.family));
  else yield* coverRange(...bounds(from, to, undefined));
}

/** The fewest networks that hold all IPv4 addresses from one to another, in order. Source: `ip_set_range_to_cidr`. */
function* coverRange(low: number, high: number): Generator<Prefix> {
  for (let word = low; word <= high;) {
    let length = 32;
    let size = 1;
    while (length > 1 && word % (2 * size) === 0 && word + 2 * size - 1 <= high) {
      size *= 2;
      length -= 1;
    }
    yield makePrefix(v4(word), length);
    word += size;
  }
}

function v4(word: number): Address {
  return addressFromWords(4, [word]);
}
