import { ETHERNET_TRAITS, HARDWARE, type KindTraits } from './kind-traits.js';

/** What only an XFRM interface has. */
export interface XfrmSettings {
  readonly kind: 'xfrm';
  readonly birthNamespace: string;
  /** Which policies are its own; undefined for one that takes what metadata names. */
  readonly interfaceId: number | undefined;
}

/** An XFRM interface, whose packets take the policies of its id. There are none. Source: `xfrmi_dev_setup`. */
export const xfrmTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  hardware: HARDWARE.none,
  mtu: [68, 65535],
  tsoMaxSize: 65536,
  liesOnLink: true,
  // Its link-local address is a random one.
  ownIpv6: false,
  fresh: {
    lladdr: '',
    broadcastLladdr: '',
    broadcast: false,
    multicast: false,
    arp: false,
    carrier: true,
    carrierKnown: false,
    settings: { kind: 'xfrm', birthNamespace: '', interfaceId: 0 },
  },
};
