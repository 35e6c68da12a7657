import { assertNever } from '../../assert-never.js';
import { isUnspecified, unspecifiedAddress, type Address } from '../../address/address.js';
import { printAddress } from '../../address/address-text.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { Link } from '../link.js';
import { ETHERNET_TRAITS, HARDWARE, type KindTraits } from './kind-traits.js';

/** The kinds of tunnel whose outer packet is one of IPv4 without a port. */
export type TunnelKind = 'ipip' | 'gre' | 'sit' | 'gretap' | 'erspan' | 'vti';

/** What only a tunnel over IPv4 has. Source: `struct ip_tunnel_parm`. */
export interface TunnelSettings {
  readonly kind: 'tunnel';
  /** The one that each namespace has from the module: it can't be deleted, moved or changed. */
  readonly fallback: boolean;
  /** The largest MTU, which is fixed when ip-tunnel(8) makes it; undefined where the driver goes by what it is like now. */
  readonly fixedMaxMtu: number | undefined;
  /** The name that it was made with, which ip-tunnel(8) prints and goes by whatever it is called now. Source: `ip_tunnel_init` */
  readonly firstName: string;
  /** Its own end when it was made, which stays its permanent address. */
  readonly firstLocal: Address;
  /** The namespace in which its outer packets are sent and received: that in which it was made. */
  readonly birthNamespace: string;
  /** 0.0.0.0 for that of the outer route. */
  readonly local: Address;
  /** 0.0.0.0 for none. */
  readonly remote: Address;
  /** TTL of the outer packet; 0 for that of the inner one. */
  readonly ttl: number;
  /** TOS of the outer packet; 1 for that of the inner one. */
  readonly tos: number;
  /** The outer packet must not be fragmented. */
  readonly pmtudisc: boolean;
  readonly ignoreDf: boolean;
  /** Mark with which the outer route is looked up. */
  readonly fwmark: number;
  /** Protocol of what is carried; 0 for any. */
  readonly carries: number;
  /** Key that a packet must have to be received; undefined for none. */
  readonly inputKey: number | undefined;
  readonly outputKey: number | undefined;
  readonly inputChecksum: boolean;
  readonly outputChecksum: boolean;
  readonly inputSequence: boolean;
  readonly outputSequence: boolean;
}

/** A tunnel as it is made without a further word. */
export const PLAIN_TUNNEL: TunnelSettings = {
  kind: 'tunnel',
  fallback: false,
  fixedMaxMtu: undefined,
  firstName: '',
  firstLocal: unspecifiedAddress(4),
  birthNamespace: '',
  local: unspecifiedAddress(4),
  remote: unspecifiedAddress(4),
  ttl: 0,
  tos: 0,
  pmtudisc: true,
  ignoreDf: false,
  fwmark: 0,
  carries: 0,
  inputKey: undefined,
  outputKey: undefined,
  inputChecksum: false,
  outputChecksum: false,
  inputSequence: false,
  outputSequence: false,
};

/** A vti tunnel as it is made without a further word. Source: `vti_tunnel_init`. */
export const PLAIN_VTI: TunnelSettings = {
  ...PLAIN_TUNNEL,
  carries: PROTOCOL.ipip,
  pmtudisc: false,
  inputKey: 0,
  outputKey: 0,
};

/** The protocol of the outer packets of a kind of tunnel. */
export function outerProtocol(kind: TunnelKind): number {
  switch (kind) {
    case 'ipip':
    case 'vti':
      return PROTOCOL.ipip;
    case 'sit':
      return PROTOCOL.ipv6;
    case 'gre':
    case 'gretap':
    case 'erspan':
      return PROTOCOL.gre;
    default:
      return assertNever(kind);
  }
}

/** The kind of tunnel that a device is, with its settings; undefined for any other device. */
export function tunnelOf({
  kind,
  settings,
}: Link): (TunnelSettings & { readonly type: TunnelKind }) | undefined {
  return settings.kind === 'tunnel' && isTunnelKind(kind) ? { ...settings, type: kind } : undefined;
}

/** Reports whether a kind of device is one of {@link TunnelKind}. */
export function isTunnelKind(kind: string): kind is TunnelKind {
  return Object.hasOwn(TUNNEL_TRAITS, kind);
}

