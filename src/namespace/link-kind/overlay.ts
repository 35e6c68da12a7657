import type { Address } from '../../address/address.js';
import type { Link } from '../link.js';
import { ETHERNET_TRAITS, type KindTraits } from './kind-traits.js';

/** Where frames for a link-layer address go. */
export interface ForwardingEntry {
  /** That of zeros stands for all that are not known. */
  readonly lladdr: string;
  readonly dst: Address;
  /** It is the device's own far end: datagrams for it leave by the device below, where one is named. Others are not bound to that. */
  readonly own: boolean;
  /** The same of all far ends of an address. */
  readonly state: EntryState;
}

/** How lasting what is known of an address is. Source: `ndm_state` of `struct vxlan_fdb`. */
export interface EntryState {
  /** NUD_PERMANENT. */
  readonly permanent: boolean;
  /** NUD_NOARP: it doesn't age. */
  readonly noarp: boolean;
}

/** That of the device's own far end. Source: `vxlan_fdb_update` in `__vxlan_dev_create`. */
export const OWN_STATE: EntryState = Object.freeze({ permanent: true, noarp: false });

/** Whether frames from an address come from its far end alone; another one may have it move there. Source: `vxlan_snoop`. */
export function isFixed({ permanent, noarp }: EntryState): boolean {
  return permanent || noarp;
}

/** Entries with what all of an address have in common changed. */
export function withEntryState(
  entries: readonly ForwardingEntry[],
  lladdr: string,
  state: EntryState,
): readonly ForwardingEntry[] {
  return entries.map((one) => (one.lladdr === lladdr ? { ...one, state } : one));
}

/** The link-layer address under which those entries stand that are for all whose own is not known. */
export const ANYBODY = '00:00:00:00:00:00';

/** What VXLAN and Geneve devices have in common. */
export interface OverlaySettings {
  readonly kind: 'overlay';
  /** The namespace in which its datagrams are sent and received: that in which it was made. */
  readonly birthNamespace: string;
  readonly vni: number;
  readonly dstport: number;
  /** The far end, or a group of them; undefined for none. */
  readonly remote: Address | undefined;
  /** Source of the datagrams; undefined for that of their route. */
  readonly local: Address | undefined;
  /** TTL of the datagrams; 0 for that of the host. */
  readonly ttl: number | 'inherit';
  /** TOS of the datagrams; 1 for that of the packet within. */
  readonly tos: number;
  readonly df: (typeof DF_MODES)[number];
  readonly flowlabel: number;
  /** Of VXLAN: the range from which source ports are taken; 0 for that of the host. */
  readonly srcport: readonly [low: number, high: number];
  readonly ageing: number;
  /** Of VXLAN: how many addresses may be learned; 0 for any number. */
  readonly maxaddress: number;
  readonly learning: boolean;
  readonly proxy: boolean;
  readonly rsc: boolean;
  readonly l2miss: boolean;
  readonly l3miss: boolean;
  readonly udpcsum: boolean;
  readonly udp6zerocsumtx: boolean;
  readonly udp6zerocsumrx: boolean;
  readonly localbypass: boolean;
  /** Of VXLAN: where frames go, in the order in which the entries came. Source: `struct vxlan_fdb`. */
  readonly entries: readonly ForwardingEntry[];
}

/** What becomes of the don't fragment bit, in the order of the numbers. Source: `enum ifla_vxlan_df`. */
export const DF_MODES = ['unset', 'set', 'inherit'] as const;

/** A device as it is made without a further word. */
export const PLAIN_OVERLAY: OverlaySettings = {
  kind: 'overlay',
  birthNamespace: '',
  vni: 0,
  dstport: 0,
  remote: undefined,
  local: undefined,
  ttl: 0,
  tos: 0,
  df: 'unset',
  flowlabel: 0,
  srcport: [0, 0],
  ageing: 300,
  maxaddress: 0,
  learning: true,
  proxy: false,
  rsc: false,
  l2miss: false,
  l3miss: false,
  udpcsum: true,
  udp6zerocsumtx: false,
  udp6zerocsumrx: false,
  localbypass: true,
  entries: [],
};

/** The kinds of device that put frames into datagrams. */
export type OverlayKind = 'vxlan' | 'geneve';

/** The family of a device's datagrams. Source: `VXLAN_F_IPV6`. */
export function overlayFamily({
  remote,
  local,
}: Pick<OverlaySettings, 'remote' | 'local'>): Address['family'] {
  return (remote ?? local)?.family ?? 4;
}

/** The settings of a VXLAN or Geneve device; undefined for any other. */
export function overlayOf({ settings }: Pick<Link, 'settings'>): OverlaySettings | undefined {
  return settings.kind === 'overlay' ? settings : undefined;
}

/** Bytes that a device puts before a frame: headers of IP, UDP and its own, and that of the frame. Source: `VXLAN_HEADROOM`, `GENEVE_BASE_HLEN`. */
export function overlayHeadroom(remote: Address | undefined): number {
  return remote?.family === 6 ? 70 : 50;
}

const SHARED = {
  ...ETHERNET_TRAITS,
  tsoMaxSize: 65536,
  fresh: { carrier: true, carrierKnown: false, settings: PLAIN_OVERLAY },
} satisfies Partial<KindTraits>;

/** A VXLAN device. It goes with the device that it names, and that is all that they have to do with each other. Source: `vxlan_setup`, `vxlan_netdevice_event`. */
export const vxlanTraits: KindTraits = {
  ...SHARED,
  follows: {
    hidden: true,
    up: () => false,
    needsUp: () => false,
    carrier: false,
    carrierWhileDown: true,
    lladdr: () => 'never',
    greaterMtu: 'EINVAL',
    mtuLess: (link) => overlayHeadroom(overlayOf(link)?.remote),
    shrinks: false,
    order: ({ index }) => index,
  },
};

/** A Geneve device. Source: `geneve_setup`. */
export const geneveTraits: KindTraits = { ...SHARED, mtu: [68, 65485] };
