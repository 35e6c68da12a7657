import { fillBuckets, type NexthopGroup, type Resilience } from '../../../fib/nexthop-object.js';
import type { GroupMember, NexthopObject } from '../../../fib/nexthop-object.js';
import type { Namespace } from '../../../namespace/namespace.js';
import { refuseByKernel } from '../arguments.js';
import type { NexthopRequest } from './nexthop-request.js';

/** The largest weight that the kernel takes. */
const MAX_WEIGHT = 65_535;
/** Seconds. Source: `NH_RES_DEFAULT_IDLE_TIMER`. */
const DEFAULT_IDLE_TIMER = 120;

/** A request for a group. */
export type GroupRequest = NexthopRequest & { readonly group: readonly GroupMember[] };

/**
 * The checks that the kernel makes of a request for a group. @throws Refusal in its words. Source: `rtm_to_nh_config`, `nh_check_attr_group`.
 */
export function checkGroup(namespace: Namespace, request: GroupRequest): void {
  const { family, group, type, via, dev } = request;
  if (family !== undefined || via !== undefined || dev !== undefined) {
    refuseByKernel('Invalid family for group');
  }
  if (type?.kind === 'resilient' && type.buckets === 0) {
    refuseByKernel('Number of buckets needs to be non-0');
  }
  for (const [index, { id, weight }] of group.entries()) {
    if (weight > MAX_WEIGHT) refuseByKernel('Invalid value for weight');
    if (group.slice(index + 1).some((other) => other.id === id)) {
      refuseByKernel('Nexthop id can not be used twice in a group');
    }
  }
  for (const { id } of group) refuseMember(namespace, id, group.length);
}

/** Source: `valid_group_nh`. */
function refuseMember({ nexthops }: Namespace, id: number, count: number): void {
  const member = nexthops.get(id) ?? refuseByKernel('Invalid nexthop id');
  if (member.kind === 'group') {
    const kind = member.resilience === undefined ? 'Hash-threshold' : 'Resilient';
    refuseByKernel(`${kind} group can not be a nexthop within a group`);
  } else if (member.blackhole && count > 1) {
    refuseByKernel('Blackhole nexthop can not be used in a group with more than 1 path');
  }
}

/** A new resilient group must say how many buckets it has. @throws Refusal in the kernel's words */
export function refuseWithoutBuckets(object: NexthopObject): void {
  if (object.kind === 'group' && object.resilience?.buckets.length === 0) {
    refuseByKernel('Number of buckets not specified for nexthop group insertion');
  }
}

/** The group that the kernel makes; without buckets when it is resilient and their number wasn't given. */
export function makeGroup(id: number, request: GroupRequest): NexthopGroup {
  const { group: members, protocol } = request;
  return { kind: 'group', id, protocol, members, resilience: makeResilience(request) };
}

function makeResilience({ group, type }: GroupRequest): Resilience | undefined {
  if (type?.kind !== 'resilient') return undefined;
  const { idleTimer = DEFAULT_IDLE_TIMER, unbalancedTimer = 0 } = type;
  // No nexthop has the id 0.
  const empty = Array.from({ length: type.buckets ?? 0 }, () => 0);
  const buckets = fillBuckets(group, empty);
  return { idleTimer, unbalancedTimer, buckets };
}
