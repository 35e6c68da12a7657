import { withTraffic } from '../../evaluate/program-of.js';
import { entriesOf } from '../../namespace/bridge-entries.js';
import { flagsOf } from '../../namespace/bridge-ports.js';
import { lladdrKey } from '../../namespace/lladdr-key.js';
import type { LinkPlace } from '../../namespace/link.js';
import { existingLink } from '../../namespace/namespace.js';
import type { Network } from '../network.js';

/**
 * A port that learns receives a frame: an entry for its sender that leads elsewhere leads to this port from now on, unless it is `permanent` or sticky. Source:
 * `br_fdb_update`.
 */
export function roam(
  network: Network,
  { namespace: name, index }: LinkPlace,
  port: LinkPlace,
  from: string | undefined,
): void {
  const namespace = network.namespace(name);
  const entries = entriesOf(namespace, existingLink(namespace, index));
  const entry = entries.find(({ lladdr }) => lladdr === from);
  if (entry === undefined || entry.state === 'permanent' || entry.sticky) return;
  if (entry.port === port.index) return;
  if (!flagsOf(namespace, existingLink(namespace, port.index)).learning) return;
  const { traffic } = namespace;
  const roamed = traffic.roamed.set(lladdrKey(index, entry.lladdr), port.index);
  network.replace(name, withTraffic(namespace, traffic.set('roamed', roamed)));
}
