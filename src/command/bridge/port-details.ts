import { flagsOf, portOptionsOf } from '../../namespace/bridge-ports.js';
import type { Link } from '../../namespace/link.js';
import type { Namespace } from '../../namespace/namespace.js';

/** What `-details` shows of a port, in the tool's order. Source: `print_bridge` of iproute2. */
export function portDetails(
  namespace: Namespace,
  port: Link,
): Readonly<Record<string, boolean | number>> {
  const flags = flagsOf(namespace, port);
  const { mcast_router, mcast_max_groups } = portOptionsOf(namespace, port);
  const { mcast_to_unicast, vlan_tunnel, isolated, ...first } = flags;
  return {
    ...first,
    mcast_router,
    mcast_to_unicast,
    neigh_suppress: false,
    neigh_vlan_suppress: false,
    vlan_tunnel,
    isolated,
    locked: false,
    mab: false,
    mcast_n_groups: 0,
    mcast_max_groups,
  };
}
