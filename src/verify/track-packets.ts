import { addressFromWords } from '../address/address.js';
import { makeConnectionTable } from '../connection/connection.js';
import { trackPacket } from '../connection/track.js';
import { connectionStateIndex, type ConnectionState } from '../packet/connection-state.js';
import { FIELDS } from '../packet/field.js';
import { PROTOCOL } from '../packet/protocol.js';
import { FALSE, TRUE, type Diagram, type Node } from './engine/diagram.js';
import {
  bitAt,
  chooseVector,
  constantVector,
  freeVector,
  isMasked,
  type Vector,
} from './engine/vector.js';
import { CONNECTION_FIELDS } from './liveness.js';
import { FIELD_INDEX, type Registers } from './packet-space.js';
import type { State } from './state.js';
import { FIELD_LEVELS } from './variables.js';

/**
 * What is assumed of connections where they are tracked.
 *
 * - `first`: no connection is there before; the packet is the first of its own
 * - `any`: the packet can belong to any connection, in any state, with any mark and translation
 */
export type Connections = 'first' | 'any';

/** The `track` step for all packets that come to it. */
export function trackPackets(diagram: Diagram, state: State, connections: Connections): State {
  const { registers } = state;
  const before = registers[FIELD_INDEX.ctstate] ?? [];
  const untouched = isMasked(diagram, before, 7, connectionStateIndex('none'));
  const tracked = connections === 'first' ? first(diagram, registers) : any(diagram, registers);
  const changed = registers.map((vector, index) =>
    chooseVector(diagram, untouched, tracked.registers[index] ?? vector, vector),
  );
  const possible = diagram.ite(untouched, tracked.possible, TRUE);
  return { ...state, registers: changed, packets: diagram.and(state.packets, possible) };
}

interface Tracked {
  readonly registers: Registers;
  /** Holds for what can be. */
  readonly possible: Node;
}

/** The state of a first packet, as tracking itself tells it: it looks at the protocol, at TCP's flags and at ICMP's type. */
function first(diagram: Diagram, registers: Registers): Tracked {
  const read = (field: 'protocol' | 'tcpFlags' | 'icmpType'): Vector =>
    registers[FIELD_INDEX[field]] ?? [];
  const details = (protocol: number, field: 'tcpFlags' | 'icmpType'): Node =>
    diagram.any(
      BYTES.filter((detail) => begins(protocol, detail)).map((detail) =>
        isMasked(diagram, read(field), 0xff, detail),
      ),
    );
  const isNew = diagram.any(
    BYTES.map((protocol) => {
      const matches = isMasked(diagram, read('protocol'), 0xff, protocol);
      if (protocol === PROTOCOL.tcp) return diagram.and(matches, details(protocol, 'tcpFlags'));
      if (protocol === PROTOCOL.icmp) return diagram.and(matches, details(protocol, 'icmpType'));
      return begins(protocol, 0) ? matches : FALSE;
    }),
  );
  const changed = [...registers];
  changed[FIELD_INDEX.ctstate] = chooseVector(
    diagram,
    isNew,
    stateVector('NEW'),
    stateVector('INVALID'),
  );
  return { registers: changed, possible: TRUE };
}

/** Tells whether tracking takes a packet for the first of a connection. */
function begins(protocol: number, detail: number): boolean {
  const tracked = trackPacket(makeConnectionTable(), {
    tuple: { src: ANY, dst: ANY, protocol, sport: 0, dport: detail << 8 },
    tcpFlags: detail,
  });
  return tracked.state === 'NEW';
}

const ANY = addressFromWords(4, [0]);
const BYTES = Array.from({ length: 256 }, (_, index) => index);

function stateVector(state: ConnectionState): Vector {
  return constantVector(FIELDS.ctstate.bits, connectionStateIndex(state));
}

/** Whatever a connection can say is a variable; a packet of no known connection has nothing of it. */
function any(diagram: Diagram, registers: Registers): Tracked {
  const free = (field: keyof typeof FIELDS): Vector => {
    const level = FIELD_LEVELS.get(field);
    const { bits } = FIELDS[field];
    return level === undefined ? constantVector(bits, 0) : freeVector(diagram, bits, level);
  };
  const known = bitAt(free('ctknown'), 0);
  const changed = [...registers];
  for (const field of CONNECTION_FIELDS) {
    changed[FIELD_INDEX[field]] = free(field).map((bit) => diagram.and(known, bit));
  }
  changed[FIELD_INDEX.ctstate] = free('ctstate');
  const is = (state: ConnectionState): Node =>
    isMasked(diagram, free('ctstate'), 7, connectionStateIndex(state));
  const possible = diagram.ite(
    known,
    diagram.any([is('NEW'), is('ESTABLISHED'), is('RELATED')]),
    diagram.or(is('NEW'), is('INVALID')),
  );
  return { registers: changed, possible };
}
