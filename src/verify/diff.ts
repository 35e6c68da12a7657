import type { Family } from '../address/family.js';
import type { Host } from '../host/host.js';
import type { Packet } from '../packet/packet.js';
import { analyse, type Analysis } from './analysis.js';
import { constantsOf } from './constants.js';
import { describePackets, printDescription, type PacketDescription } from './describe-packets.js';
import { countModels } from './engine/count-models.js';
import { FALSE, type Node } from './engine/diagram.js';
import { printFate, type Fate } from './fate.js';
import { fatesOf } from './fates.js';
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
  return compare(a, b, options).flatMap((comparison) => changesIn(comparison));
}

/** Tells whether every packet has the same fate on two hosts. Errors and meaning as {@link diff}. */
export function equivalent(a: Host, b: Host, options: DiffOptions = {}): boolean {
  return compare(a, b, options).every(
    ({ space, node, isChange }) => !space.diagram.valuesOf(node).some(isChange),
  );
}

/** Two hosts' fates as one function: a number for each pair of them. */
interface Comparison {
  readonly space: PacketSpace;
  readonly family: Family;
  readonly direction: Direction;
  /** The packets that can be on either host. */
  readonly possible: Node;
  readonly node: Node;
  readonly fates: (pair: number) => readonly [before: Fate | null, after: Fate | null];
  readonly isChange: (pair: number) => boolean;
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
      const follow = (host: Host): Analysis =>
        analyse(space, host.namespace, {
          family: of,
          direction: way,
          connections,
          observed: 'fate',
        });
      yield compareFates(hosts, [follow(hosts[0]), follow(hosts[1])]);
    }
  }
}

function compare(a: Host, b: Host, options: DiffOptions): readonly Comparison[] {
  return [...comparisons(a, b, options)];
}

function compareFates(
  [a, b]: readonly [Host, Host],
  [first, second]: readonly [Analysis, Analysis],
): Comparison {
  const { space, options } = first;
  const { diagram } = space;
  const constants = constantsOf([first, second]);
  const [before, after] = [fatesOf(a, first, constants), fatesOf(b, second, constants)];
  const width = after.fates.length;
  const node = diagram.combine(before.node(), after.node(), (left, right) => left * width + right);
  const fates = (pair: number): readonly [Fate | null, Fate | null] => [
    before.fates[Math.floor(pair / width)] ?? null,
    after.fates[pair % width] ?? null,
  ];
  const isChange = (pair: number): boolean => {
    const [left, right] = fates(pair);
    return fateKey(left) !== fateKey(right);
  };
  const possible = diagram.or(first.packets, second.packets);
  const { family, direction } = options;
  return { space, family, direction, possible, node, fates, isChange };
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

/** Pairs of fates that look the same from outside are one change. */
function changesIn(comparison: Comparison): readonly FateChange[] {
  const { space, family, direction, node, fates, isChange, possible } = comparison;
  const { diagram, devices } = space;
  const groups = new Map<string, number[]>();
  for (const pair of diagram
    .valuesOf(node)
    .filter(isChange)
    .toSorted((a, b) => a - b)) {
    const key = fates(pair).map(fateKey).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), pair]);
  }
  return [...groups.values()].flatMap((pairs) => {
    const wanted = new Set(pairs);
    const condition = diagram.whereValue(node, (pair) => wanted.has(pair));
    if (condition === FALSE) return [];
    const [before, after] = fates(pairs[0] ?? 0);
    const packets = space.packetsOnly(condition);
    const free = freeBlocks(diagram, condition, possible);
    const description = describePackets(diagram, free, family, devices);
    const point = findPoint(diagram, condition, family, direction);
    const change: FateChange = {
      family,
      direction,
      before,
      after,
      size: countModels(diagram, packets, packetLevels(family)),
      description,
      witness: packetAt(point, devices, family, direction),
      text: `IPv${family} ${direction}: ${printDescription(description)}: before ${say(before)}; after ${say(after)}`,
    };
    return [change];
  });
}
