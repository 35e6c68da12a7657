import { sameAddress } from '../address/address.js';
import type { Family } from '../address/family.js';
import {
  putConnection,
  removeConnection,
  type Connection,
  type ConnectionTable,
} from '../connection/connection.js';
import { icmpTracking } from '../connection/icmp.js';
import { beginTcp } from '../connection/tcp-progress.js';
import { trackPacket, type Tracked } from '../connection/track.js';
import { inverseTuple, type Tuple } from '../connection/tuple.js';
import { connectionStateIndex } from '../packet/connection-state.js';
import { loadAddress, storeAddress, type Registers } from './registers.js';

/** Does what the `track`, `confirm` and `forget` steps say, for one packet, on the connections of a namespace. */
export class ConnectionTracker {
  /** The connections as the packet leaves them. */
  table: ConnectionTable;
  #tracked: { readonly original: Tuple; readonly result: Tracked } | undefined;
  #connection: Connection | undefined;

  constructor(table: ConnectionTable) {
    this.table = table;
  }

  /** Finds the packet's connection. A packet that has been found, or is not to be tracked, is left alone. */
  track(registers: Registers, family: Family): void {
    if (registers.ctstate !== connectionStateIndex('none')) return;
    const original = tupleOf(registers, family);
    const result = trackPacket(this.table, { tuple: original, tcpFlags: registers.tcpFlags });
    this.table = result.table;
    this.#tracked = { original, result };
    this.#connection = result.connection;
    registers.ctstate = connectionStateIndex(result.state);
    if (result.connection !== undefined) {
      setConnection(registers, result.connection, result.reply);
    }
  }

  /** A new connection is entered into the table, with its answers expected for the packet as it is now. */
  confirm(registers: Registers, family: Family): void {
    if (this.#tracked === undefined || this.#connection !== undefined) return;
    const { original, result } = this.#tracked;
    if (result.state !== 'NEW') return;
    this.#connection = {
      id: this.table.nextId,
      original,
      reply: inverseTuple(tupleOf(registers, family)),
      mark: registers.ctmark,
      seenReply: false,
      ...beginTcp(result.tcpState),
      translationSettled: registers.ctnat === 1,
      masqueradeDev: registers.ctmasq,
    };
    this.table = putConnection(this.table, this.#connection);
  }

  /** The connection is taken out of the table. */
  forget(): void {
    if (this.#connection !== undefined) this.table = removeConnection(this.table, this.#connection);
  }

  /** At the end of the packet's path its connection keeps the mark that it was given. */
  finish(registers: Registers): void {
    const current = this.#connection && this.table.connections.get(this.#connection.id);
    if (current === undefined || current.mark === registers.ctmark) return;
    this.table = putConnection(this.table, { ...current, mark: registers.ctmark });
  }
}

function tupleOf(registers: Registers, family: Family): Tuple {
  const isIcmp = icmpTracking(registers.protocol) !== undefined;
  return {
    src: loadAddress(registers, 'src', family),
    dst: loadAddress(registers, 'dst', family),
    protocol: registers.protocol,
    sport: registers.sport,
    dport: isIcmp ? (registers.icmpType << 8) | registers.icmpCode : registers.dport,
  };
}

/** Which ends of a connection are translated: its answers are not just the inverse then. Source: `IPS_SRC_NAT`, `IPS_DST_NAT`. */
function translatedSides({ original, reply }: Connection): Pick<Registers, 'ctsnat' | 'ctdnat'> {
  const given = inverseTuple(reply);
  const isIcmp = icmpTracking(original.protocol) !== undefined;
  const sameSource = sameAddress(given.src, original.src) && given.sport === original.sport;
  const samePort = isIcmp || given.dport === original.dport;
  return {
    ctsnat: sameSource ? 0 : 1,
    ctdnat: sameAddress(given.dst, original.dst) && samePort ? 0 : 1,
  };
}

/** Translated, a packet of one direction is what the other direction answers. */
function setConnection(registers: Registers, connection: Connection, reply: boolean): void {
  const answer = reply ? connection.original : connection.reply;
  const { src, dst, sport, dport } = inverseTuple(answer);
  storeAddress(registers, 'ctSrc', src);
  storeAddress(registers, 'ctDst', dst);
  Object.assign(registers, {
    ctknown: 1,
    ctreply: reply ? 1 : 0,
    ctmark: connection.mark,
    ctnat: connection.translationSettled ? 1 : 0,
    ...translatedSides(connection),
    ctmasq: connection.masqueradeDev,
    ctSport: sport,
    ctDport: icmpTracking(answer.protocol) === undefined ? dport : 0,
  } satisfies Partial<Registers>);
}
