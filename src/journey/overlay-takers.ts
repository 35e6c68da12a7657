import { sameAddress, type Address } from '../address/address.js';
import { namespaceOf, type Machine } from '../machine/machine.js';
import {
  ANYBODY,
  isFixed,
  overlayFamily,
  overlayOf,
  OWN_STATE,
  type ForwardingEntry,
  type OverlaySettings,
} from '../namespace/link-kind/overlay.js';
import type { LinkKind, LinkPlace } from '../namespace/link.js';
import { existingLink, type Namespace } from '../namespace/namespace.js';
import { isForMany } from './ethernet/move.js';

/**
 * The VXLAN or Geneve devices that take the datagrams of one for some far ends, if they come there.
 *
 * @param from - the sender of the frame within; undefined when that is no matter
 */
export function overlayTakersOf(
  machine: Machine,
  { namespace, index }: LinkPlace,
  ends: readonly Address[],
  from?: string,
): readonly LinkPlace[] {
  const link = existingLink(namespaceOf(machine, namespace), index);
  const own = overlayOf(link);
  if (own === undefined) return [];
  return [...machine.namespaces].flatMap(([name, { links }]) =>
    links.toArray().flatMap((other) => {
      const settings = other.kind === link.kind && other.up ? overlayOf(other) : undefined;
      const isFar =
        settings !== undefined &&
        settings.vni === own.vni &&
        settings.dstport === own.dstport &&
        overlayFamily(settings) === overlayFamily(own) &&
        ends.some((end) => hasAddress(machine, settings.birthNamespace, end)) &&
        isWhereGiven(machine, settings, own, from) &&
        (other.kind === 'vxlan' ||
          (settings.remote !== undefined &&
            hasAddress(machine, own.birthNamespace, settings.remote)));
      return isFar ? [{ namespace: name, index: other.index }] : [];
    }),
  );
}

/** The far ends that a device's entries give for an address. */
interface GivenEnds {
  readonly entries: readonly ForwardingEntry[];
  /** Whether a far end behind which it has seen that address counts in their place. */
  readonly mayLearn: boolean;
}

/** Those of the address itself, or else those for all that are not known. Source: `vxlan_find_mac`. */
export function givenEnds(
  { remote, entries, learning }: OverlaySettings,
  kind: LinkKind,
  to: string | null,
): GivenEnds {
  if (kind === 'geneve') {
    const own = remote && { lladdr: ANYBODY, dst: remote, own: true, state: OWN_STATE };
    return { entries: own === undefined ? [] : [own], mayLearn: false };
  }
  const known = entries.filter(({ lladdr }) => lladdr === to);
  const isOne = to !== null && !isForMany(to);
  if (known.length > 0) {
    return {
      entries: known,
      mayLearn: learning && isOne && known.every((one) => !isFixed(one.state)),
    };
  }
  const forAll = entries.filter(({ lladdr }) => lladdr === ANYBODY);
  return { entries: forAll, mayLearn: learning && isOne };
}

/** Whether a device that learns takes frames of a sender by another one: not where an entry gives the sender another far end. Source: `vxlan_snoop`. */
function isWhereGiven(
  machine: Machine,
  { learning, entries }: OverlaySettings,
  other: OverlaySettings,
  from: string | undefined,
): boolean {
  const given = learning ? entries.find(({ lladdr }) => lladdr === from) : undefined;
  return (
    given === undefined ||
    !isFixed(given.state) ||
    hasAddress(machine, other.birthNamespace, given.dst)
  );
}

function hasAddress({ namespaces }: Machine, name: string, address: Address): boolean {
  const namespace: Namespace | undefined = namespaces.get(name);
  return (
    namespace?.links.some(({ addresses }) =>
      addresses.some(({ local }) => sameAddress(local, address)),
    ) ?? false
  );
}
