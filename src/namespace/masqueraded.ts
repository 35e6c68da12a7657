import { sameAddress, type Address } from '../address/address.js';
import { removeConnection } from '../connection/connection.js';
import type { Namespace } from './namespace.js';

/**
 * Ends the connections that MASQUERADE gave an address of a device which is one no more: all of them, or those with that one address.
 * Nobody sees to it while no rule has the target. Source: `masq_device_event`, `masq_inet_event`.
 */
export function endMasqueraded(
  namespace: Namespace,
  index: number,
  address: Address | undefined,
): Namespace {
  const { traffic } = namespace;
  const ending = traffic.connections4.connections
    .valueSeq()
    .filter(
      ({ masqueradeDev, reply }) =>
        masqueradeDev === index && (address === undefined || sameAddress(reply.dst, address)),
    )
    .toArray();
  if (ending.length === 0 || !masquerades(namespace)) return namespace;
  const left = ending.reduce(removeConnection, traffic.connections4);
  return namespace.set('traffic', traffic.set('connections4', left));
}

function masquerades({ v4 }: Namespace): boolean {
  return v4.ruleset.tables.some((chains) =>
    chains.some((chain) =>
      chain.rules.some(
        ({ target }) => target.kind === 'extension' && target.data.name === 'MASQUERADE',
      ),
    ),
  );
}
