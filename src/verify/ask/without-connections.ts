import { makeConnectionTable } from '../../connection/connection.js';
import { Host } from '../../host/host.js';
import { withNamespace } from '../../machine/machine.js';

/** A host that has forgotten every connection, those of its sockets too: what proofs are about, so that its words agree with theirs. */
export function withoutConnections(host: Host): Host {
  const { machine, namespace, namespaceName } = host;
  const { connections4, connections6, sockets } = namespace.traffic;
  const known = connections4.connections.size + connections6.connections.size + sockets.size;
  if (known === 0) return host;
  const none = makeConnectionTable();
  const traffic = namespace.traffic.merge({
    connections4: none,
    connections6: none,
    sockets: sockets.clear(),
  });
  const quiet = namespace.set('traffic', traffic);
  return Host.fromMachine(withNamespace(machine, namespaceName, quiet), namespaceName);
}
