import { bondTraits, type BondSettings } from './bond.js';
import { bridgeTraits, type BridgeSettings } from './bridge.js';
import { HARDWARE, type KindTraits } from './kind-traits.js';
import { dummyTraits, ifbTraits, loopbackTraits, vethTraits, type PlainSettings } from './plain.js';
import { ip6tnlTraits, type Ip6TunnelSettings } from './ip6tnl.js';
import { ipvlanTraits, type IpvlanSettings } from './ipvlan.js';
import { macvlanTraits, type MacvlanSettings } from './macvlan.js';
import { geneveTraits, vxlanTraits, type OverlaySettings } from './overlay.js';
import { teamTraits } from './team.js';
import { xfrmTraits, type XfrmSettings } from './xfrm.js';
import { tapTraits, tunTraits, type TunSettings } from './tun.js';
import { TUNNEL_TRAITS, type TunnelSettings } from './tunnel.js';
import { vlanTraits, type VlanSettings } from './vlan.js';
import { vrfTraits, type VrfSettings } from './vrf.js';
import { wireguardTraits, type WireguardSettings } from './wireguard.js';

/** Every simulated kind of device and what it is. A new kind is one file and one line here. */
export const LINK_KINDS = {
  loopback: loopbackTraits,
  veth: vethTraits,
  dummy: dummyTraits,
  ifb: ifbTraits,
  bridge: bridgeTraits,
  bond: bondTraits,
  team: teamTraits,
  tun: tunTraits,
  tap: tapTraits,
  vlan: vlanTraits,
  macvlan: macvlanTraits,
  ipvlan: ipvlanTraits,
  vrf: vrfTraits,
  wireguard: wireguardTraits,
  vxlan: vxlanTraits,
  geneve: geneveTraits,
  xfrm: xfrmTraits,
  ip6tnl: ip6tnlTraits,
  ...TUNNEL_TRAITS,
} as const satisfies Record<string, KindTraits>;

/** Kinds of device that are simulated. */
export type LinkKind = keyof typeof LINK_KINDS;

/** What a device has that only devices of its kind have. */
export type LinkSettings =
  | BondSettings
  | BridgeSettings
  | Ip6TunnelSettings
  | IpvlanSettings
  | MacvlanSettings
  | OverlaySettings
  | PlainSettings
  | TunSettings
  | TunnelSettings
  | VlanSettings
  | VrfSettings
  | WireguardSettings
  | XfrmSettings;

/** What a device of that kind is. */
export function traitsOf(kind: LinkKind): KindTraits {
  return LINK_KINDS[kind];
}

/** Whether devices of a kind give the frames that they receive to another: to a bridge that they are a port of, to macvlan and ipvlan devices on them. Source: `IFF_NO_RX_HANDLER` */
export function givesFrames(kind: LinkKind): boolean {
  return traitsOf(kind).hardware === HARDWARE.ether && kind !== 'vrf';
}

/** Whether VLAN devices can be made on a device of that kind. Source: `vlan_check_real_dev`. */
export function takesVlans(kind: LinkKind): boolean {
  const { hardware, takesTags } = traitsOf(kind);
  return hardware === HARDWARE.ether && takesTags;
}

/** The name that the kernel has for a kind: that of TAP devices is `tun`. */
export function kindName(kind: LinkKind): string {
  return traitsOf(kind).name ?? kind;
}
