import type { Prefix } from '../address/prefix.js';
import { crowdedPrefixes, routesAt, withRoutesAt, type FibTable } from '../fib/fib-table.js';
import { groupSiblings } from '../fib/insert-route-v6.js';
import { rebalance } from '../fib/rebalance.js';
import type { Nexthop, Route } from '../fib/route.js';
import { mapRoutes, withTable } from './family-tables.js';
import { linkByIndex, type Namespace } from './namespace.js';
import { ignoreRoutesWithLinkdown6 } from './sysctl/sysctl.js';

/** Shares the flows out anew among the siblings of each ECMP route to a prefix of a table. Source: `rt6_multipath_rebalance`. */
export function rebalanceAt6(namespace: Namespace, tableId: number, dst: Prefix): Namespace {
  const table = namespace.v6.tables.get(tableId);
  if (table === undefined) return namespace;
  const changed = rebalancePrefix(namespace, table, dst, () => true);
  return changed === table ? namespace : withTable6(namespace, changed);
}

/** The nexthops over a device die that have living siblings: the routes without any are gone already. Source: `rt6_multipath_nh_flags_set`. */
export function killSiblings6(namespace: Namespace, index: number): Namespace {
  const killed = changeHops(namespace, index, (hop) => ({ ...hop, dead: true }));
  return rebalanceOver6(killed, index);
}

/** IPv6 has started on a device again: its dead nexthops live. Source: `rt6_sync_up`. */
export function reviveSiblings6(namespace: Namespace, index: number): Namespace {
  const revived = changeHops(namespace, index, (hop) => (hop.dead ? { ...hop, dead: false } : hop));
  return rebalanceOver6(revived, index);
}

/** Shares the flows out anew in every ECMP route that has a sibling over the device. */
export function rebalanceOver6(namespace: Namespace, index: number): Namespace {
  return rebalanceWhere(namespace, (siblings) =>
    siblings.some(({ nexthops }) => nexthops.some(({ dev }) => dev === index)),
  );
}

/** The same in every ECMP route of which a sibling has gone: those of prefixes that have changed. */
export function rebalanceChanged6(before: Namespace, namespace: Namespace): Namespace {
  return rebalanceWhere(namespace, ([first]) => {
    if (first === undefined) return false;
    const { table, dst } = first;
    const [old, now] = [before, namespace].map(({ v6 }) => v6.tables.get(table));
    return old === undefined || now === undefined || routesAt(old, dst) !== routesAt(now, dst);
  });
}

function changeHops(
  namespace: Namespace,
  index: number,
  change: (hop: Nexthop) => Nexthop,
): Namespace {
  return mapRoutes(namespace, 6, (route) => {
    if (route.object !== undefined) return route;
    const nexthops = route.nexthops.map((hop) => (hop.dev === index ? change(hop) : hop));
    return nexthops.every((hop, at) => hop === route.nexthops[at]) ? route : { ...route, nexthops };
  });
}

function rebalanceWhere(
  namespace: Namespace,
  isTouched: (siblings: readonly Route[]) => boolean,
): Namespace {
  let after = namespace;
  for (const table of namespace.v6.tables.values()) {
    let changed = table;
    for (const [first] of crowdedPrefixes(table)) {
      if (first !== undefined) changed = rebalancePrefix(namespace, changed, first.dst, isTouched);
    }
    if (changed !== table) after = withTable6(after, changed);
  }
  return after;
}

function rebalancePrefix(
  namespace: Namespace,
  table: FibTable,
  dst: Prefix,
  isTouched: (siblings: readonly Route[]) => boolean,
): FibTable {
  const changes = new Map<Route, Route>();
  for (const siblings of groupSiblings(routesAt(table, dst))) {
    if (!isTouched(siblings)) continue;
    const hops = siblings.flatMap(({ nexthops }) => nexthops);
    const shared = rebalance(hops, (hop) => isPassedOver(namespace, hop));
    for (const [at, hop] of shared.entries()) {
      const route = siblings[at];
      if (route !== undefined && hop !== hops[at])
        changes.set(route, { ...route, nexthops: [hop] });
    }
  }
  if (changes.size === 0) return table;
  const routes = routesAt(table, dst).map((route) => changes.get(route) ?? route);
  return withRoutesAt(table, dst, routes);
}

/** Source: `rt6_is_dead`. */
function isPassedOver(namespace: Namespace, { dev }: Nexthop): boolean {
  const link = linkByIndex(namespace, dev);
  return link !== undefined && !link.carrier && ignoreRoutesWithLinkdown6(namespace, link);
}

function withTable6(namespace: Namespace, table: FibTable): Namespace {
  return namespace.update('v6', (state) => withTable(state, table));
}
