import type { ConnectionState } from '../packet/connection-state.js';
import { PROTOCOL } from '../packet/protocol.js';
import {
  findConnection,
  putConnection,
  removeConnection,
  type Connection,
  type ConnectionTable,
} from './connection.js';
import { advanceTcp } from './tcp-progress.js';
import { moveTcp, tcpSegment, type TcpState } from './tcp-state.js';
import type { Tuple } from './tuple.js';

/** What tracking looks at in a packet. */
export interface TrackedPacket {
  readonly tuple: Tuple;
  readonly tcpFlags: number;
}

/** How a packet stands to a connection. */
export interface Tracked {
  readonly state: ConnectionState;
  /** The connection; undefined for a new one, which is none before the packet gets through, and for packets that belong to none. */
  readonly connection: Connection | undefined;
  /** The packet goes against the direction of the connection's first one. */
  readonly reply: boolean;
  /** The TCP state with which a new connection begins. */
  readonly tcpState: TcpState;
  readonly table: ConnectionTable;
}

/** ICMP types that can begin a connection: the requests. Source: `icmp_new`. */
const ICMP_REQUESTS: ReadonlySet<number> = new Set([8, 13, 15, 17]);

/** Finds out how a packet stands to the connections in the table, and what it changes there. Source: `nf_conntrack_in`. */
export function trackPacket(table: ConnectionTable, packet: TrackedPacket): Tracked {
  const found = findConnection(table, packet.tuple);
  if (found === undefined) return begin(table, packet);
  const { connection, reply } = found;
  if (packet.tuple.protocol !== PROTOCOL.tcp) return proceed(table, connection, reply);
  const progress = advanceTcp(connection, packet.tcpFlags, reply);
  if (progress === 'invalid') return invalid(table);
  if (progress === 'reopen') return begin(removeConnection(table, connection), packet);
  const proceeded = proceed(table, { ...connection, ...progress }, reply);
  return tcpSegment(packet.tcpFlags) === 'rst' && !connection.seenReply
    ? { ...proceeded, connection, table: removeConnection(table, connection) }
    : proceeded;
}

function proceed(table: ConnectionTable, before: Connection, reply: boolean): Tracked {
  const connection = { ...before, seenReply: before.seenReply || reply };
  return {
    state: connection.seenReply ? 'ESTABLISHED' : 'NEW',
    connection,
    reply,
    tcpState: connection.tcpState,
    table: putConnection(table, connection),
  };
}

function begin(table: ConnectionTable, { tuple, tcpFlags }: TrackedPacket): Tracked {
  if (tuple.protocol === PROTOCOL.icmp && !ICMP_REQUESTS.has(tuple.dport >>> 8)) {
    return invalid(table);
  }
  const tcpState = tuple.protocol === PROTOCOL.tcp ? moveTcp('NONE', tcpFlags, false) : 'NONE';
  if (tcpState === 'invalid' || tcpState === 'ignore') return invalid(table);
  return { state: 'NEW', connection: undefined, reply: false, tcpState, table };
}

function invalid(table: ConnectionTable): Tracked {
  return { state: 'INVALID', connection: undefined, reply: false, tcpState: 'NONE', table };
}
