import { ETHERNET_TRAITS, type KindTraits } from './kind-traits.js';

/** How macvlan devices on one device reach each other. */
export const MACVLAN_MODES = ['private', 'vepa', 'bridge'] as const;

/** What only a macvlan device has. */
export interface MacvlanSettings {
  readonly kind: 'macvlan';
  readonly mode: (typeof MACVLAN_MODES)[number];
}

/** A macvlan device as it is made without a further word. */
export const NEW_MACVLAN: MacvlanSettings = { kind: 'macvlan', mode: 'vepa' };

/** A device with a link-layer address of its own on another one. Source: `macvlan_device_event`. */
export const macvlanTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  liesOnLink: true,
  fresh: { settings: NEW_MACVLAN },
  follows: {
    up: () => false,
    needsUp: () => false,
    carrier: true,
    carrierWhileDown: true,
    lladdr: 'never',
    greaterMtu: 'EINVAL',
    order: ({ index }) => index,
  },
};
