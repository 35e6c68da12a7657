import type { Link } from '../link.js';
import { ETHERNET_TRAITS, type KindTraits } from './kind-traits.js';

/** What only a VLAN device (IEEE 802.1Q) has. */
export interface VlanSettings {
  readonly kind: 'vlan';
  /** 0 to 4094. */
  readonly id: number;
  /** It stays as it is when the device below goes up or down. */
  readonly looseBinding: boolean;
  readonly reorderHeader: boolean;
  readonly gvrp: boolean;
  readonly mvrp: boolean;
  readonly bridgeBinding: boolean;
}

/** A VLAN device as it is made without a further word; each is given an id. */
export const NEW_VLAN: VlanSettings = {
  kind: 'vlan',
  id: 0,
  looseBinding: false,
  reorderHeader: true,
  gvrp: false,
  mvrp: false,
  bridgeBinding: false,
};

/** A VLAN device. Source: `vlan_device_event`. */
export const vlanTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  filtersAddresses: true,
  mtu: [0, 65535],
  liesOnLink: true,
  fresh: { settings: NEW_VLAN },
  follows: {
    up: isBound,
    needsUp: isBound,
    carrier: true,
    carrierWhileDown: false,
    lladdr: () => 'while up',
    greaterMtu: 'ERANGE',
    order: (link) => (link.settings.kind === 'vlan' ? link.settings.id : 0),
  },
};

function isBound({ settings }: Link): boolean {
  return settings.kind === 'vlan' && !settings.looseBinding;
}
