import { existingLink, withLink, type Namespace } from '../namespace.js';
import type { Link } from '../link.js';
import { ETHERNET_TRAITS, type KindTraits } from './kind-traits.js';

/** At which layer IPvlan devices work. */
export const IPVLAN_MODES = ['l2', 'l3', 'l3s'] as const;

/** How IPvlan devices on one device reach each other. */
export const IPVLAN_FLAGS = ['bridge', 'private', 'vepa'] as const;

/** What only an IPvlan device has. Mode and flag are those of all on the same device. */
export interface IpvlanSettings {
  readonly kind: 'ipvlan';
  readonly mode: (typeof IPVLAN_MODES)[number];
  readonly flag: (typeof IPVLAN_FLAGS)[number];
  /** Its number on the device below, by which its link-local address differs from that of the others. */
  readonly number: number;
  /** The link-layer address of the device below when it was made; empty where it was given one, which comes to nothing. */
  readonly firstLladdr: string;
}

/** An IPvlan device as it is made without a further word. */
export const NEW_IPVLAN: IpvlanSettings = {
  kind: 'ipvlan',
  mode: 'l3',
  flag: 'bridge',
  number: 1,
  firstLladdr: '',
};

/** A device with the link-layer address of another one. Source: `ipvlan_link_setup`, `ipvlan_device_event`. */
export const ipvlanTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  filtersAddresses: true,
  takesTags: false,
  liesOnLink: true,
  fresh: { settings: NEW_IPVLAN },
  follows: {
    up: () => false,
    needsUp: () => false,
    carrier: true,
    carrierWhileDown: true,
    lladdr: () => 'always',
    greaterMtu: 'EINVAL',
    // Its MTU is what that of the device below becomes, and may be any other until then.
    mtuLess: () => -Infinity,
    equalMtu: true,
    order: ({ index }) => index,
  },
  open,
};

/** At layer 3 it asks for no neighbours. Source: `ipvlan_open`. */
function open(namespace: Namespace, { index }: Link): Namespace {
  const link = existingLink(namespace, index);
  if (link.settings.kind !== 'ipvlan') return namespace;
  return withLink(namespace, { ...link, arp: link.settings.mode === 'l2' });
}
