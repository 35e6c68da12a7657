import { sameAddress } from '../address/address.js';
import type { Family } from '../address/family.js';
import {
  UNCONFIRMED,
  type Association,
  type TrackedConnection,
} from '../connection/association.js';
import {
  findConnection,
  putConnection,
  removeConnection,
  type ChangedEnds,
  type Connection,
  type ConnectionTable,
} from '../connection/connection.js';
import { icmpTracking } from '../connection/icmp.js';
import { beginTcp } from '../connection/tcp-progress.js';
import { trackPacket, type Tracked } from '../connection/track.js';
import type { NatPick, NatRange } from '../connection/nat-range.js';
import { inverseTuple, type Tuple } from '../connection/tuple.js';
import { isUsed } from '../connection/unique-tuple.js';
import { zoneNumber, type Zone } from '../connection/zone.js';
import { connectionStateIndex } from '../packet/connection-state.js';
import { FIELD_NAMES } from '../packet/field.js';
import { SHARED_FIELDS } from '../program/cell.js';
import { makeUnique, pickNumber } from './nat-pick.js';
import { loadAddress, storeAddress, type Registers } from './registers.js';

/** What tracking has found of a packet. */
interface TrackedOnce {
  readonly original: Tuple;
  readonly zone: Zone;
  readonly result: Tracked;
}

/**
 * How a packet is tracked that goes on in the same namespace, in another walk. Where several copies of it go on, they have one connection, be it entered or not: what is made of it for
 * one of them is so for those after it.
 */
export interface Following {
  readonly registers: Partial<Registers>;
  readonly tracked: TrackedOnce | undefined;
  connection: Connection | undefined;
}

/** A packet that hasn't come to connection tracking yet. Source: `nf_conntrack_in`. */
const UNTRACED: ReadonlySet<number> = new Set(
  (['none', 'TEMPLATE'] as const).map(connectionStateIndex),
);

const CONNECTION_FIELDS = FIELD_NAMES.filter((field) => field.startsWith('ct'));

/** Does what the `track`, `confirm` and `forget` steps say, for one packet, on the connections of a namespace. */
export class ConnectionTracker {
  /** The connections as the packet leaves them. */
  table: ConnectionTable;
  #tracked: TrackedOnce | undefined;
  #connection: Connection | undefined;
  #following: Following | undefined;
  /** The connection that the packet is related to, without being of it. */
  #related: TrackedConnection | undefined;

  constructor(
    table: ConnectionTable,
    private readonly association: Association = {},
  ) {
    this.table = table;
  }

  /** Takes up what was found of the packet in the walk before. */
  follow(registers: Registers, following: Following): void {
    Object.assign(registers, following.registers);
    this.#tracked = following.tracked;
    this.#connection = following.connection;
    this.#following = following;
  }

  /** What {@link follow} is to take up; undefined for a packet that isn't tracked. */
  followed(registers: Readonly<Registers>): Following | undefined {
    if (registers.ctstate === connectionStateIndex('none')) return undefined;
    return {
      registers: Object.fromEntries(CONNECTION_FIELDS.map((field) => [field, registers[field]])),
      tracked: this.#tracked,
      connection: this.#connection,
    };
  }

  /** Finds the packet's connection. A packet that has been found, or is not to be tracked, is left alone. */
  track(registers: Registers, family: Family): void {
    if (!UNTRACED.has(registers.ctstate)) return;
    if (this.association.attached !== undefined || this.association.quote !== undefined) {
      this.#relate(registers, family);
      return;
    }
    const original = tupleOf(registers, family);
    const zone = zoneOf(registers);
    const { tcpFlags } = registers;
    const result = trackPacket(this.table, { tuple: original, tcpFlags, zone });
    this.table = result.table;
    this.#tracked = { original, zone, result };
    this.#connection = result.connection;
    registers.ctstate = connectionStateIndex(result.state);
    if (result.connection !== undefined) {
      setConnection(registers, result.connection, result.reply);
    }
  }

