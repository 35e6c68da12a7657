import { withTraffic } from '../../evaluate/program-of.js';
import { Host } from '../../host/host.js';
import { withNamespace } from '../../machine/machine.js';
import { makeTraffic } from '../../namespace/traffic/traffic.js';
import type { Namespace } from '../../namespace/namespace.js';

/**
 * A host that has forgotten every connection, those of its sockets too, with all other namespaces of its machine: what proofs are about, so that its
 * words agree with theirs. What packets have taught of neighbours and better next hops is forgotten with them.
 */
export function withoutConnections(host: Host): Host {
  const { machine, namespaceName } = host;
  const quiet = [...machine.namespaces].reduce((all, [name, namespace]) => {
    return isQuiet(namespace)
      ? all
      : withNamespace(all, name, withTraffic(namespace, quieted(namespace)));
  }, machine);
  return quiet === machine ? host : Host.fromMachine(quiet, namespaceName);
}

function isQuiet({ traffic }: Namespace): boolean {
  const { connections4, connections6, sockets, learned, redirects } = traffic;
  const known = connections4.connections.size + connections6.connections.size;
  return known + sockets.size + learned.size + redirects.size === 0;
}

function quieted({ traffic }: Namespace): Namespace['traffic'] {
  const { connections4, connections6, sockets, learned, redirects } = makeTraffic();
  return traffic.merge({ connections4, connections6, sockets, learned, redirects });
}
