import {
  addressFromWords,
  isUnspecified,
  unspecifiedAddress,
  type Address,
} from '../../address/address.js';
import { isLinkLocal6, isLoopback, isMulticast } from '../../address/address-class.js';
import { printAddress } from '../../address/address-text.js';
import type { Link } from '../link.js';
import { ETHERNET_TRAITS, HARDWARE, type KindTraits } from './kind-traits.js';

/** What only a tunnel over IPv6 has. Source: `struct __ip6_tnl_parm`. */
export interface Ip6TunnelSettings {
  readonly kind: 'ip6tnl';
  /** The one that each namespace has from the module: it can't be deleted, moved or changed. */
  readonly fallback: boolean;
  /** The name that it was made with, which ip-tunnel(8) prints and goes by whatever it is called now. Source: `ip6_tnl_create2` */
  readonly firstName: string;
  /** Link-layer address that it has by chance: its permanent one, and that of which it makes its link-local address. */
  readonly permanentLladdr: string;
  /** The namespace in which its outer packets are sent and received: that in which it was made. */
  readonly birthNamespace: string;
  /** :: for none. */
  readonly local: Address;
  /** :: for none. */
  readonly remote: Address;
  /** Protocol of what is carried; 0 for any. */
  readonly carries: number;
  /** Hop limit of the outer packet; 0 for that of the inner one. */
  readonly hopLimit: number;
  /** How often the packet may be put into others. */
  readonly encapLimit: number;
  /** The outer packet says nothing of that. */
  readonly ignoresEncapLimit: boolean;
  readonly trafficClass: number | 'inherit';
  readonly flowlabel: number | 'inherit';
  /** What is taken out has the DSCP of the outer packet. */
  readonly inheritsDscp: boolean;
  /** The far end may be an address of this host. */
  readonly allowsLocalRemote: boolean;
  /** Mark with which the outer route is looked up. */
  readonly fwmark: number | 'inherit';
}

/** A tunnel as it is made without a further word. Source: `ip6tunnel_parse_opt` of iproute2. */
export const PLAIN_IP6_TUNNEL: Ip6TunnelSettings = {
  kind: 'ip6tnl',
  fallback: false,
  firstName: '',
  permanentLladdr: '',
  birthNamespace: '',
  local: unspecifiedAddress(6),
  remote: unspecifiedAddress(6),
  carries: 0,
  hopLimit: 64,
  encapLimit: 4,
  ignoresEncapLimit: false,
  trafficClass: 0,
  flowlabel: 0,
  inheritsDscp: false,
  allowsLocalRemote: false,
  fwmark: 0,
};

/** The settings of a tunnel over IPv6; undefined for any other device. */
export function ip6TunnelOf({ settings }: Pick<Link, 'settings'>): Ip6TunnelSettings | undefined {
  return settings.kind === 'ip6tnl' ? settings : undefined;
}

/** Bytes that a tunnel puts before a packet: the header of IPv6, and an option with the limit. */
export function ip6TunnelHeaderBytes({ ignoresEncapLimit }: Ip6TunnelSettings): number {
  return ignoresEncapLimit ? 40 : 48;
}

/**
 * The addresses of the link layer that a tunnel over IPv6 has: its two ends. Source: `ip6_tnl_link_config`.
 *
 * @param dev - ifindex of the device that it is on; 0 for none
 */
export function ip6TunnelEnds(
  settings: Ip6TunnelSettings,
  dev: number,
): Pick<Link, 'lladdr' | 'broadcastLladdr' | 'pointToPoint'> {
  const { local, remote } = settings;
  const pointToPoint =
    hasWay(settings, dev) && [local, remote].every((address) => !isMulticast(address));
  return { lladdr: printAddress(local), broadcastLladdr: printAddress(remote), pointToPoint };
}

/** Whether a tunnel sends from one end to the other: link-local ends are good on a device alone. Source: `ip6_tnl_get_cap`. */
export function hasWay({ local, remote }: Ip6TunnelSettings, dev: number): boolean {
  return [local, remote].every(
    (address) =>
      !isUnspecified(address) && !isLoopback(address) && (dev !== 0 || !isLinkLocal6(address)),
  );
}

/** The permanent address as listings print it: that of an IPv6 address that begins with it. */
export function printPermanent({ permanentLladdr }: Ip6TunnelSettings): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = permanentLladdr
    .split(':')
    .map((byte) => Number.parseInt(byte, 16));
  const first = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  return printAddress(addressFromWords(6, [first, ((e << 24) | (f << 16)) >>> 0, 0, 0]));
}

/** Packets in packets of IPv6. Source: `ip6_tnl_dev_setup`. */
export const ip6tnlTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  hardware: HARDWARE.tunnel6,
  mtu: [68, 65535],
  tsoMaxSize: 65536,
  liesOnLink: true,
  fresh: {
    lladdr: '::',
    broadcastLladdr: '::',
    broadcast: false,
    multicast: false,
    arp: false,
    carrier: true,
    carrierKnown: false,
    mtuBytes: 1452,
    settings: PLAIN_IP6_TUNNEL,
  },
};
