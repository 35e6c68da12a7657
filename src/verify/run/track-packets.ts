import { addressFromWords } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import { makeConnectionTable } from '../../connection/connection.js';
import { CONNECTION_FIELDS, ZONE_FIELDS } from '../../connection/tracked-fields.js';
import { trackPacket } from '../../connection/track.js';
import { DEFAULT_ZONE } from '../../connection/zone.js';
import { connectionStateIndex, type ConnectionState } from '../../packet/connection-state.js';
import { FIELDS, type Field } from '../../packet/field.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { FALSE, TRUE, type Diagram, type Node } from '../engine/diagram.js';
import { constantVector, freeVector, isMasked, type Vector } from '../engine/vector.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';
import { changeHeld, stateUnless, stateWhere, type State } from './state.js';
import { FIELD_LEVELS, levelsOf } from '../engine/variables.js';

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
  { family, zones }: { readonly family: Family; readonly zones: boolean },
): readonly State[] {
  const before = state.registers[FIELD_INDEX.ctstate] ?? [];
  const untouched = diagram.any(
    (['none', 'TEMPLATE'] as const).map((one) =>
      isMasked(diagram, before, 7, connectionStateIndex(one)),
    ),
  );
  const left = stateUnless(diagram, state, untouched);
  const taken = stateWhere(diagram, state, untouched);
  if (taken === undefined) return left === undefined ? [] : [left];
  const tracked =
    connections === 'first' ? first(diagram, taken, family) : any(diagram, taken, family, zones);
  return [left, ...tracked].filter((one) => one !== undefined);
}

/** The state of a first packet, as tracking itself states it: it looks at the protocol, at TCP's flags and at ICMP's type. */
function first(diagram: Diagram, state: State, family: Family): readonly (State | undefined)[] {
  const states = firstStates(diagram, state.registers, family);
  return FIRST_STATES.map((ctstate) =>
    withState(stateWhere(diagram, state, states[ctstate]), ctstate),
  );
}

function withState(state: State | undefined, ctstate: ConnectionState): State | undefined {
  return state && withRegisters(state, [['ctstate', stateVector(ctstate)]]);
}

function withRegisters(state: State, changes: readonly (readonly [Field, Vector])[]): State {
  return changeHeld(state, (held) => {
    const registers = [...held.registers];
    for (const [field, vector] of changes) registers[FIELD_INDEX[field]] = vector;
    return { registers };
  });
}

/** What a packet of no known connection can be. */
const FIRST_STATES = ['NEW', 'INVALID', 'UNTRACKED'] as const;
type FirstState = (typeof FIRST_STATES)[number];

/** The fields at which tracking looks beside the protocol. */
const DETAILS: Readonly<Record<number, 'tcpFlags' | 'icmpType'>> = {
  [PROTOCOL.tcp]: 'tcpFlags',
  [PROTOCOL.icmp]: 'icmpType',
  [PROTOCOL.icmpv6]: 'icmpType',
};

/** The packets of each state, were they the first of their connections. */
function firstStates(
  diagram: Diagram,
  registers: Registers,
  family: Family,
): Readonly<Record<FirstState, Node>> {
  const is = (field: 'protocol' | 'tcpFlags' | 'icmpType', value: number): Node =>
    isMasked(diagram, registers[FIELD_INDEX[field]] ?? [], 0xff, value);
  const known = knownStates(family);
  const where = (wanted: FirstState): Node =>
    diagram.any(
      BYTES.map((protocol) => {
        const field = DETAILS[protocol];
        const states = known[protocol] ?? [];
        const alike = [...states.keys()].filter((detail) => states[detail] === wanted);
        if (alike.length === 0) return FALSE;
        const packets = is('protocol', protocol);
        if (field === undefined || alike.length === BYTES.length) return packets;
        return diagram.and(packets, diagram.any(alike.map((detail) => is(field, detail))));
      }),
    );
  const [isNew, untracked] = [where('NEW'), where('UNTRACKED')];
  return {
    NEW: isNew,
    UNTRACKED: untracked,
    INVALID: diagram.not(diagram.or(isNew, untracked)),
  };
}

const statesOfFamilies = new Map<Family, readonly (readonly ConnectionState[])[]>();

/** What tracking takes first packets for, by protocol and detail, worked out once; of a protocol whose details it doesn't look at only one. */
function knownStates(family: Family): readonly (readonly ConnectionState[])[] {
  let states = statesOfFamilies.get(family);
  if (states === undefined) {
    states = BYTES.map((protocol) =>
      (DETAILS[protocol] === undefined ? [0] : BYTES).map((detail) =>
        trackFirst(family, protocol, detail),
      ),
    );
    statesOfFamilies.set(family, states);
  }
  return states;
}

