import { flagsOf } from '../../namespace/bridge-ports.js';
import type { Link } from '../../namespace/link.js';
import type { Namespace } from '../../namespace/namespace.js';

/** What `-details` shows of a port, in the tool's order. Source: `print_bridge` of iproute2. */
export function portDetails(
  namespace: Namespace,
  port: Link,
): Readonly<Record<string, boolean | number>> {
  const { hairpin, learning, flood, mcast_flood, bcast_flood, isolated } = flagsOf(namespace, port);
  return {
    hairpin,
    guard: false,
    root_block: false,
    fastleave: false,
    learning,
    flood,
    mcast_flood,
    bcast_flood,
    mcast_router: 1,
    mcast_to_unicast: false,
    neigh_suppress: false,
    neigh_vlan_suppress: false,
    vlan_tunnel: false,
    isolated,
    locked: false,
    mab: false,
    mcast_n_groups: 0,
    mcast_max_groups: 0,
  };
}
