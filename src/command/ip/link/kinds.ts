import type { LinkKind } from '../../../namespace/link.js';

/** The kinds that can be made, and those that `ip link` knows and nexthop doesn't simulate. */
export const KINDS: ReadonlyMap<string, LinkKind | 'unsimulated'> = new Map([
  ...unsimulated(
    'amt bareudp bond bond_slave bridge_slave dsa erspan geneve gre gretap gtp hsr ip6erspan ip6gre',
  ),
  ...unsimulated(
    'ip6gretap ip6tnl ipip ipoib ipvlan ipvtap macsec macvlan macvtap netdevsim netkit nlmon ovpn',
  ),
  ...unsimulated(
    'pfcp rmnet sit team team_slave vcan vlan vrf vti vti6 vxcan vxlan wireguard wwan xfrm virt_wifi',
  ),
  ['veth', 'veth'],
  ['dummy', 'dummy'],
  ['ifb', 'ifb'],
  ['bridge', 'bridge'],
]);

function unsimulated(kinds: string): readonly (readonly [string, 'unsimulated'])[] {
  return kinds.split(' ').map((kind) => [kind, 'unsimulated']);
}

/** Kinds by which the kernel itself selects devices: those that it has. Asked for another it lists all, and the tool leaves them out. */
export const KERNEL_KINDS: ReadonlySet<string> = new Set([
  ...[...KINDS].filter(([, kind]) => kind !== 'unsimulated').map(([name]) => name),
  'macvlan',
  'macvtap',
  'tun',
  'vxlan',
]);
