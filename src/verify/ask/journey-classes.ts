import type { Family } from '../../address/family.js';
import { Bound, BOUND_NAMES, type Bounds } from '../../bound.js';
import { checkFieldNames, type FieldNames } from '../../field-names.js';
import { frozen } from '../../frozen.js';
import type { Host } from '../../host/host.js';
import { acceptedMissing, carryMissing } from '../../host/incomplete-host-error.js';
import type { Missing } from '../../machine/missing.js';
import type { Packet } from '../../packet/packet.js';
import { bounded, boundedDiagram } from '../engine/bounded.js';
import { countModels } from '../engine/count-models.js';
import { FALSE, type Node } from '../engine/diagram.js';
import { packetLevels } from '../engine/variables.js';
import { choicesAt, type ChoicesTaken } from '../fate/choices-at.js';
import { followJourneys } from '../journey/follow-journeys.js';
import { divideJourneys, printEnds, type JourneyFate } from '../journey/journey-fates.js';
import type { Followed } from '../journey/leg.js';
import {
  describePackets,
  printDescription,
  type PacketDescription,
} from '../packets/describe-packets.js';
import { findPoint } from '../packets/find-point.js';
import { freeBlocks } from '../packets/free-blocks.js';
import { PacketSpace, type Direction } from '../packets/packet-space.js';
import { packetAt } from '../packets/point.js';
import { withoutConnections } from './without-connections.js';

/** Which packets are followed, and what that may take. */
export interface JourneyClassesOptions extends Bounds {
  /** Both families when left out. */
  readonly family?: Family;
  /** Sent and received packets when left out. */
  readonly direction?: Direction;
}

/** The fields of {@link JourneyClassesOptions}. */
export const JOURNEY_NAMES: FieldNames<JourneyClassesOptions> = {
  ...BOUND_NAMES,
  family: true,
  direction: true,
};

/** Packets, and what they are like. */
export interface DescribedPackets {
  readonly family: Family;
  readonly direction: Direction;
  /** How many there are; choices aside. */
  readonly size: bigint;
  readonly description: PacketDescription;
  /** The most readable one. */
  readonly witness: Packet;
  /** How choice points must go for the witness to be one of them; empty when none decides. */
  readonly choices: ChoicesTaken;
  /** What the hosts lack, so that this holds for what is simulated only; absent when they lack nothing. */
  readonly missing?: readonly Missing[];
}

/** Packets that end alike, after all their way through the namespaces of a machine. */
export interface JourneyClass extends DescribedPackets {
  /** Where they end; more than one place where a bridge floods, or a copy is made. */
  readonly ends: readonly JourneyFate[];
  /** The class in one line. */
  readonly text: string;
}

/** What becomes of a packet that has a direction and a family, on one machine or more. */
export interface FollowedSide {
  readonly possible: Node;
  readonly followed: Followed;
  readonly parts: readonly { readonly ends: readonly JourneyFate[]; readonly packets: Node }[];
}

/**
 * Divides all packets of a host by where they end in the network namespaces of its machine. Each is the first of its connection wherever it comes; what is not followed
 * any further is an end of its own. Where a choice point decides, a packet has a class for each way.
 *
 * @throws GaveUp when the work takes more than it may; what is certain are the classes of the families and directions that were done
 * @throws IncompleteHostError when the host is incomplete and that wasn't accepted
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { journeyClasses } from 'nexthop/verify';
 * const host = Host.fromCommands(`
 *   ip netns add server
 *   ip link add eth0 type veth peer name e0 netns server
 *   ip link set eth0 up
 *   ip addr add 10.2.0.1/24 dev eth0
 *   ip -n server link set e0 up
 *   ip -n server addr add 10.2.0.5/24 dev e0
 * `);
 * const found = journeyClasses(host, { family: 4, direction: 'sent' });
 * found.some(({ ends }) => ends[0]?.namespace === 'server'); // true
 * ```
 */
export function journeyClasses(
  host: Host,
  options: JourneyClassesOptions = {},
): readonly JourneyClass[] {
  checkFieldNames(options, JOURNEY_NAMES);
  acceptedMissing(host.machine);
  const quiet = withoutConnections(host);
  const bound = new Bound(options);
  const space = new PacketSpace([quiet.namespace], undefined, boundedDiagram(bound));
  const found: JourneyClass[] = [];
  const ways = waysOf(options);
  return bounded(
    bound,
    () => {
      for (const [index, { family, direction }] of ways.entries()) {
        bound.step(index, ways.length, `IPv${family} ${direction}`);
        const side = followSide(space, quiet, family, direction);
        for (const { ends, packets } of side.parts) {
          const described = describe(
            space,
            { family, direction },
            packets,
            side.possible,
            side.followed,
          );
          const text = `IPv${family} ${direction}: ${printDescription(described.description)}: ${printEnds(ends)}`;
          found.push(frozen(carryMissing({ ...described, ends, text }, host.missing)));
        }
      }
      return found;
    },
    () => found,
  );
}

/** The families and directions that are asked about. */
export function waysOf({
  family,
  direction,
}: JourneyClassesOptions): readonly { readonly family: Family; readonly direction: Direction }[] {
  const families: readonly Family[] = family === undefined ? [4, 6] : [family];
  const directions: readonly Direction[] =
    direction === undefined ? ['sent', 'received'] : [direction];
  return families.flatMap((of) => directions.map((way) => ({ family: of, direction: way })));
}

/** Follows all packets of one family and direction, and divides them by where they end. */
export function followSide(
  space: PacketSpace,
  { machine, namespace, namespaceName }: Host,
  family: Family,
  direction: Direction,
): FollowedSide {
  const possible = space.possible(namespace, direction);
  const asked = { family, direction, packets: possible };
  const followed = followJourneys(space, machine, namespaceName, asked);
  return { possible, followed, parts: divideJourneys(space.diagram, followed, possible) };
}

/** What packets are like. */
export function describe(
  space: PacketSpace,
  { family, direction }: Pick<DescribedPackets, 'family' | 'direction'>,
  packets: Node,
  possible: Node,
  { choices }: Pick<Followed, 'choices'>,
): DescribedPackets {
  const { diagram, devices } = space;
  if (packets === FALSE) throw new RangeError('packets: none');
  const { condition } = freeBlocks(diagram, space.packetsOnly(packets), possible);
  const point = findPoint(diagram, packets, family, direction);
  return {
    family,
    direction,
    size: countModels(diagram, space.packetsOnly(packets), packetLevels(family)),
    description: describePackets(space, condition, family),
    witness: packetAt(point, devices, family, direction),
    choices: choicesAt({ choices, space }, point, packets),
  };
}
