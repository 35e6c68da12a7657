import { refuseByKernel } from '../../arguments.js';
import type { KindTraits } from '../../../../namespace/link-kind/kind-traits.js';
import { LINK_KINDS, type LinkKind } from '../../../../namespace/link-kind/link-kinds.js';
import { bondWords } from './bond/bond.js';
import { bondPortWords } from './bond/bond-port.js';
import { bridgeWords } from './bridge/bridge.js';
import { bridgePortWords } from './bridge/bridge-port.js';
import type { PortWords } from './port-words.js';
import type { Link } from '../../../../namespace/link.js';
import type { KindWords } from './kind-words.js';
import { geneveWords } from './overlay/geneve.js';
import { vxlanWords } from './overlay/vxlan.js';
import { xfrmWords } from './xfrm.js';
import { ip6tnlWords } from './tunnel/ip6tnl.js';
import { wireguardWords } from './wireguard.js';
import { ipvlanWords } from './ipvlan.js';
import { macvlanWords } from './macvlan/macvlan.js';
import { tapWords, tunWords } from './tun.js';
import { tunnelWords } from './tunnel/tunnel.js';
import { vlanWords } from './vlan.js';
import { vrfWords } from './vrf.js';

/** The words of every kind that can be made by `ip link add`. A new kind is one file and one line here. */
const WORDS: readonly KindWords[] = [
  { kind: 'veth' },
  { kind: 'dummy' },
  { kind: 'ifb' },
  bridgeWords,
  bondWords,
  { kind: 'team' },
  wireguardWords,
  tunWords,
  tapWords,
  vlanWords,
  macvlanWords,
  ipvlanWords,
  vrfWords,
  vxlanWords,
  geneveWords,
  xfrmWords,
  ip6tnlWords,
  ...tunnelWords,
];

const BY_KIND: ReadonlyMap<string, KindWords> = new Map(
  WORDS.filter(({ made }) => made !== 'otherwise').map((words) => [words.kind, words]),
);

/** The words of ports, by the kind that the tool has for them. */
const PORT_WORDS: ReadonlyMap<string, PortWords> = new Map([
  ['bond_slave', bondPortWords],
  ['bridge_slave', bridgePortWords],
]);

/** How `ip link set` reads the words of a port: `bond_slave`; undefined for what is no kind of port. */
export function portWordsOf(kind: string): PortWords | undefined {
  return PORT_WORDS.get(kind);
}

/** How `ip link` prints devices of a kind that can be there. */
export function wordsOfLink({ kind }: Pick<Link, 'kind'>): KindWords | undefined {
  return WORDS.find((words) => words.kind === kind);
}

/** How `ip link` reads and prints devices of that kind; undefined when none can be made. */
export function wordsOf(kind: string): KindWords | undefined {
  return BY_KIND.get(kind);
}

/** Kinds that `ip link` knows and nexthop doesn't simulate. */
const UNSIMULATED: ReadonlySet<string> = new Set(
  [
    'amt bareudp bond dsa erspan geneve gtp hsr ip6erspan ip6gre',
    'ip6gretap ip6tnl ipoib ipvlan ipvtap macsec macvlan macvtap netdevsim netkit nlmon ovpn',
    'pfcp rmnet team team_slave vcan vlan vrf vti vti6 vxcan vxlan wwan xfrm virt_wifi',
  ]
    .flatMap((kinds) => kinds.split(' '))
    .filter((kind) => !BY_KIND.has(kind)),
);

/** Reports whether Linux has a kind of device that is refused by name. */
export function isUnsimulatedKind(kind: string): boolean {
  return UNSIMULATED.has(kind);
}

/** The kinds that {@link isUnsimulatedKind} holds for, in order. */
export const UNSIMULATED_KINDS: readonly string[] = [...UNSIMULATED];

/** Kinds by which the kernel itself selects devices: those that it has. Asked for another it lists all, and the tool leaves them out. */
export const KERNEL_KINDS: ReadonlySet<string> = new Set<string>([
  ...Object.entries<KindTraits>(LINK_KINDS)
    .filter(([kind]) => kind !== ('loopback' satisfies LinkKind))
    .map(([kind, { name }]) => name ?? kind),
  'macvtap',
  'vxlan',
]);

/** Refuses the kinds that only another command makes. @throws Refusal. Source: `tun_validate` */
export function refuseMadeOtherwise(kind: string): void {
  if (kind === 'tun') refuseByKernel('tun/tap creation via rtnetlink is not supported');
}