/** What tracking takes a packet for that is the first of its connection. */
function trackFirst(family: Family, protocol: number, detail: number): ConnectionState {
  const anywhere = addressFromWords(family, family === 4 ? [0] : [0, 0, 0, 0]);
  return trackPacket(makeConnectionTable(), {
    tuple: { src: anywhere, dst: anywhere, protocol, sport: 0, dport: detail << 8 },
    tcpFlags: detail,
    zone: DEFAULT_ZONE,
  }).state;
}

/** The protocols that tracking distinguishes from others. */
export function protocolsTrackedApart(family: Family): readonly number[] {
  return BYTES.filter(
    (protocol) => DETAILS[protocol] !== undefined || knownStates(family)[protocol]?.[0] !== 'NEW',
  );
}

const BYTES = Array.from({ length: 256 }, (_, index) => index);

function stateVector(state: ConnectionState): Vector {
  return constantVector(FIELDS.ctstate.bits, connectionStateIndex(state));
}

/**
 * Whatever a connection can say is a variable; a packet of no known connection has nothing of it, and is a first one, or one that TCP
 * doesn't expect.
 */
function any(
  diagram: Diagram,
  state: State,
  family: Family,
  zones: boolean,
): readonly (State | undefined)[] {
  const { registers } = state;
  const free = (field: Field): Vector => freeVector(diagram, FIELD_LEVELS.get(field) ?? []);
  const [known = FALSE] = free('ctknown');
  const is = (ctstate: ConnectionState): Node =>
    isMasked(diagram, free('ctstate'), 7, connectionStateIndex(ctstate));
  const {
    NEW: isNew,
    INVALID: isOther,
    UNTRACKED: untracked,
  } = firstStates(diagram, registers, family);
  const isTcp = isMasked(diagram, registers[FIELD_INDEX.protocol] ?? [], 0xff, PROTOCOL.tcp);
  const isInvalid = diagram.or(isOther, isTcp);
  const unknown = (ctstate: 'NEW' | 'INVALID', possible: Node): State | undefined => {
    const where = diagram.all([diagram.not(known), is(ctstate), possible]);
    return withState(stateWhere(diagram, state, where), ctstate);
  };
  const states = diagram.any([is('NEW'), is('ESTABLISHED'), is('RELATED')]);
  const tracked = diagram.not(untracked);
  const zone = zones ? freeZone(diagram) : [];
  const found = zones ? isInZone(diagram, registers, zone) : TRUE;
  const member = stateWhere(diagram, state, diagram.all([known, states, tracked, found]));
  return [
    unknown('NEW', isNew),
    unknown('INVALID', isInvalid),
    withState(stateWhere(diagram, state, untracked), 'UNTRACKED'),
    member &&
      withRegisters(member, [
        ...SAID_FIELDS.map((field): [Field, Vector] => [
          field,
          field === 'ctknown' ? [TRUE] : free(field),
        ]),
        ...zone,
      ]),
  ];
}

const SAID_FIELDS = CONNECTION_FIELDS.filter((field) => !isZoneField(field));

function isZoneField(field: Field): boolean {
  return ZONE_FIELDS.some((one) => one === field);
}

/** Any zone that a connection can have, in one direction or in both. */
function freeZone(diagram: Diagram): readonly (readonly [Field, Vector])[] {
  const number = freeVector(diagram, levelsOf('ctzone'));
  const [inOriginal = FALSE, inReply = FALSE] = freeVector(diagram, levelsOf('ctzoneSides'));
  const where = (side: Node): Vector => number.map((bit) => diagram.and(bit, side));
  return [
    ['ctzone', where(diagram.or(inOriginal, inReply))],
    ['ctzoneOrig', where(inOriginal)],
    ['ctzoneReply', where(inReply)],
  ];
}

/** Holds where the connection's zone is that of the packet, in the direction of the packet. Source: `nf_ct_zone_equal`. */
function isInZone(
  diagram: Diagram,
  registers: Registers,
  zone: readonly (readonly [Field, Vector])[],
): Node {
  const [reply = FALSE] = freeVector(diagram, FIELD_LEVELS.get('ctreply') ?? []);
  const isSame = (field: 'ctzoneOrig' | 'ctzoneReply'): Node => {
    const own = registers[FIELD_INDEX[field]] ?? [];
    const [, other = []] = zone.find(([name]) => name === field) ?? [];
    return diagram.all(own.map((bit, index) => diagram.iff(bit, other[index] ?? FALSE)));
  };
  return diagram.ite(reply, isSame('ctzoneReply'), isSame('ctzoneOrig'));
}