/** Bytes that a tunnel puts before a packet, the header of IPv4 among them. Source: `gre_calc_hlen`. */
export function tunnelHeaderBytes(kind: TunnelKind, settings: TunnelSettings): number {
  const ip = 20;
  if (outerProtocol(kind) !== PROTOCOL.gre) return ip;
  const { outputChecksum, outputKey, outputSequence } = settings;
  const words = [true, outputChecksum, outputKey !== undefined, outputSequence];
  const gre = 4 * words.filter((word) => word).length;
  // ERSPAN is numbered and has a header of its own. Source: `erspan_hdr_len`.
  return ip + gre + (kind === 'erspan' ? 12 : 0);
}

/** Whether a tunnel over IPv4 has no far end, but finds one for each packet. */
export function isMultipoint({ settings }: Pick<Link, 'settings'>): boolean {
  return settings.kind === 'tunnel' && isUnspecified(settings.remote);
}

/**
 * Whether the far end of each packet is the link-layer address of its next hop, which a neighbour entry says: so it is on a GRE device without one. Source:
 * `ipgre_header`, `ipgre_tunnel_init`.
 */
export function hasEndsAsNeighbours(link: Pick<Link, 'kind' | 'settings'>): boolean {
  return link.kind === 'gre' && isMultipoint(link);
}

/** The addresses of the link layer that a tunnel of IP packets has: its two ends. */
export function tunnelEnds({
  local,
  remote,
}: TunnelSettings): Pick<Link, 'lladdr' | 'broadcastLladdr' | 'pointToPoint'> {
  const pointToPoint = remote.words[0] !== 0;
  return { lladdr: printAddress(local), broadcastLladdr: printAddress(remote), pointToPoint };
}

const SHARED = {
  ...ETHERNET_TRAITS,
  tsoMaxSize: 65536,
  mtu: [0, 0],
  liesOnLink: true,
} satisfies Partial<KindTraits>;

const FRESH: Partial<Link> = {
  lladdr: '0.0.0.0',
  broadcastLladdr: '0.0.0.0',
  broadcast: false,
  multicast: false,
  arp: false,
  carrier: true,
  carrierKnown: false,
  settings: PLAIN_TUNNEL,
};

/** Source: `ipip_tunnel_setup`. */
const ipipTraits: KindTraits = {
  ...SHARED,
  hardware: HARDWARE.ipip,
  fresh: { ...FRESH, mtuBytes: 1480 },
};

/** Source: `ipgre_tunnel_setup`, `addrconf_gre_config`. */
const greTraits: KindTraits = {
  ...SHARED,
  hardware: HARDWARE.gre,
  fresh: { ...FRESH, mtuBytes: 1476 },
};

/** Source: `ipip6_tunnel_setup`. */
const sitTraits: KindTraits = {
  ...SHARED,
  mtu: [1280, 65555],
  hardware: HARDWARE.sit,
  fresh: { ...FRESH, mtuBytes: 1480 },
};

const TAP: Partial<Link> = { carrier: true, carrierKnown: false, settings: PLAIN_TUNNEL };

/** Ethernet frames in GRE. Source: `ipgre_tap_setup`. */
const gretapTraits: KindTraits = {
  ...SHARED,
  hardware: HARDWARE.ether,
  mtu: [68, 0],
  qdisc: 'fq_codel',
  fresh: { ...TAP, mtuBytes: 1462 },
};

/** What the module of GRE brings along; others of the kind are not simulated. Source: `erspan_setup`. */
const erspanTraits: KindTraits = { ...gretapTraits, fresh: { ...TAP, mtuBytes: 1450 } };

/** What it is given takes policies of XFRM, of which there are none. Its link layer is that of ipip, and no tunnel of that kind is in its way. Source: `vti_tunnel_setup`. */
const vtiTraits: KindTraits = {
  ...SHARED,
  hardware: { ...HARDWARE.ipip },
  fresh: { ...FRESH, mtuBytes: 1480, settings: PLAIN_VTI },
};

/** The tunnels over IPv4. */
export const TUNNEL_TRAITS = {
  ipip: ipipTraits,
  gre: greTraits,
  sit: sitTraits,
  gretap: gretapTraits,
  erspan: erspanTraits,
  vti: vtiTraits,
} as const satisfies Record<TunnelKind, KindTraits>;
