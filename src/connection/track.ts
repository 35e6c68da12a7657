import type { ConnectionState } from '../packet/connection-state.js';
import { PROTOCOL } from '../packet/protocol.js';
import {
  findConnection,
  putConnection,
  removeConnection,
  type Connection,
  type ConnectionTable,
} from './connection.js';
import { icmpTracking } from './icmp.js';
import { advanceTcp } from './tcp-progress.js';
import { moveTcp, tcpSegment, type TcpState } from './tcp-state.js';
import type { Tuple } from './tuple.js';
import type { Zone } from './zone.js';

/** What tracking looks at in a packet. */
export interface TrackedPacket {
  readonly tuple: Tuple;
  readonly tcpFlags: number;
  readonly zone: Zone;
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

/** Finds out how a packet stands to the connections in the table, and what it changes there. Source: `nf_conntrack_in`. */
export function trackPacket(table: ConnectionTable, packet: TrackedPacket): Tracked {
  const icmp = icmpTracking(packet.tuple.protocol);
  if (icmp?.family === packet.tuple.src.family && icmp.untracked.has(packet.tuple.dport >>> 8)) {
    return apart('UNTRACKED', table);
  }
  const found = findConnection(table, packet.tuple, packet.zone);
  if (found === undefined) return begin(table, packet);
  const { connection, reply } = found;
  if (packet.tuple.protocol !== PROTOCOL.tcp) return proceed(table, connection, reply);
  const progress = advanceTcp(connection, packet.tcpFlags, reply);
  if (progress === 'invalid') return apart('INVALID', table);
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
  const icmp = icmpTracking(tuple.protocol);
  const isRequest = icmp?.family === tuple.src.family && icmp.replies.has(tuple.dport >>> 8);
  if (icmp !== undefined && !isRequest) return apart('INVALID', table);
  const tcpState = tuple.protocol === PROTOCOL.tcp ? moveTcp('NONE', tcpFlags, false) : 'NONE';
  if (tcpState === 'invalid' || tcpState === 'ignore') return apart('INVALID', table);
  return { state: 'NEW', connection: undefined, reply: false, tcpState, table };
}

/** The packet belongs to no connection and begins none. */
function apart(state: 'INVALID' | 'UNTRACKED', table: ConnectionTable): Tracked {
  return { state, connection: undefined, reply: false, tcpState: 'NONE', table };
}
