import { isConnectionField } from '../../connection/tracked-fields.js';
import type { Namespace } from '../../namespace/namespace.js';
import { linkByName } from '../../namespace/namespace.js';
import { FIELD_NAMES, FIELDS, type Field } from '../../packet/field.js';
import { EPHEMERAL_PORT } from '../../packet/make-packet.js';
import {
  CARRIED_BY_SOME,
  carriesOf,
  PACKET_NUMBER_NAMES,
  PACKET_NUMBERS,
} from '../../packet/packet-number.js';
import { hasPorts, isTcp } from '../../packet/protocol.js';
import type { CodedNumber } from '../engine/coded-number.js';
import { Diagram, FALSE, TRUE, type Node } from '../engine/diagram.js';
import {
  chooseVector,
  constantVector,
  freeVector,
  isMasked,
  type Vector,
} from '../engine/vector.js';
import {
  blockWidth,
  CONNECTION_BLOCKS,
  FIELD_LEVELS,
  levelsOf,
  type Block,
} from '../engine/variables.js';

/** Whose packets: those of local sockets, or those that arrive on a device. */
export type Direction = 'sent' | 'received';

/** The values of all fields as functions of the packet, by the field's place in `FIELD_NAMES`. */
export type Registers = readonly Vector[];

/** Numbers that take the place of fields, by field; a block is called as its field. */
export type CodedNumbers = ReadonlyMap<Field | Block, CodedNumber>;

/** The place of a field in {@link Registers}. */
export const FIELD_INDEX: Readonly<Record<Field, number>> = fieldIndex();

function fieldIndex(): Record<Field, number> {
  const index: Partial<Record<Field, number>> = {};
  for (const [at, field] of FIELD_NAMES.entries()) index[field] = at;
  if (!isWhole(index)) throw new TypeError('fields: one is missing');
  return index;
}

function isWhole(index: Partial<Record<Field, number>>): index is Record<Field, number> {
  return FIELD_NAMES.every((field) => field in index);
}

/**
 * The packets that questions are about, as variables of one diagram. Hosts that are compared share a space: devices have their numbers
 * by name.
 */
export class PacketSpace {
  readonly diagram: Diagram;
  /** Names of the devices; a device's number is its place from 1. */
  readonly devices: readonly string[];
  readonly #protocols = new Map<(protocol: number) => boolean, Node>();
  readonly #choices = new Map<string, Vector>();
  #choiceBits = 0;
  readonly #picks = new Map<string, Vector>();
  #pickBits = 0;

  /**
   * @param coded - the space of which this is a view, in which some fields are stated by numbers that are coded
   * @param diagram - what holds the functions; a new one when left out
   */
  constructor(
    namespaces: readonly Namespace[],
    private readonly coded?: { readonly base: PacketSpace; readonly numbers: CodedNumbers },
    diagram = coded?.base.diagram ?? new Diagram(),
  ) {
    this.diagram = diagram;
    this.devices = [
      ...new Set(namespaces.flatMap(({ links }) => links.toArray().map(({ name }) => name))),
    ];
    if (this.devices.length >= 2 ** blockWidth('iif')) {
      throw new RangeError(`devices: fewer than ${2 ** blockWidth('iif')}`);
    }
  }

  /** The variables of a block as a number. */
  block(block: Block): Vector {
    return this.coded?.numbers.get(block)?.vector ?? freeVector(this.diagram, levelsOf(block));
  }

  /** Holds where a device block has the number of a device of that name; never when the space has none. */
  isDevice(block: 'iif' | 'oif', name: string): Node {
    const number = this.devices.indexOf(name) + 1;
    return number === 0 ? FALSE : isMasked(this.diagram, this.block(block), 0xfff, number);
  }

  /** Holds where a device block says that there is none. */
  isNoDevice(block: 'iif' | 'oif'): Node {
    return isMasked(this.diagram, this.block(block), 0xfff, 0);
  }

  /** The registers with which a packet's path begins in a namespace: what `packetRegisters` makes of one packet. */
  registers(namespace: Namespace, direction: Direction): Registers {
    const { diagram } = this;
    const sent = direction === 'sent';
    const sport = this.block('sport');
    const given: Node = sent ? this.#bit('portGiven') : TRUE;
    const none = constantVector(16, 0);
    const picked = chooseVector(
      diagram,
      this.protocolIs(hasPorts),
      constantVector(16, EPHEMERAL_PORT),
      none,
    );
    const special: Partial<Record<Field, Vector>> = {
      sport: chooseVector(diagram, given, sport, picked),
      boundPort: chooseVector(diagram, given, sport, none),
      socket: constantVector(1, sent ? 1 : 0),
      iif: sent ? constantVector(31, 0) : this.#device('iif', namespace),
      oif: sent ? this.#device('oif', namespace) : constantVector(31, 0),
      length: [...constantVector(16, 0), ...this.block('length')],
    };
    return FIELD_NAMES.map((field) => {
      const levels = isConnectionField(field) ? undefined : FIELD_LEVELS.get(field);
      return (
        special[field] ??
        this.coded?.numbers.get(field)?.vector ??
        (levels === undefined ? constantVector(FIELDS[field].bits, 0) : freeVector(diagram, levels))
      );
    });
  }

