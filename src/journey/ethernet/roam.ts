import { withTraffic } from '../../evaluate/program-of.js';
import type { Machine } from '../../machine/machine.js';
import { entriesOf } from '../../namespace/bridge-entries.js';
import { flagsOf } from '../../namespace/bridge-ports.js';
import { lladdrKey } from '../../namespace/lladdr-key.js';
import type { LinkPlace } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import type { Network } from '../network.js';
import { learnedPort } from './onward.js';
import { isBehind } from './stations.js';

/**
 * A port that learns receives a frame: an entry for its sender that leads elsewhere leads to this port from now on, unless it is `permanent` or sticky; and so does
 * what the bridge has learned itself, of an address that several have. Source: `br_fdb_update`.
 */
export function roam(
  network: Network,
  { namespace: name, index }: LinkPlace,
  port: LinkPlace,
  from: string | undefined,
): void {
  const namespace = network.namespace(name);
  if (from === undefined || !flagsOf(namespace, existingLink(namespace, port.index)).learning)
    return;
  const bridge = existingLink(namespace, index);
  const entry = entriesOf(namespace, bridge).find(({ lladdr }) => lladdr === from);
  if (entry?.state === 'permanent' || entry?.sticky === true) return;
  if (entry === undefined && !isShared(network.machine, from)) return;
  const behind = (where: LinkPlace): boolean =>
    isBehind(network.machine, where, { to: from, tags: [] });
  const known =
    entry === undefined
      ? learnedPort({ namespace, bridge }, from, (one) => behind({ ...port, index: one.index }))
          ?.index
      : entry.port;
  if (known === port.index || (entry === undefined && known === undefined)) return;
  const { traffic } = namespace;
  const roamed = traffic.roamed.set(lladdrKey(index, from), port.index);
  network.replace(name, withTraffic(namespace, traffic.set('roamed', roamed)));
}

/** Whether several devices have a link-layer address. */
function isShared({ namespaces }: Machine, lladdr: string): boolean {
  let count = 0;
  for (const { links } of namespaces.values()) {
    count += links.count((link) => link.lladdr === lladdr);
    if (count > 1) return true;
  }
  return false;
}
