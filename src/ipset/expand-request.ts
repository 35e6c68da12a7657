import { addressFromWords, isUnspecified, type Address } from '../address/address.js';
import { addressBits } from '../address/family.js';
import { hostPrefix, makePrefix, maskAddress, type Prefix } from '../address/prefix.js';
import { PROTOCOL } from '../packet/protocol.js';
import type { EntryPart } from './entry.js';
import type { AddressSpan, EntryProblem, EntryRequest, PortSpan } from './entry-request.js';
import { assertNever } from '../assert-never.js';
import { addressMask } from './address-mask.js';
import type { Dimension, HashTypeName } from './hash-type.js';
import type { HashSet } from './ip-set.js';

const LAST_V4 = 0xffffffff;
/** No frame has it. */
const NO_MAC = '00:00:00:00:00:00';

/** The protocols whose ports a set looks at. Source: `ip_set_proto_with_ports`. */
export const PROTOCOLS_WITH_PORTS: ReadonlySet<number> = new Set([
  PROTOCOL.tcp,
  PROTOCOL.udp,
  PROTOCOL.sctp,
  PROTOCOL.udplite,
]);

/** Reports whether entries of a protocol have a port. */
export function hasEntryPorts(protocol: number): boolean {
  return PROTOCOLS_WITH_PORTS.has(protocol);
}

/** The entry that a test asks for, by its first address and port. */
export function firstParts(set: HashSet, request: EntryRequest): readonly EntryPart[] {
  const single = {
    ...request,
    // Of a network of single addresses only the one that is written is looked for.
    spans: request.spans.map((span, index) => {
      const length = addressDimensions(set)[index] === 'ip' ? undefined : span.length;
      return { ...span, to: undefined, length };
    }),
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
export function requestProblem(
  set: HashSet,
  request: EntryRequest,
  command: 'change' | 'test' = 'change',
): EntryProblem | undefined {
  const { type, family } = set;
  if (request.port?.protocol === 0) return 'protocol';
  if (request.mac === NO_MAC) return 'null';
  for (const [index, dimension] of addressDimensions(set).entries()) {
    const span = request.spans[index];
    if (span === undefined) continue;
    const { length, from, to } = span;
    const nothing = index === 0 ? nullProblem(set, span) : undefined;
    if (nothing !== undefined && isUnspecified(maskAddress(from, addressMask(set)))) return nothing;
    if (length === 0 && refusesAll(type.name, dimension, command)) return 'cidr';
    if (dimension === 'net' && family === 4 && to !== undefined) {
      const [low = 0, high = 0] = [from.words[0], to.words[0]].toSorted((a = 0, b = 0) => a - b);
      if (low === 0 && high === LAST_V4) return 'whole-range';
    }
  }
  return undefined;
}

/** What is wrong with an entry whose first address is none, when it's cut; undefined when nothing is. */
function nullProblem({ type, family }: HashSet, { length }: AddressSpan): EntryProblem | undefined {
  switch (type.name) {
    case 'hash:ip':
      return 'null';
    case 'hash:ip,port':
      return 'invalid';
    case 'hash:net,net':
      return family === 6 && (length ?? 128) === 128 ? 'null' : undefined;
    default:
      return undefined;
  }
}

/** Reports whether the network of all addresses is refused. A test of single addresses doesn't look at the length. */
function refusesAll(type: HashTypeName, dimension: Dimension, command: 'change' | 'test'): boolean {
  if (dimension === 'ip') return command === 'change';
  return type !== 'hash:net,iface' && type !== 'hash:net,port,net';
}

function addressDimensions({ type }: HashSet): readonly Dimension[] {
  return type.dimensions.filter((dimension) => dimension === 'ip' || dimension === 'net');
}

type PartList = () => Generator<EntryPart>;

function partLists(set: HashSet, request: EntryRequest): readonly PartList[] {
  let next = 0;
  // Ranges of networks are not cut.
  const hasRange = request.spans.some(({ to }) => to !== undefined);
  return set.type.dimensions.map((dimension): PartList => {
    switch (dimension) {
      case 'port':
        return () => ports(request.port);
      case 'iface':
        return () => devices(request);
      case 'mac':
        return () => macs(request);
      case 'mark':
        return () => marks(request, set);
      case 'ip':
      case 'net': {
        const span = request.spans[next];
        next += 1;
        return () => addresses(dimension, span, set, hasRange);
      }
      default:
        return assertNever(dimension);
    }
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
  const ranged = PROTOCOLS_WITH_PORTS.has(protocol);
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

function* macs({ mac }: EntryRequest): Generator<EntryPart> {
  if (mac !== undefined) yield { kind: 'mac', address: mac };
}

function* marks({ mark }: EntryRequest, { markmask = 0xffffffff }: HashSet): Generator<EntryPart> {
  if (mark !== undefined) yield { kind: 'mark', mark: (mark & markmask) >>> 0 };
}

function* addresses(
  dimension: 'ip' | 'net',
  span: AddressSpan | undefined,
  set: HashSet,
  hasRange: boolean,
): Generator<EntryPart> {
  if (span === undefined) return;
  const mask = addressMask(set);
  const cut = { ...span, from: maskAddress(span.from, mask) };
  const prefixes = dimension === 'net' ? networks(hasRange ? span : cut) : hosts(cut, set);
  for (const prefix of prefixes) yield { kind: 'address', prefix };
}

function* hosts({ from, to, length }: AddressSpan, { type, netmask }: HashSet): Generator<Prefix> {
  if (from.family === 6) {
    yield hostPrefix(from);
    return;
  }
  const [low, high] = bounds(from, to, length);
  const step = type.name === 'hash:ip' ? 2 ** (32 - netmask) : 1;
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
