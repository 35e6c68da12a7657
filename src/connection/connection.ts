import { Map, Record, type RecordOf } from 'immutable';
import { frozen } from '../frozen.js';
import type { TcpProgress } from './tcp-progress.js';
import { EPHEMERAL_PORT } from '../packet/make-packet.js';
import { tupleKey, type Tuple } from './tuple.js';
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
  /** Which of its ends NAT has changed, be it in its ICMP identifier alone. Source: `IPS_SRC_NAT`, `IPS_DST_NAT`. */
  readonly changed: ChangedEnds;
  /** ifindex of the device whose address MASQUERADE gave it; 0 when it did not. Source: `masq_index`. */
  readonly masqueradeDev: number;
}

/** Which ends of a connection NAT has changed. */
export interface ChangedEnds {
  readonly src: boolean;
  readonly dst: boolean;
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

/** Puts a connection into the table, in the place of the one with its id. An answer's tuple that another connection has stays that one's. */
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
