import { ETHERNET_TRAITS, HARDWARE, type KindTraits } from './kind-traits.js';

/** What only a TUN or TAP device has, as it was asked for. A program opens it; nobody here does, so it has no carrier. */
export interface TunSettings {
  readonly kind: 'tun';
  /** The user who may open it; undefined for any that may administer the network. */
  readonly owner: number | undefined;
  readonly group: number | undefined;
  /** A program gets the protocol before each packet. */
  readonly packetInfo: boolean;
  readonly vnetHeader: boolean;
  readonly oneQueue: boolean;
  readonly multiQueue: boolean;
}

/** A device as `ip tuntap add` makes it without a further word. */
export const PLAIN_TUN: TunSettings = {
  kind: 'tun',
  owner: undefined,
  group: undefined,
  packetInfo: false,
  vnetHeader: false,
  oneQueue: false,
  multiQueue: false,
};

const SHARED = {
  ...ETHERNET_TRAITS,
  name: 'tun',
  qdisc: 'fq_codel',
  tsoMaxSize: 65536,
  queuesOf: ({ settings }) => (settings.kind === 'tun' && settings.multiQueue ? 256 : 1),
} satisfies Partial<KindTraits>;

/** A TUN device: IP packets without a link layer. Source: `tun_net_initialize`. */
export const tunTraits: KindTraits = {
  ...SHARED,
  hardware: HARDWARE.none,
  mtu: [68, 65535],
  takesTags: false,
  fresh: {
    lladdr: '',
    broadcastLladdr: '',
    broadcast: false,
    pointToPoint: true,
    arp: false,
    txQueueLength: 500,
    settings: PLAIN_TUN,
  },
};

/** A TAP device: Ethernet frames. */
export const tapTraits: KindTraits = {
  ...SHARED,
  mtu: [68, 65521],
  fresh: { settings: PLAIN_TUN },
};
