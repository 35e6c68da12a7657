import type { Family } from '../address/family.js';
import type { Host } from '../host/host.js';
import type { Packet } from '../packet/packet.js';
import { analyse, type Analysis } from './analysis.js';
import { compareFates, type Changed } from './compare-fates.js';
import { describePackets, printDescription, type PacketDescription } from './describe-packets.js';
import { countModels } from './engine/count-models.js';
import type { Node } from './engine/diagram.js';
import { printFate, type Fate } from './fate.js';
import { Findings } from './findings.js';
import { findPoint } from './find-point.js';
import { freeBlocks } from './free-blocks.js';
import { PacketSpace, type Direction } from './packet-space.js';
import { packetAt } from './point.js';
import type { Connections } from './track-packets.js';
import { packetLevels } from './variables.js';
import { withoutConnections } from './without-connections.js';

/** Which packets are compared, and what is assumed of connections. */
export interface DiffOptions {
  /** Both families when left out. */
  readonly family?: Family;
  /** Sent and received packets when left out. */
  readonly direction?: Direction;
  /** `first` when left out. */
  readonly connections?: Connections;
}

/** Packets with which two hosts do different things, and the same two things with all of them. */
export interface FateChange {
  readonly family: Family;
  readonly direction: Direction;
  /** What becomes of them on the first host; null when they can't be there, for want of a device. */
  readonly before: Fate | null;
  /** And on the second. */
  readonly after: Fate | null;
  /** How many packets. */
  readonly size: bigint;
  readonly description: PacketDescription;
  /** The most readable of them. */
  readonly witness: Packet;
  /** The change in one line. */
  readonly text: string;
}

/**
 * The packets whose fate differs between two hosts: all of them, by what changes. Which rule or table decides is no part of a fate, nor
 * is where a packet is dropped. Choice points are taken to go the same way on both.
 */
export function diff(a: Host, b: Host, options: DiffOptions = {}): readonly FateChange[] {
  return [...comparisons(a, b, options)].flatMap((comparison) => changesIn(comparison));
}

/** Tells whether every packet has the same fate on two hosts. Errors and meaning as {@link diff}. */
export function equivalent(a: Host, b: Host, options: DiffOptions = {}): boolean {
  for (const { changes } of comparisons(a, b, options)) if (changes.length > 0) return false;
  return true;
}

/** What changes between two hosts for the packets of one family and direction. */
interface Comparison {
  readonly space: PacketSpace;
  readonly family: Family;
  readonly direction: Direction;
  /** The packets that can be on either host. */
  readonly possible: Node;
  readonly changes: readonly Changed[];
}

function* comparisons(
  a: Host,
  b: Host,
  { family, direction, connections = 'first' }: DiffOptions,
): Iterable<Comparison> {
  const hosts = [withoutConnections(a), withoutConnections(b)] as const;
  const space = new PacketSpace(hosts.map(({ namespace }) => namespace));
  const ways: readonly Direction[] = direction === undefined ? ['sent', 'received'] : [direction];
  for (const of of family === undefined ? ([4, 6] as const) : [family]) {
    for (const way of ways) {
      // What the two hosts find alike has one number: where their tables agree they are one diagram.
      const findings = new Findings();
      const follow = (host: Host): Analysis =>
        analyse(space, host.namespace, {
          family: of,
          direction: way,
          connections,
          observed: 'fate',
          findings,
        });
      const analyses = [follow(hosts[0]), follow(hosts[1])] as const;
      const possible = space.diagram.or(analyses[0].packets, analyses[1].packets);
      const changes = [
        ...compareFates(hosts, analyses, (before, after) => fateKey(before) !== fateKey(after)),
      ];
      yield { space, family: of, direction: way, possible, changes };
    }
  }
}

/** What of a fate somebody outside of the host can see. */
function fateKey(fate: Fate | null): string {
  if (fate === null) return '';
  const { table: _table, rule: _rule, at: _at, ...seen } = fate;
  return fate.kind === 'transmit'
    ? JSON.stringify(seen)
    : JSON.stringify({ ...seen, dev: null, gateway: null });
}

function say(fate: Fate | null): string {
  return fate === null ? "can't be there" : printFate(fate);
}

/** Changes that look the same from outside are one. */
function changesIn({
  space,
  family,
  direction,
  possible,
  changes,
}: Comparison): readonly FateChange[] {
  const { diagram, devices } = space;
  const groups = new Map<string, Changed[]>();
  for (const change of changes) {
    const key = `${fateKey(change.before)} ${fateKey(change.after)}`;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].map((group): FateChange => {
    const { before = null, after = null } = group[0] ?? {};
    const condition = diagram.any(group.map((change) => change.condition));
    const packets = space.packetsOnly(condition);
    const free = freeBlocks(diagram, condition, possible);
    const description = describePackets(diagram, free, family, devices);
    const point = findPoint(diagram, condition, family, direction);
    return {
      family,
      direction,
      before,
      after,
      size: countModels(diagram, packets, packetLevels(family)),
      description,
      witness: packetAt(point, devices, family, direction),
      text: `IPv${family} ${direction}: ${printDescription(description)}: before ${say(before)}; after ${say(after)}`,
    };
  });
}
