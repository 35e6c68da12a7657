import type { Family } from '../address/family.js';
import { LARGEST_HASH, shareByWeight } from './rebalance.js';
import type { Nexthop, Route } from './route.js';

/** A nexthop that has an id of its own, for routes to name (the kernel's `struct nexthop`). */
export type NexthopObject = SingleNexthop | NexthopGroup;

interface Identified {
  readonly id: number;
  /** RTPROT_ number. */
  readonly protocol: number;
}

/** A way out, or a blackhole. */
export interface SingleNexthop extends Identified {
  readonly kind: 'single';
  readonly family: Family;
  /** What takes it is dropped in silence; its nexthop is on lo. */
  readonly blackhole: boolean;
  readonly nexthop: Nexthop;
}

/** Several of them, among which is chosen by a hash of the flow. */
export interface NexthopGroup extends Identified {
  readonly kind: 'group';
  /** At least one; in the order in which they were given. */
  readonly members: readonly GroupMember[];
  /** How a resilient group spreads flows; undefined for one that goes by hash thresholds. */
  readonly resilience: Resilience | undefined;
}

/** One nexthop of a group. */
export interface GroupMember {
  readonly id: number;
  /** Its share, 1 to 65535. */
  readonly weight: number;
}

/** Buckets that keep their nexthop as long as it is there. Times are in seconds, and shown only: time stands still. */
export interface Resilience {
  readonly idleTimer: number;
  readonly unbalancedTimer: number;
  /** The id of the nexthop that takes the flows of each bucket. */
  readonly buckets: readonly number[];
}

/** What a route holds of the nexthop object that it names, and the nexthops that come of it. */
export type ByObject = Pick<Route, 'object' | 'nexthops'>;

/** Finds an object by its id. */
export type FindObject = (id: number) => NexthopObject | undefined;

/** What a route that names an object holds of it now. */
export function routeByObject(object: NexthopObject, find: FindObject): ByObject {
  const { id } = object;
  if (object.kind === 'single') {
    const { blackhole, nexthop } = object;
    return {
      object: { id, grouped: false, blackhole, buckets: undefined },
      nexthops: [nexthop],
    };
  }
  const found = object.members.flatMap(({ id: member, weight }) => {
    const single = find(member);
    return single?.kind === 'single' ? [{ single, hop: { ...single.nexthop, weight } }] : [];
  });
  const blackhole = found.some(({ single }) => single.blackhole);
  const buckets = object.resilience?.buckets.map((bucket) =>
    found.findIndex(({ single }) => single.id === bucket),
  );
  return {
    object: { id, grouped: true, blackhole, buckets },
    nexthops: withBounds(found.map(({ hop }) => hop)),
  };
}

/** Every member has its share, be its device in use or not. Source: `nh_hthr_group_rebalance`. */
function withBounds(hops: readonly Nexthop[]): readonly Nexthop[] {
  const bounds = shareByWeight(hops.map(({ weight }) => weight));
  return hops.map((hop, index) => ({ ...hop, upperBound: bounds[index] ?? LARGEST_HASH }));
}

/**
 * The members of a resilient group's buckets: those that have one of the members keep it, the others go to members that lack their share, the
 * last of them first. Source: `nh_res_group_rebalance`, `nh_res_table_upkeep`.
 *
 * @param before - the id that each bucket has; one that is no member's stands for none
 */
export function fillBuckets(
  members: readonly GroupMember[],
  before: readonly number[],
): readonly number[] {
  const counts = new Map(members.map(({ id }) => [id, 0]));
  for (const id of before) {
    const count = counts.get(id);
    if (count !== undefined) counts.set(id, count + 1);
  }
  const wanted = bucketShares(members, before.length);
  const lacking = members
    .map(({ id }, index) => ({ id, lacks: (wanted[index] ?? 0) - (counts.get(id) ?? 0) }))
    .filter(({ lacks }) => lacks > 0)
    .toReversed();
  return before.map((id) => {
    if (counts.has(id)) return id;
    const next = lacking.find(({ lacks }) => lacks > 0);
    if (next === undefined) return members[0]?.id ?? id;
    next.lacks -= 1;
    return next.id;
  });
}

/** How many buckets each member is due. */
function bucketShares(members: readonly GroupMember[], buckets: number): readonly number[] {
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  let given = 0;
  return members.map(({ weight }) => {
    reached += weight;
    const upTo = Math.floor((buckets * reached + (total >> 1)) / total);
    const share = upTo - given;
    given = upTo;
    return share;
  });
}
