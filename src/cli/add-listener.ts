import { Host } from '../host/host.js';
import { withNamespace } from '../machine/machine.js';
import { PROTOCOL } from '../packet/protocol.js';
import type { ListeningSocket } from './request.js';

/** The host on which one more socket listens. */
export function addListener(host: Host, socket: ListeningSocket): Host {
  const { machine, namespaceName, namespace } = host;
  const listener = { ...socket, protocol: PROTOCOL[socket.protocol] };
  const listeners = namespace.listeners.push(listener);
  const after = withNamespace(machine, namespaceName, namespace.set('listeners', listeners));
  return Host.fromMachine(after, namespaceName);
}
