import { Map, Record, type RecordOf } from 'immutable';
import { frozen } from '../frozen.js';
import { icmpTracking } from './icmp.js';
import type { TcpProgress } from './tcp-progress.js';
import { EPHEMERAL_PORT } from '../packet/make-packet.js';
import { inverseTuple, tupleKey, type Tuple } from './tuple.js';
import { DEFAULT_ZONE, sameZone, type Zone } from './zone.js';

/** One tracked connection. Connections don't time out: the simulation has no clock. */
export interface Connection extends TcpProgress {
  readonly id: number;
  /** The packets of its first direction as they come in. */
  readonly original: Tuple;
  /** The packets that answer, as they come in: with NAT, not just the inverse. */
  readonly reply: Tuple;
  readonly zone: Zone;
  readonly mark: number;
  /** A packet has gone each way. */
  readonly seenReply: boolean;
  /** It began where table nat was: no chain of it gives the connection another translation. Source: `nf_nat_initialized`. */
  readonly translationSettled: boolean;
  /** ifindex of the device whose address MASQUERADE gave it; 0 when it did not. Source: `masq_index`. */
  readonly masqueradeDev: number;
}

/** Where a tuple leads: to a connection, in one of its directions. */
export interface Direction {
  readonly id: number;
  readonly reply: boolean;
}

/** The connections that a namespace tracks. */
export interface ConnectionTableFields {
  readonly connections: Map<number, Connection>;
  readonly tuples: Map<string, Direction>;
  readonly nextId: number;
  /** A port for the next local socket that isn't bound to one: from 40000 on the first that no connection has. */
  readonly freePort: number;
}

/** The connections that a namespace tracks, as an Immutable Record. */
export type ConnectionTable = RecordOf<ConnectionTableFields>;

/** Makes a table without connections. */
export const makeConnectionTable = Record<ConnectionTableFields>(
  { connections: Map(), tuples: Map(), nextId: 1, freePort: EPHEMERAL_PORT },
  'ConnectionTable',
);

/** The connection to which packets with this tuple belong in a zone, and whether they answer; undefined when there is none. */
export function findConnection(
  table: ConnectionTable,
  tuple: Tuple,
  zone: Zone = DEFAULT_ZONE,
): { readonly connection: Connection; readonly reply: boolean } | undefined {
  const { original, reply } = zone;
  // Source: resolve_normal_ct, which looks in the zone of answers where that is another one.
  const numbers = original === reply ? [original] : [original, reply];
  for (const number of numbers) {
    const direction = table.tuples.get(tupleKey(tuple, number));
    if (direction === undefined) continue;
    const { id, reply: answers } = direction;
    const connection = table.connections.get(id);
    if (connection !== undefined && sameZone(connection.zone, zone, answers)) {
      return { connection, reply: answers };
    }
  }
  return undefined;
}

/**
 * Puts a connection into the table, in the place of the one with its id. An answer's tuple that another connection has stays that one's:
 * NAT would have chosen another port. Source: `nf_nat_used_tuple`.
 */
export function putConnection(table: ConnectionTable, connection: Connection): ConnectionTable {
  const { id, original, reply, zone } = connection;
  const first = tupleKey(original, zone.original);
  const tuples = table.tuples.set(first, Object.freeze({ id, reply: false }));
  const answer = tupleKey(reply, zone.reply);
  return table.merge({
    connections: table.connections.set(id, frozen(connection)),
    tuples: tuples.has(answer) ? tuples : tuples.set(answer, Object.freeze({ id, reply: true })),
    nextId: Math.max(table.nextId, id + 1),
    freePort: original.sport === table.freePort ? nextPort(table.freePort) : table.freePort,
  });
}

function nextPort(port: number): number {
  return port === LAST_PORT ? port : port + 1;
}

const LAST_PORT = 0xffff;

/**
 * A tuple to which a connection is translated; with the next ICMP identifier or source port that is free where its answers would be those of another connection.
 * The kernel takes any that is free, of ports one of the same kind. Source: `nf_nat_used_tuple`, `nf_nat_l4proto_unique_tuple`.
 */
export function withUniqueId(table: ConnectionTable, translated: Tuple, zone: Zone): Tuple {
  const { protocol, sport } = translated;
  const isId = icmpTracking(protocol) !== undefined;
  const [first, last] = (isId ? undefined : PORT_KINDS.find(([, end]) => sport <= end)) ?? [
    0,
    LAST_PORT,
  ];
  const count = last - first + 1;
  for (let tried = 0; tried < count; tried += 1) {
    const free = tried === 0 ? sport : first + ((Math.max(sport - first, 0) + tried) % count);
    const unique = free === sport ? translated : { ...translated, sport: free };
    if (!isUsed(table, unique, zone)) return unique;
  }
  return translated;
}

/** Whether the answers to packets with this tuple would be another connection's. Source: `nf_nat_used_tuple`. */
export function isUsed({ tuples }: ConnectionTable, tuple: Tuple, zone: Zone): boolean {
  return tuples.has(tupleKey(inverseTuple(tuple), zone.reply));
}

/** Which source ports may stand for one another. */
const PORT_KINDS: readonly (readonly [first: number, last: number])[] = [
  [1, 511],
  [600, 1023],
  [1024, LAST_PORT],
];

/** Takes a connection out of the table. */
export function removeConnection(
  table: ConnectionTable,
  { id, original, reply, zone }: Connection,
): ConnectionTable {
  const keys = [tupleKey(original, zone.original), tupleKey(reply, zone.reply)];
  const own = keys.filter((key) => table.tuples.get(key)?.id === id);
  return table.merge({
    connections: table.connections.delete(id),
    tuples: table.tuples.deleteAll(own),
  });
}
