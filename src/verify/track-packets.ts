import { addressFromWords } from '../address/address.js';
import { makeConnectionTable } from '../connection/connection.js';
import { trackPacket } from '../connection/track.js';
import { connectionStateIndex, type ConnectionState } from '../packet/connection-state.js';
import { FIELDS, type Field } from '../packet/field.js';
import { PROTOCOL } from '../packet/protocol.js';
import { FALSE, TRUE, type Diagram, type Node } from './engine/diagram.js';
import { constantVector, freeVector, isMasked, type Vector } from './engine/vector.js';
import { CONNECTION_FIELDS } from './liveness.js';
import { FIELD_INDEX, type Registers } from './packet-space.js';
import { stateUnless, stateWhere, type State } from './state.js';
import { FIELD_LEVELS } from './variables.js';

/**
 * What is assumed of connections where they are tracked.
 *
 * - `first`: no connection is there before; the packet is the first of its own
 * - `any`: the packet can belong to any connection, in any state, with any mark and translation
 */
export type Connections = 'first' | 'any';

/** The `track` step for all packets that come to it, by what they are to their connections. */
export function trackPackets(
  diagram: Diagram,
  state: State,
  connections: Connections,
): readonly State[] {
  const before = state.registers[FIELD_INDEX.ctstate] ?? [];
  const untouched = isMasked(diagram, before, 7, connectionStateIndex('none'));
  const left = stateUnless(diagram, state, untouched);
  const taken = stateWhere(diagram, state, untouched);
  if (taken === undefined) return left === undefined ? [] : [left];
  const tracked = connections === 'first' ? first(diagram, taken) : any(diagram, taken);
  return [left, ...tracked].filter((one) => one !== undefined);
}

/** The state of a first packet, as tracking itself tells it: it looks at the protocol, at TCP's flags and at ICMP's type. */
function first(diagram: Diagram, state: State): readonly (State | undefined)[] {
  const isNew = beginsConnection(diagram, state.registers);
  return [
    withState(stateWhere(diagram, state, isNew), 'NEW'),
    withState(stateUnless(diagram, state, isNew), 'INVALID'),
  ];
}

function withState(state: State | undefined, ctstate: ConnectionState): State | undefined {
  return state && withRegisters(state, [['ctstate', stateVector(ctstate)]]);
}

function withRegisters(state: State, changes: readonly (readonly [Field, Vector])[]): State {
  const registers = [...state.registers];
  for (const [field, vector] of changes) registers[FIELD_INDEX[field]] = vector;
  return { ...state, registers };
}

function beginsConnection(diagram: Diagram, registers: Registers): Node {
  const read = (field: 'protocol' | 'tcpFlags' | 'icmpType'): Vector =>
    registers[FIELD_INDEX[field]] ?? [];
  const details = (protocol: number, field: 'tcpFlags' | 'icmpType'): Node =>
    diagram.any(
      BYTES.filter((detail) => begins(protocol, detail)).map((detail) =>
        isMasked(diagram, read(field), 0xff, detail),
      ),
    );
  return diagram.any(
    BYTES.map((protocol) => {
      const matches = isMasked(diagram, read('protocol'), 0xff, protocol);
      if (protocol === PROTOCOL.tcp) return diagram.and(matches, details(protocol, 'tcpFlags'));
      if (protocol === PROTOCOL.icmp) return diagram.and(matches, details(protocol, 'icmpType'));
      return begins(protocol, 0) ? matches : FALSE;
    }),
  );
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

/**
 * Whatever a connection can say is a variable; a packet of no known connection has nothing of it, and is a first one, or one that TCP
 * doesn't expect.
 */
function any(diagram: Diagram, state: State): readonly (State | undefined)[] {
  const { registers } = state;
  const free = (field: Field): Vector => freeVector(diagram, FIELD_LEVELS.get(field) ?? []);
  const [known = FALSE] = free('ctknown');
  const is = (ctstate: ConnectionState): Node =>
    isMasked(diagram, free('ctstate'), 7, connectionStateIndex(ctstate));
  const isNew = beginsConnection(diagram, registers);
  const isTcp = isMasked(diagram, registers[FIELD_INDEX.protocol] ?? [], 0xff, PROTOCOL.tcp);
  const isInvalid = diagram.or(diagram.not(isNew), isTcp);
  const unknown = (ctstate: 'NEW' | 'INVALID', possible: Node): State | undefined => {
    const where = diagram.all([diagram.not(known), is(ctstate), possible]);
    return withState(stateWhere(diagram, state, where), ctstate);
  };
  const states = diagram.any([is('NEW'), is('ESTABLISHED'), is('RELATED')]);
  const member = stateWhere(diagram, state, diagram.and(known, states));
  return [
    unknown('NEW', isNew),
    unknown('INVALID', isInvalid),
    member &&
      withRegisters(
        member,
        CONNECTION_FIELDS.map((field) => [field, field === 'ctknown' ? [TRUE] : free(field)]),
      ),
  ];
}
