import { isUnspecified, sameAddress, type Address } from '../address/address.js';
import { namespaceOf, type Machine } from '../machine/machine.js';
import { tunnelOf } from '../namespace/link-kind/tunnel.js';
import type { LinkPlace } from '../namespace/link.js';
import { existingLink } from '../namespace/namespace.js';

/** The tunnels that have the ends and the key of one the other way round: what it sends is for one of them, if it comes there. */
export function takersOf(machine: Machine, { namespace, index }: LinkPlace): readonly LinkPlace[] {
  const own = tunnelOf(existingLink(namespaceOf(machine, namespace), index));
  if (own === undefined) return [];
  return [...machine.namespaces].flatMap(([name, { links }]) =>
    links.toArray().flatMap((link) => {
      const tunnel = tunnelOf(link);
      const isFar =
        tunnel?.type === own.type &&
        tunnel.inputKey === own.outputKey &&
        fits(tunnel.local, own.remote) &&
        fits(tunnel.remote, own.local);
      return isFar ? [{ namespace: name, index: link.index }] : [];
    }),
  );
}

function fits(one: Address, other: Address): boolean {
  return isUnspecified(one) || isUnspecified(other) || sameAddress(one, other);
}
