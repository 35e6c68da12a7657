import { sameAddress, type Address } from '../address/address.js';
import { namespaceOf, type Machine } from '../machine/machine.js';
import {
  ANYBODY,
  overlayFamily,
  overlayOf,
  type OverlaySettings,
} from '../namespace/link-kind/overlay.js';
import type { LinkPlace } from '../namespace/link.js';
import { existingLink, type Namespace } from '../namespace/namespace.js';

/**
 * The VXLAN or Geneve devices that take the datagrams of one, if they come there.
 *
 * @param dst - the far end; left out: of all to which frames for many go
 */
export function overlayTakersOf(
  machine: Machine,
  { namespace, index }: LinkPlace,
  dst?: Address,
): readonly LinkPlace[] {
  const link = existingLink(namespaceOf(machine, namespace), index);
  const own = overlayOf(link);
  if (own === undefined) return [];
  const ends = dst === undefined ? farEndsOf(own) : [dst];
  return [...machine.namespaces].flatMap(([name, { links }]) =>
    links.toArray().flatMap((other) => {
      const settings = other.kind === link.kind && other.up ? overlayOf(other) : undefined;
      const isFar =
        settings !== undefined &&
        settings.vni === own.vni &&
        settings.dstport === own.dstport &&
        overlayFamily(settings) === overlayFamily(own) &&
        ends.some((end) => hasAddress(machine, settings.birthNamespace, end)) &&
        (other.kind === 'vxlan'
          ? hearsBack(settings)
          : settings.remote !== undefined &&
            hasAddress(machine, own.birthNamespace, settings.remote));
      return isFar ? [{ namespace: name, index: other.index }] : [];
    }),
  );
}

/** Without a far end, and without learning of one, it answers nobody. */
function hearsBack(settings: OverlaySettings): boolean {
  return settings.learning || farEndsOf(settings).length > 0;
}

function farEndsOf({ remote, entries }: OverlaySettings): readonly Address[] {
  const forAll = entries.filter(({ lladdr }) => lladdr === ANYBODY).map(({ dst }) => dst);
  return remote === undefined || forAll.length > 0 ? forAll : [remote];
}

function hasAddress({ namespaces }: Machine, name: string, address: Address): boolean {
  const namespace: Namespace | undefined = namespaces.get(name);
  return (
    namespace?.links.some(({ addresses }) =>
      addresses.some(({ local }) => sameAddress(local, address)),
    ) ?? false
  );
}
