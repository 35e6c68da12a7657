import type { BehaviourClass } from '../../verify/ask/behaviour-class.js';
import { packetSet, type PacketSet } from '../../verify/packets/packet-set.js';
import type { Family } from '../../address/family.js';
import type { Fate } from '../../verify/fate/fate.js';

/** A class with what its place among the others hangs on. */
interface Placed {
  readonly one: BehaviourClass;
  readonly group: string;
  readonly size: bigint;
  readonly bound: boolean;
}

const KINDS: readonly Fate['kind'][] = ['transmit', 'deliver', 'drop', 'error'];

/** Packets of sockets that leave source and device to the kernel. */
const UNBOUND: Readonly<Record<Family, PacketSet>> = {
  4: packetSet({ family: 4, src: 'none', oif: 'none' }),
  6: packetSet({ family: 6, src: 'none', oif: 'none' }),
};

/**
 * Puts first what people ask about: within a family and direction, the classes of packets that no socket bound to a source or device, then
 * those that leave, are delivered, dropped, and fail; of those the largest first. Families and directions stay in their order.
 */
export function orderClasses(classes: readonly BehaviourClass[]): readonly BehaviourClass[] {
  const groups = [...new Set(classes.map(groupOf))];
  return classes
    .map((one): Placed => ({
      one,
      group: groupOf(one),
      size: one.size,
      bound: one.direction === 'sent' && !one.overlaps(UNBOUND[one.family]),
    }))
    .toSorted(
      (a, b) =>
        groups.indexOf(a.group) - groups.indexOf(b.group) ||
        Number(a.bound) - Number(b.bound) ||
        KINDS.indexOf(a.one.fate.kind) - KINDS.indexOf(b.one.fate.kind) ||
        Number(b.size > a.size) - Number(a.size > b.size),
    )
    .map(({ one }) => one);
}

function groupOf({ family, direction }: BehaviourClass): string {
  return `IPv${family} ${direction}`;
}

/** How many classes there are, by how they end: `12 classes: 3 leave, 9 are dropped`. */
export function printClassCounts(classes: readonly BehaviourClass[]): string {
  const words = { transmit: 'leave', deliver: 'are delivered', drop: 'are dropped', error: 'fail' };
  const counts = KINDS.map((kind) => ({
    kind,
    count: classes.filter(({ fate }) => fate.kind === kind).length,
  }));
  const counted = counts
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${words[kind]}`);
  return `${classes.length} classes: ${counted.join(', ')}`;
}