  /**
   * A new connection is entered into the table, with its answers expected for the packet as it is now, or for the ends that are kept. Where one of its tuples is
   * another connection's, it is not, and false is returned. Source: `__nf_conntrack_confirm`.
   */
  confirm(registers: Registers, family: Family, kept: boolean): boolean {
    if (this.#tracked === undefined || this.#connection !== undefined) return true;
    const { original, zone, result } = this.#tracked;
    if (result.state !== 'NEW') return true;
    const translated = kept ? keptTuple(registers, family, original) : tupleOf(registers, family);
    if (isUsed(this.table, translated, zone)) return false;
    const begun = this.#begun(registers, this.#tracked, translated);
    this.#connection = { ...begun, id: this.table.nextId };
    this.table = putConnection(this.table, this.#connection);
    return true;
  }

  /** Where the answers of a new connection would be another's, NAT gives the end that it translates another number. Source: `nf_nat_setup_info`. */
  makeUnique(range: NatRange, registers: Registers, family: Family, kept: boolean): void {
    if (this.#tracked === undefined || this.#connection !== undefined) return;
    const { original, zone, result } = this.#tracked;
    if (result.state !== 'NEW') return;
    const current = kept ? keptTuple(registers, family, original) : tupleOf(registers, family);
    const unique = makeUnique(this.table, { original, current, zone }, range);
    if (unique === current) return;
    if (icmpTracking(unique.protocol) !== undefined) {
      registers.icmpId = registers.ctIcmpId = unique.sport;
    } else if (range.end === 'src') registers.sport = registers.ctSport = unique.sport;
    else registers.dport = registers.ctDport = unique.dport;
    // What is translated is written whole, over what rules have written since. Source: `nf_nat_manip_pkt`.
    storeAddress(registers, range.end, unique[range.end]);
    registers[range.end === 'src' ? 'ctsnat' : 'ctdnat'] = 1;
  }

  /** The number that NAT picks for the packet, as it is now, or for the ends that are kept. */
  pick(pick: NatPick, registers: Registers, family: Family, kept: boolean): number {
    if (this.#tracked === undefined) return pick.from;
    const { original, zone } = this.#tracked;
    const current = kept ? keptTuple(registers, family, original) : tupleOf(registers, family);
    return pickNumber(pick, { original, current, zone }, this.table);
  }

  /** The connection is taken out of the table. */
  forget(): void {
    if (this.#connection !== undefined) this.table = removeConnection(this.table, this.#connection);
  }

  /**
   * The connection of the packet and its direction in it, as the packet is now; undefined when it has none, or is no part of the one that it is
   * related to.
   */
  connectionOf(registers: Registers, family: Family): TrackedConnection | undefined {
    if (this.#tracked === undefined) return undefined;
    const { result } = this.#tracked;
    if (this.#connection !== undefined) {
      const current = this.table.connections.get(this.#connection.id) ?? this.#connection;
      return { connection: current, reply: result.reply };
    }
    if (result.state !== 'NEW') return undefined;
    const connection = this.#begun(registers, this.#tracked, tupleOf(registers, family));
    return { connection, reply: false };
  }

  /** What an ICMP error quotes once it has got through: translated as the connection is. Source: `nf_nat_icmp_reply_translation`. */
  get quote(): Tuple | undefined {
    const { quote } = this.association;
    if (quote === undefined || this.#related === undefined) return quote;
    const { connection, reply } = this.#related;
    return reply ? connection.original : connection.reply;
  }

  /** A packet about a connection is related to it; without one it is invalid. */
  #relate(registers: Registers, family: Family): void {
    const related = this.association.attached ?? this.#quoted(registers, family);
    if (related === undefined) {
      registers.ctstate = connectionStateIndex('INVALID');
      return;
    }
    this.#related = related;
    this.#connection = related.connection;
    registers.ctstate = connectionStateIndex('RELATED');
    setConnection(registers, related.connection, related.reply);
    // It is sent by whoever has to do with the connection: only an end that is translated is changed, be it in its number alone.
    const { changed } = related.connection;
    const { src, dst } = related.reply ? { src: changed.dst, dst: changed.src } : changed;
    if (!src) storeAddress(registers, 'ctSrc', loadAddress(registers, 'src', family));
    if (!dst) storeAddress(registers, 'ctDst', loadAddress(registers, 'dst', family));
    registers.ctnat = 1;
    registers.ctmasq = 0;
    if (icmpTracking(registers.protocol) === undefined) return;
    registers.ctSport = registers.ctDport = 0;
    registers.ctIcmpId = registers.icmpId;
  }

  #quoted(registers: Registers, family: Family): TrackedConnection | undefined {
    const { quote, quoteUnread } = this.association;
    if (quoteUnread === true) return undefined;
    const found = quote && findConnection(this.table, inverseTuple(quote), zoneOf(registers));
    if (found === undefined) return undefined;
    const dst = loadAddress(registers, 'dst', family);
    const { original, reply: answer } = found.connection;
    return sameAddress((found.reply ? answer : original).dst, dst) ? found : undefined;
  }

  #begun(
    registers: Registers,
    { original, zone, result }: TrackedOnce,
    translated: Tuple,
  ): Connection {
    return {
      id: UNCONFIRMED,
      original,
      zone,
      reply: inverseTuple(translated),
      mark: registers.ctmark,
      seenReply: false,
      ...beginTcp(result.tcpState),
      translationSettled: registers.ctnat === 1,
      changed: changedEnds(original, translated, registers),
      masqueradeDev: registers.ctmasq,
    };
  }

  /** At the end of the packet's path its connection keeps the mark that it was given, and other copies of it have the same connection. */
  finish(registers: Registers): void {
    if (this.#following !== undefined) {
      this.#following.connection = this.#connection;
      for (const field of SHARED_FIELDS) this.#following.registers[field] = registers[field];
    }
    const current = this.#connection && this.table.connections.get(this.#connection.id);
    if (current === undefined || current.mark === registers.ctmark) return;
    this.table = putConnection(this.table, { ...current, mark: registers.ctmark });
  }
}

/** The zone in which the connection of a packet is looked for. */
function zoneOf({ ctzoneOrig, ctzoneReply }: Registers): Zone {
  return { original: ctzoneOrig, reply: ctzoneReply };
}

/** What gives a packet's direction of a connection, as it is in the registers. */
export function tupleOf(registers: Readonly<Registers>, family: Family): Tuple {
  const isIcmp = icmpTracking(registers.protocol) !== undefined;
  return {
    src: loadAddress(registers, 'src', family),
    dst: loadAddress(registers, 'dst', family),
    protocol: registers.protocol,
    sport: isIcmp ? registers.icmpId : registers.sport,
    dport: isIcmp ? (registers.icmpType << 8) | registers.icmpCode : registers.dport,
  };
}

/** The tuple that the connection has made of its first packet. Source: `nf_nat_setup_info`, which changes the tuple and not just the packet. */
function keptTuple(registers: Registers, family: Family, original: Tuple): Tuple {
  const isIcmp = icmpTracking(original.protocol) !== undefined;
  return {
    ...original,
    src: loadAddress(registers, 'ctSrc', family),
    dst: loadAddress(registers, 'ctDst', family),
    ...(isIcmp
      ? { sport: registers.ctIcmpId }
      : { sport: registers.ctSport, dport: registers.ctDport }),
  };
}

/** Which ends are changed of a connection that begins: those that show it, and that of an ICMP identifier. */
function changedEnds(
  original: Tuple,
  given: Tuple,
  { ctsnat, ctdnat }: Pick<Registers, 'ctsnat' | 'ctdnat'>,
): ChangedEnds {
  const isIcmp = icmpTracking(original.protocol) !== undefined;
  const samePort = (port: 'sport' | 'dport'): boolean => isIcmp || given[port] === original[port];
  return {
    src: ctsnat === 1 || !sameAddress(given.src, original.src) || !samePort('sport'),
    dst: ctdnat === 1 || !sameAddress(given.dst, original.dst) || !samePort('dport'),
  };
}

/** Translated, a packet of one direction is what the other direction answers. */
function setConnection(registers: Registers, connection: Connection, reply: boolean): void {
  const answer = reply ? connection.original : connection.reply;
  const { src, dst, sport, dport } = inverseTuple(answer);
  const isIcmp = icmpTracking(answer.protocol) !== undefined;
  storeAddress(registers, 'ctSrc', src);
  storeAddress(registers, 'ctDst', dst);
  Object.assign(registers, {
    ctknown: 1,
    ctreply: reply ? 1 : 0,
    ctmark: connection.mark,
    ctnat: connection.translationSettled ? 1 : 0,
    ctsnat: connection.changed.src ? 1 : 0,
    ctdnat: connection.changed.dst ? 1 : 0,
    ctmasq: connection.masqueradeDev,
    ctzone: zoneNumber(connection.zone),
    ctzoneOrig: connection.zone.original,
    ctzoneReply: connection.zone.reply,
    ctSport: isIcmp ? 0 : sport,
    ctDport: isIcmp ? 0 : dport,
    ctIcmpId: isIcmp ? sport : 0,
  } satisfies Partial<Registers>);
}
