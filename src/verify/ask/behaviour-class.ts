import type { Family } from '../../address/family.js';
import { frozen } from '../../frozen.js';
import type { Explanation } from '../../host/explanation.js';
import type { Host } from '../../host/host.js';
import { HostNames } from '../../host/host-names.js';
import type { Missing } from '../../machine/missing.js';
import type { Packet } from '../../packet/packet.js';
import { takenAt, wordsOf, type ChoicesTaken, type TakenChoice } from '../fate/choices-at.js';
import {
  describePackets,
  printDescription,
  type PacketDescription,
} from '../packets/describe-packets.js';
import { countModels } from '../engine/count-models.js';
import { FALSE, type Node } from '../engine/diagram.js';
import { isChanged, printFate, type Fate } from '../fate/fate.js';
import type { FollowedPackets } from './followed-packets.js';
import { findPoint } from '../packets/find-point.js';
import type { PacketSet } from '../packets/packet-set.js';
import type { Direction } from '../packets/packet-space.js';
import { packetAt, pointOf, type Point } from '../packets/point.js';
import { conditionOf } from '../run/predicate-condition.js';
import { packetLevels } from '../engine/variables.js';
import { traceOfChoices } from './trace-of-choices.js';

/** The packets of a class, worked out when they're asked for. */
interface ClassPackets {
  /** Holds for them, by some way of the choices that they meet. */
  readonly condition: () => Node;
  /** Without the fields that say nothing. */
  readonly narrowed: () => Node;
}

/**
 * Packets of one behaviour. What takes time (size, description, witness) is worked out when it's asked for.
 */
export class BehaviourClass {
  readonly family: Family;
  /** Sent by local sockets, or received. */
  readonly direction: Direction;
  readonly fate: Fate;
  /** What the host lacks, so that this holds for what is simulated only; absent when it lacks nothing. */
  declare readonly missing?: readonly Missing[];
  readonly #host: Host;
  readonly #analysis: FollowedPackets;
  readonly #packetsOf: ClassPackets;
  #found: Point | undefined;
  #own: Node | undefined;

  /** @internal */
  constructor(host: Host, analysis: FollowedPackets, fate: Fate, packets: ClassPackets) {
    this.family = analysis.options.family;
    this.direction = analysis.options.direction;
    this.fate = frozen(fate);
    if (host.missing.length > 0) this.missing = host.missing;
    this.#host = host;
    this.#analysis = analysis;
    this.#packetsOf = packets;
    Object.freeze(this);
  }

  /**
   * Reports whether a packet is in the class, by some way of the choices that it meets.
   *
   * @throws RangeError when the packet names a device that the host doesn't have
   */
  has(packet: Packet): boolean {
    const { space } = this.#analysis;
    const sent = packet.iif === undefined;
    if (packet.dst.family !== this.family || sent !== (this.direction === 'sent')) return false;
    const point = pointOf(packet, space.devices);
    return space.diagram.evaluate(this.#packets(), (level) => point[level] ?? 0) === 1;
  }

  /** How many packets it has: different ones as `makePacket` makes them. Choices aside: a packet that can go two ways is in two classes. */
  get size(): bigint {
    const { diagram } = this.#analysis.space;
    return countModels(diagram, this.#packets(), packetLevels(this.family));
  }

  /** The packets in prefixes, ranges and masks. */
  get description(): PacketDescription {
    const { space } = this.#analysis;
    return frozen(describePackets(space, this.#packetsOf.narrowed(), this.family));
  }

  /** The most readable packet of the class. */
  get witness(): Packet {
    const { devices } = this.#analysis.space;
    return packetAt(this.#point(), devices, this.family, this.direction);
  }

  /** Reports whether some packet of the class is in a set, too. */
  overlaps(set: PacketSet): boolean {
    return this.#both(set) !== FALSE;
  }

  /** The most readable packet of the class that is in a set, too; undefined when there is none. */
  witnessIn(set: PacketSet): Packet | undefined {
    const { diagram, devices } = this.#analysis.space;
    const both = this.#both(set);
    if (both === FALSE) return undefined;
    return packetAt(
      findPoint(diagram, both, this.family, this.direction),
      devices,
      this.family,
      this.direction,
    );
  }

  /** How choice points must go for the witness to be in this class, and what NAT picks for it; empty when none decides. */
  get choices(): ChoicesTaken {
    return frozen(wordsOf(this.#taken()));
  }

  /** What the host does with the witness, step by step, with the choices that put it in this class. */
  get trace(): Explanation {
    return traceOfChoices(this.#host, this.witness, this.#taken());
  }

  /** The class in one line. */
  toString(): string {
    const who = `IPv${this.family} ${this.direction}`;
    return `${who}: ${printDescription(this.description)}: ${printFate(this.fate)}`;
  }

  /** The packets themselves: choices and connections left aside. */
  #packets(): Node {
    if (this.#own !== undefined) return this.#own;
    this.#own = this.#analysis.space.packetsOnly(this.#packetsOf.condition());
    return this.#own;
  }

  #taken(): readonly TakenChoice[] {
    const condition = this.#packetsOf.condition();
    return takenAt(this.#analysis, this.#point(), condition, isChanged(this.fate));
  }

  #both(set: PacketSet): Node {
    const names = new HostNames(this.#host);
    set.check(names);
    const { space, namespace, registers } = this.#analysis;
    const { diagram } = space;
    const within = set.parts
      .filter(({ family, direction }) => family === this.family && direction === this.direction)
      .map(({ predicate }) => conditionOf(diagram, predicate(namespace, names), registers));
    return diagram.and(this.#packetsOf.condition(), diagram.any(within));
  }

  #point(): Point {
    this.#found ??= findPoint(
      this.#analysis.space.diagram,
      this.#packetsOf.condition(),
      this.family,
      this.direction,
    );
    return this.#found;
  }
}
