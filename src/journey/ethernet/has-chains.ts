import type { Family } from '../../address/family.js';
import type { Link } from '../../namespace/link.js';
import type { Namespace } from '../../namespace/namespace.js';
import { bridgeFilters } from '../../namespace/sysctl/bridge-sysctl.js';
import { deviceTables } from '../../netfilter/device-chains.js';
import type { HookName } from '../../netfilter/hook.js';
import { baseChains } from '../../netfilter/netfilter.js';
import { trackedSince } from '../../netfilter/registered-since.js';

/** Whether chains at some hooks, or of devices, see packets of a family. */
export function hasChains(
  { netfilter }: Namespace,
  family: Family,
  hooks: readonly HookName[],
): boolean {
  if (deviceTables(netfilter).length > 0) return true;
  return hooks.some((hook) => baseChains(netfilter, family, hook).length > 0);
}

/** Whether some chain, or connection tracking, sees what is in frames that a bridge has (br_netfilter). */
export function isShown(namespace: Namespace, family: Family, bridge: Link): boolean {
  return (
    bridgeFilters(namespace, family, bridge) &&
    (hasChains(namespace, family, ['PREROUTING', 'FORWARD', 'POSTROUTING']) ||
      trackedSince(namespace.netfilter, family) !== undefined)
  );
}
