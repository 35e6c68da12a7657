import { PROTOCOL } from '../packet/protocol.js';
import { socketPort, socketTos } from '../packet/socket.js';
import { copyFateNumber } from '../program/ending.js';
import type { FlatWalk } from './flat-walk.js';
import type { OutcomeColumns } from './outcome-columns.js';
import type { ProgramNumbers } from './outcome-tables.js';
import type { PacketColumns } from './packet-columns.js';
import { slotOf } from './slots.js';

const SRC = slotOf('src');
const DST = slotOf('dst');
const PROTOCOL_SLOT = slotOf('protocol');
const TOS = slotOf('tos');
const TTL = slotOf('ttl');
const LENGTH = slotOf('length');
const SPORT = slotOf('sport');
const DPORT = slotOf('dport');
const TCP_FLAGS = slotOf('tcpFlags');
const ICMP_TYPE = slotOf('icmpType');
const ICMP_CODE = slotOf('icmpCode');
const ICMP_ID = slotOf('icmpId');
const MARK = slotOf('mark');
const SOCKET = slotOf('socket');
const UID = slotOf('uid');
const GID = slotOf('gid');
const BOUND_PORT = slotOf('boundPort');
const IIF = slotOf('iif');
const OIF = slotOf('oif');
const INDEV = slotOf('indev');
const DIRECT = slotOf('direct');
const ROUTE_DEV = slotOf('routeDev');
const ROUTE_TYPE = slotOf('routeType');

/** Puts one packet of a batch into a walk's registers. */
export function loadPacket(packets: PacketColumns, at: number, walk: FlatWalk): void {
  const { registers } = walk;
  const iif = packets.iif[at] ?? 0;
  const protocol = packets.protocol[at] ?? 0;
  const tos = packets.tos[at] ?? 0;
  const port = packets.sport[at] ?? 0;
  if (packets.family === 4) {
    registers[SRC] = packets.src[at] ?? 0;
    registers[DST] = packets.dst[at] ?? 0;
  } else {
    for (let word = 0; word < 4; word++) {
      registers[SRC + word] = packets.src[4 * at + word] ?? 0;
      registers[DST + word] = packets.dst[4 * at + word] ?? 0;
    }
  }
  registers[PROTOCOL_SLOT] = protocol;
  registers[TOS] = iif === 0 && protocol === PROTOCOL.tcp ? socketTos(protocol, tos) : tos;
  registers[TTL] = packets.ttl[at] ?? 0;
  registers[LENGTH] = packets.length[at] ?? 0;
  registers[SPORT] =
    iif === 0 && port === 0
      ? socketPort(protocol, port, packets.tcpFlags[at] ?? 0, walk.state.connections.freePort)
      : port;
  registers[BOUND_PORT] = port;
  registers[DPORT] = packets.dport[at] ?? 0;
  registers[TCP_FLAGS] = packets.tcpFlags[at] ?? 0;
  registers[ICMP_TYPE] = packets.icmpType[at] ?? 0;
  registers[ICMP_CODE] = packets.icmpCode[at] ?? 0;
  registers[ICMP_ID] = packets.icmpId[at] ?? 0;
  registers[MARK] = packets.mark[at] ?? 0;
  registers[SOCKET] = iif === 0 ? 1 : 0;
  registers[UID] = packets.uid[at] ?? 0;
  registers[GID] = packets.gid[at] ?? 0;
  registers[IIF] = iif;
  registers[OIF] = packets.oif[at] ?? 0;
}

/** Writes what became of one packet of a batch. */
export function storeOutcome(
  walk: FlatWalk,
  ending: number,
  numbers: ProgramNumbers,
  outcomes: OutcomeColumns,
  at: number,
): void {
  const { registers, take, prefix, rule, program } = walk;
  const { endings } = program;
  const copied = walk.emitted < 0 ? 0 : endings.length * copyFateNumber(endings[walk.emitted]);
  const fate = numbers.fateOf[copied + ending] ?? 0;
  outcomes.fate[at] =
    fate >= 0 ? fate : (numbers.failures[~fate + (numbers.errorOf[take] ?? 0)] ?? 0);
  const delivered = endings[ending]?.kind === 'deliver';
  outcomes.dev[at] = registers[delivered ? INDEV : ROUTE_DEV] ?? 0;
  outcomes.gateway[at] =
    delivered || take < 0 || registers[DIRECT] === 1 ? -1 : (numbers.gatewayOf[take] ?? -1);
  let route = -1;
  let priority = -1;
  if (take >= 0) {
    const table = program.takes[take]?.table;
    route = numbers.routeOf[take] ?? -1;
    if (table !== undefined) route += table.firstRoute?.[prefix] ?? prefix;
    priority = rule >= 0 ? (numbers.ruleOf[rule] ?? -1) : (numbers.standingOf[take] ?? -1);
  }
  outcomes.route[at] = route;
  outcomes.rule[at] = priority;
  if (outcomes.family === 4) {
    outcomes.src[at] = registers[SRC] ?? 0;
    outcomes.dst[at] = registers[DST] ?? 0;
  } else {
    for (let word = 0; word < 4; word++) {
      outcomes.src[4 * at + word] = registers[SRC + word] ?? 0;
      outcomes.dst[4 * at + word] = registers[DST + word] ?? 0;
    }
  }
  outcomes.mark[at] = registers[MARK] ?? 0;
  outcomes.sport[at] = registers[SPORT] ?? 0;
  outcomes.dport[at] = registers[DPORT] ?? 0;
  outcomes.tos[at] = registers[TOS] ?? 0;
  outcomes.ttl[at] = registers[TTL] ?? 0;
  outcomes.routeType[at] = registers[ROUTE_TYPE] ?? 0;
}
