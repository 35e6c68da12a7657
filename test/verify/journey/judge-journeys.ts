import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { Family } from '../../../src/address/family.js';
import { packetsFor } from '../../../src/fast-check/packets-for.js';
import type { Host } from '../../../src/host/host.js';
import type { Machine } from '../../../src/machine/machine.js';
import type { Packet } from '../../../src/packet/packet.js';
import type { Node } from '../../../src/verify/engine/diagram.js';
import { followJourneys } from '../../../src/verify/journey/follow-journeys.js';
import type { Followed } from '../../../src/verify/journey/leg.js';
import { findPoint } from '../../../src/verify/packets/find-point.js';
import { PacketSpace, type Direction } from '../../../src/verify/packets/packet-space.js';
import { packetAt, pointOf } from '../../../src/verify/packets/point.js';
import { forwardJourney, staysHere } from './forward-journey.js';

/** How many packets were compared, and how many of them were not followed to their end. */
export interface Judged {
  compared: number;
  open: number;
}

/**
 * Follows all packets of a host at once, and the driver single ones of them: one of each end, one of each device that is crossed, and packets on every boundary
 * of the host's rules. What the driver reports of a packet must be what is said of all; of one that is not followed, nothing else may be.
 */
export function judgeJourneys(
  host: Host,
  { family, direction, drawn }: { family: Family; direction: Direction; drawn: number },
  judged: Judged,
): void {
  const { machine, namespace, namespaceName } = host;
  const space = new PacketSpace([namespace]);
  const { diagram } = space;
  const possible = space.possible(namespace, direction);
  const asked = { family, direction, packets: possible };
  const followed = followJourneys(space, machine, namespaceName, asked);
  const parts = [...followed.ends, ...followed.crossings, ...followed.notFollowed];
  const witnesses = [...new Set(parts.map(({ packets }) => packets))].map((node) =>
    packetAt(findPoint(diagram, node, family, direction), space.devices, family, direction),
  );
  const others = drawn === 0 ? [] : drawPackets(host, family, direction, drawn);
  const aside = new Map(parts.map(({ packets }) => [packets, space.packetsOnly(packets)]));
  for (const packet of [...witnesses, ...others]) {
    const point = pointOf(packet, space.devices);
    const has = (node: Node): boolean =>
      diagram.evaluate(aside.get(node) ?? node, (level) => point[level] ?? 0) === 1;
    if (!has(possible)) continue;
    const said = saidOf(followed, machine, has);
    const seen = forwardJourney(machine, namespaceName, packet);
    const isOpen = followed.notFollowed.some(({ packets }) => has(packets));
    const missing = isOpen ? [] : [...seen].filter((one) => !said.has(one));
    // Of several ways that choices can go a packet goes one.
    const invented = followed.choices.length > 0 ? [] : [...said].filter((one) => !seen.has(one));
    expect({ packet, missing, invented }).toEqual({ packet, missing: [], invented: [] });
    judged.compared += 1;
    if (isOpen) judged.open += 1;
  }
}

/** What is said of a packet, in the words of {@link forwardJourney}. */
function saidOf(
  { ends, crossings }: Followed,
  machine: Machine,
  has: (packets: Node) => boolean,
): ReadonlySet<string> {
  const ended = ends
    .filter(({ packets }) => has(packets))
    .flatMap(({ kind, namespace, dev, at, wrapped }) => {
      // What could not be made is no packet, of which the driver would report anything.
      if (kind === 'error' && wrapped) return [];
      if (kind === 'drop' || kind === 'error')
        return [`drop ${namespace} ${at?.replace(/^neighbour \S+ dev/, 'neighbour dev')}`];
      return kind === 'deliver' || kind === 'opened' ? [`deliver ${namespace} ${dev}`] : [];
    });
  const crossed = crossings
    .filter(({ packets, namespace, dev }) => has(packets) && !staysHere(machine, namespace, dev))
    .map(({ namespace, dev }) => `leave ${namespace} ${dev}`);
  return new Set([...ended, ...crossed]);
}

/** Packets that the host's rules and routes distinguish, and the same to every address of the machine. */
function drawPackets(
  host: Host,
  family: Family,
  direction: Direction,
  drawn: number,
): readonly Packet[] {
  const addresses = [...host.machine.namespaces.values()].flatMap(({ links }) =>
    links.toArray().flatMap((link) => link.addresses.map(({ local }) => local)),
  );
  const own = addresses.filter((address) => address.family === family);
  return fc
    .sample(packetsFor(host, family), { numRuns: drawn, seed: 1 })
    .filter(({ iif }) => (iif === undefined) === (direction === 'sent'))
    .flatMap((packet, index) => {
      const dst = own[index % own.length];
      return dst === undefined ? [packet] : [packet, { ...packet, dst }];
    });
}