  /** Holds for the packets that can be: each is one assignment of the variables, and each other assignment is none. */
  possible(namespace: Namespace, direction: Direction): Node {
    const { diagram } = this;
    const zero = (block: Block): Node => this.isZero(block);
    const ports = this.protocolIs(hasPorts);
    const given = this.#bit('portGiven');
    const sent = [
      zero('iif'),
      diagram.or(this.isNoDevice('oif'), this.#exists('oif', namespace)),
      // Port 0 is none: the kernel picks one.
      diagram.xor(given, zero('sport')),
      diagram.or(ports, diagram.not(given)),
      // A stream socket can't set the ECN bits.
      diagram.or(diagram.not(this.protocolIs(isTcp)), isMasked(diagram, this.block('tos'), 3, 0)),
    ];
    const received = [
      zero('oif'),
      this.#exists('iif', namespace),
      diagram.not(given),
      this.isNoSocket(),
    ];
    return diagram.all([...(direction === 'sent' ? sent : received), this.isCarried()]);
  }

  /** Holds where the numbers that a packet's protocol doesn't carry are 0. */
  isCarried(): Node {
    return this.diagram.all(
      CARRIED_BY_SOME.map((name) =>
        this.diagram.or(this.protocolIs(carriesOf(name)), this.isZero(name)),
      ),
    );
  }

  /** Holds where what only a packet's sender has is 0. */
  isNoSocket(): Node {
    return this.diagram.all(
      PACKET_NUMBER_NAMES.filter((name) => PACKET_NUMBERS[name].of === 'socket').map((name) =>
        this.isZero(name),
      ),
    );
  }

  /** The packets of a condition, whatever choices do and connections are. */
  packetsOnly(condition: Node): Node {
    return this.diagram.exists(condition, BESIDE_PACKETS);
  }

  /**
   * The variables of a choice: its option as a number. On another occasion the same choice point can go another way; the hosts of one
   * space share the variables, so that they choose alike.
   *
   * @throws RangeError when there are more choices than a space can hold
   */
  choice(name: string, occasion: number, options: number): Vector {
    if (this.coded !== undefined) return this.coded.base.choice(name, occasion, options);
    const key = `${occasion} ${options} ${name}`;
    let option = this.#choices.get(key);
    if (option === undefined) {
      const width = Math.max(1, Math.ceil(Math.log2(options)));
      const levels = levelsOf('choice').slice(this.#choiceBits, this.#choiceBits + width);
      if (levels.length < width) throw new RangeError('choices: more than this proof can hold');
      this.#choiceBits += width;
      option = freeVector(this.diagram, levels);
      this.#choices.set(key, option);
    }
    return option;
  }

  /**
   * The variables of what NAT picks for a register; like choices the hosts of one space share them.
   *
   * @throws RangeError when there are more than a space can hold
   */
  pick(name: string, occasion: number, width: number): Vector {
    if (this.coded !== undefined) return this.coded.base.pick(name, occasion, width);
    const key = `${occasion} ${name}`;
    let picked = this.#picks.get(key);
    if (picked === undefined) {
      const levels = levelsOf('pick').slice(this.#pickBits, this.#pickBits + width);
      if (levels.length < width) throw new RangeError('picks: more than this proof can hold');
      this.#pickBits += width;
      picked = freeVector(this.diagram, levels);
      this.#picks.set(key, picked);
    }
    return picked;
  }

  /** Holds where every variable of a block is 0. */
  isZero(block: Block): Node {
    const coded = this.coded?.numbers.get(block);
    if (coded !== undefined) return coded.masked(0xffffffff, 0);
    let node: Node = TRUE;
    for (const level of levelsOf(block).toReversed()) node = this.diagram.make(level, node, FALSE);
    return node;
  }

  /** Holds where the protocol is one that qualifies. */
  protocolIs(qualifies: (protocol: number) => boolean): Node {
    const coded = this.coded?.numbers.get('protocol');
    if (coded !== undefined) return coded.map((value) => (qualifies(value) ? TRUE : FALSE));
    const known = this.#protocols.get(qualifies);
    if (known !== undefined) return known;
    const protocol = this.block('protocol');
    const { diagram } = this;
    const node = diagram.any(
      Array.from({ length: 256 }, (_, number) => number)
        .filter(qualifies)
        .map((number) => isMasked(diagram, protocol, 0xff, number)),
    );
    this.#protocols.set(qualifies, node);
    return node;
  }

  #bit(block: Block): Node {
    return this.diagram.any(this.block(block));
  }

  /** The ifindex in a namespace of the device that a block names. */
  #device(block: 'iif' | 'oif', namespace: Namespace): Vector {
    return this.devices.reduce<Vector>(
      (vector, name) => {
        const index = linkByName(namespace, name)?.index;
        if (index === undefined) return vector;
        return chooseVector(
          this.diagram,
          this.isDevice(block, name),
          constantVector(31, index),
          vector,
        );
      },
      constantVector(31, 0),
    );
  }

  #exists(block: 'iif' | 'oif', namespace: Namespace): Node {
    return this.diagram.any(
      namespace.links.toArray().map(({ name }) => this.isDevice(block, name)),
    );
  }
}

/** What is decided by other things than the packet: choices, and the connection that it belongs to. */
const BESIDE_PACKETS: readonly number[] = (['choice', 'pick', ...CONNECTION_BLOCKS] as const)
  .flatMap((block) => levelsOf(block))
  .toSorted((a, b) => a - b);
