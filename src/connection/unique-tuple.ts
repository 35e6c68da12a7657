import { findConnection, type ConnectionTable } from './connection.js';
import { icmpTracking } from './icmp.js';
import type { NatRange, PortRange } from './nat-range.js';
import { PORT_PROTOCOLS } from '../packet/protocol.js';
import { inverseTuple, type Tuple } from './tuple.js';
import type { Zone } from './zone.js';

/** Reports whether the answers to packets with this tuple would be another connection's. Source: `nf_nat_used_tuple`. */
export function isUsed(table: ConnectionTable, tuple: Tuple, zone: Zone): boolean {
  return findConnection(table, inverseTuple(tuple), zone) !== undefined;
}

/**
 * A tuple to which a connection is translated; with another number where its answers would be those of another connection: ICMP has its identifier, whichever
 * end is translated, a source its port, and a destination one only where several are allowed. Without one that is free the tuple stays. Of numbers for a source
 * the kernel takes any that is free, here the next one. Source: `nf_nat_l4proto_unique_tuple`.
 */
export function uniqueTuple(
  table: ConnectionTable,
  translated: Tuple,
  { end, ports }: Pick<NatRange, 'end' | 'ports'>,
  zone: Zone,
): Tuple {
  const field =
    icmpTracking(translated.protocol) === undefined && end === 'dst' ? 'dport' : 'sport';
  const allowed = ports ?? numbersFor(translated, end);
  if (allowed === undefined || !isUsed(table, translated, zone)) return translated;
  const { from, to, base } = allowed;
  const count = to - from + 1;
  const own = translated[field];
  const start = end === 'dst' && base === undefined ? 0 : Math.max(own - from, 0);
  for (let tried = 0; tried < count; tried += 1) {
    const unique = { ...translated, [field]: from + ((start + tried) % count) };
    if (!isUsed(table, unique, zone)) return unique;
  }
  return translated;
}

/** The numbers that may stand for that of a packet where no rule has named any. */
function numbersFor({ protocol, sport }: Tuple, end: NatRange['end']): PortRange | undefined {
  if (icmpTracking(protocol) !== undefined) return EVERY_ID;
  if (end === 'dst' || !PORT_PROTOCOLS.has(protocol)) return undefined;
  return UNNAMED_PORTS.find(({ first, last }) => first <= sport && sport <= last)?.range;
}

const EVERY_ID: PortRange = { from: 0, to: 0xffff };

/** Which source ports may stand for those of a kind. */
export const UNNAMED_PORTS: readonly {
  readonly first: number;
  readonly last: number;
  readonly range: PortRange;
}[] = [
  { first: 0, last: 511, range: { from: 1, to: 511 } },
  { first: 512, last: 1023, range: { from: 600, to: 1023 } },
  { first: 1024, last: 0xffff, range: { from: 1024, to: 0xffff } },
];
