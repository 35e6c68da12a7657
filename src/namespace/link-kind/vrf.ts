import { ETHERNET_TRAITS, type KindTraits } from './kind-traits.js';

/** What only a VRF device has. */
export interface VrfSettings {
  readonly kind: 'vrf';
  /** The routing table of its domain. */
  readonly table: number;
}

/** A VRF: the loopback device of a layer 3 domain. Source: `vrf_setup`. */
export const vrfTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  mtu: [1280, 65575],
  tsoMaxSize: 65536,
  takesTags: false,
  flags: ['MASTER'],
  ownIpv6: false,
  moves: false,
  fresh: {
    mtuBytes: 65575,
    broadcast: false,
    multicast: false,
    arp: false,
    carrier: true,
    settings: { kind: 'vrf', table: 0 },
  },
};
