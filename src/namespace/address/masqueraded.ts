import { sameAddress, type Address } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import { removeConnection } from '../../connection/connection.js';
import type { Namespace } from '../namespace.js';
import { tablesOf } from '../../netfilter/netfilter.js';
import { xtablesRules } from '../../netfilter/chain.js';

/**
 * Ends the connections that MASQUERADE gave an address of a device which is one no more: all of them, or those with that one address.
 * Nobody sees to it while no rule has the target. Source: `masq_device_event`, `masq_inet_event`, `masq_inet6_event`.
 */
export function endMasqueraded(
  namespace: Namespace,
  index: number,
  address: Address | undefined,
): Namespace {
  if (address !== undefined) return endFamily(namespace, address.family, index, address);
  return ([4, 6] as const).reduce(
    (before, family) => endFamily(before, family, index, undefined),
    namespace,
  );
}

function endFamily(
  namespace: Namespace,
  family: Family,
  index: number,
  address: Address | undefined,
): Namespace {
  const { traffic } = namespace;
  const key = family === 4 ? 'connections4' : 'connections6';
  const ending = traffic[key].connections
    .valueSeq()
    .filter(
      ({ masqueradeDev, reply }) =>
        masqueradeDev === index && (address === undefined || sameAddress(reply.dst, address)),
    )
    .toArray();
  if (ending.length === 0 || !masquerades(namespace)) return namespace;
  const left = ending.reduce(removeConnection, traffic[key]);
  return namespace.set('traffic', traffic.set(key, left));
}

/** The kernel hears of devices while a rule of either family masquerades. Source: `nf_nat_masquerade_inet_register_notifiers`. */
function masquerades(namespace: Namespace): boolean {
  return ([4, 6] as const).some((family) =>
    tablesOf(namespace.netfilter, family).some(({ chains }) =>
      chains.some((chain) =>
        xtablesRules(chain).some(
          ({ target }) => target.kind === 'extension' && target.data.name === 'MASQUERADE',
        ),
      ),
    ),
  );
}
