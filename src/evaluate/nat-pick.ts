import { sameAddress, type Address } from '../address/address.js';
import type { Connection, ConnectionTable } from '../connection/connection.js';
import type { AddressRange, NatPick, NatRange, PortRange } from '../connection/nat-range.js';
import { inverseTuple, type Tuple } from '../connection/tuple.js';
import { isUsed, uniqueTuple } from '../connection/unique-tuple.js';
import { ADDRESS_FIELDS } from '../packet/field.js';
import { zoneNumber, type Zone } from '../connection/zone.js';
import { hashedAddress } from './hashed-address.js';

/** The packet for which NAT picks a number. */
export interface PickedFor {
  /** As it came. */
  readonly original: Tuple;
  /** What has become of it. */
  readonly current: Tuple;
  readonly zone: Zone;
}

/**
 * The number that NAT picks for a packet that begins a connection. Of ports Linux takes any that is free, here the first one, and the packet's own where it may stay.
 * Source: `get_unique_tuple`, `nf_nat_l4proto_unique_tuple`.
 */
export function pickNumber(
  { to, from, range }: NatPick,
  packet: PickedFor,
  table: ConnectionTable,
): number {
  const { end } = range;
  const { current, zone } = packet;
  const mapped = end === 'src' && !range.random ? mappedSource(table, packet, range) : undefined;
  const address = mapped?.src ?? pickAddress(range, packet);
  if (to === 'sport' || to === 'dport' || to === 'icmpId') {
    const changed = address === undefined ? current : { ...current, [end]: address };
    const field = to === 'dport' ? 'dport' : 'sport';
    return mapped?.sport ?? pickPort(range, field, changed, { zone, table }) ?? from;
  }
  const word = ADDRESS_FIELDS[end].findIndex((field) => field === to);
  return address?.words[word] ?? from;
}

/**
 * What a packet becomes whose end has been translated, be it to itself: with numbers that answers of no other connection have. A source that is translated to
 * another address is given the one that it has been given last. Source: `get_unique_tuple`.
 */
export function makeUnique(table: ConnectionTable, packet: PickedFor, range: NatRange): Tuple {
  const { original, current: translated, zone } = packet;
  const { src } = translated;
  const { end, random, ports } = range;
  if (end === 'src' && !random && !sameAddress(original.src, src)) {
    const given = mappedSource(table, packet, { addresses: { from: src, to: src }, ports });
    const mapped = given && { ...translated, sport: given.sport };
    if (mapped && !isUsed(table, mapped, zone))
      return given.sport === translated.sport ? translated : mapped;
  }
  return uniqueTuple(table, translated, range, zone);
}

function pickAddress(
  { addresses, end, persistent }: NatRange,
  { original: { src, dst }, current, zone }: PickedFor,
): Address | undefined {
  if (addresses === undefined) return undefined;
  const destination = end === 'dst';
  return hashedAddress(addresses, {
    src,
    dst: destination ? dst : current.dst,
    destination,
    persistent,
    zone: zoneNumber(zone),
  });
}

/** The source that a connection from the same one has been given last, if it is of the range. Source: `find_appropriate_src`. */
function mappedSource(
  { connections }: ConnectionTable,
  { original: { protocol, src, sport }, zone }: PickedFor,
  range: Pick<NatRange, 'addresses' | 'ports'>,
): Pick<Tuple, 'src' | 'sport'> | undefined {
  let last: { readonly id: number; readonly given: Tuple } | undefined;
  for (const connection of connections.values()) {
    const { id, original } = connection;
    if (original.protocol !== protocol || original.sport !== sport) continue;
    if (connection.zone.original !== zone.original) continue;
    if (!sameAddress(original.src, src) || (last !== undefined && last.id > id)) continue;
    const given = givenTuple(connection);
    if (isOf(range, given)) last = { id, given };
  }
  return last?.given;
}

/** The packets of a connection as they leave. */
function givenTuple({ reply }: Connection): Tuple {
  return inverseTuple(reply);
}

function isOf(
  { addresses, ports }: Pick<NatRange, 'addresses' | 'ports'>,
  { src, sport }: Tuple,
): boolean {
  return (
    (addresses === undefined || isAmong(addresses, src)) &&
    (ports === undefined || (ports.from <= sport && sport <= ports.to))
  );
}

function isAmong({ from, to }: AddressRange, { words }: Address): boolean {
  return isUpTo(from.words, words) && isUpTo(words, to.words);
}

function isUpTo(low: readonly number[], high: readonly number[]): boolean {
  const at = low.findIndex((word, index) => word !== high[index]);
  return at < 0 || (low[at] ?? 0) < (high[at] ?? 0);
}

function pickPort(
  { ports, random }: NatRange,
  field: 'sport' | 'dport',
  tuple: Tuple,
  { zone, table }: { readonly zone: Zone; readonly table: ConnectionTable },
): number | undefined {
  if (ports === undefined) return undefined;
  const own = tuple[field];
  const { from, to, base } = ports;
  if (base !== undefined) return from + (((own - base) & 0xffff) % (to - from + 1));
  const isFree = (port: number): boolean => !isUsed(table, { ...tuple, [field]: port }, zone);
  if (random && isPortOf(ports, own) && isFree(own)) return own;
  for (let port = from; port <= to; port++) if (isFree(port)) return port;
  return from;
}

function isPortOf({ from, to }: PortRange, port: number): boolean {
  return from <= port && port <= to;
}
