import { ETHERNET_TRAITS, type KindTraits } from './kind-traits.js';

/** The numbers that a bridge has, as it is made without a further word, in the order in which the kernel sets them. Source: `br_dev_setup`, `br_changelink`. */
export const NEW_BRIDGE_OPTIONS = {
  forward_delay: 1500,
  hello_time: 200,
  max_age: 2000,
  ageing_time: 30000,
  stp_state: 0,
  priority: 0x8000,
  vlan_filtering: 0,
  vlan_default_pvid: 1,
  vlan_stats_enabled: 0,
  vlan_stats_per_port: 0,
  group_fwd_mask: 0,
  fdb_max_learned: 0,
  mcast_router: 1,
  mcast_snooping: 1,
  mcast_query_use_ifaddr: 0,
  mcast_querier: 0,
  mcast_hash_elasticity: 16,
  mcast_hash_max: 4096,
  mcast_last_member_count: 2,
  mcast_startup_query_count: 2,
  mcast_last_member_interval: 100,
  mcast_membership_interval: 26000,
  mcast_querier_interval: 25500,
  mcast_query_interval: 12500,
  mcast_query_response_interval: 1000,
  mcast_startup_query_interval: 3124,
  mcast_stats_enabled: 0,
  mcast_igmp_version: 2,
  mcast_mld_version: 1,
  nf_call_iptables: 0,
  nf_call_ip6tables: 0,
  nf_call_arptables: 0,
  no_linklocal_learn: 0,
  mcast_vlan_snooping: 0,
  mst_enabled: 0,
} as const satisfies Record<string, number>;

/** The name of a number that a bridge has, which is the word of `ip link` for it. */
export type BridgeOption = keyof typeof NEW_BRIDGE_OPTIONS;

/** What only a bridge has. */
export interface BridgeSettings {
  readonly kind: 'bridge';
  readonly options: Readonly<Record<BridgeOption, number>>;
  readonly ports: readonly BridgePort[];
  /** Where frames for a link-layer address go, the newest entry first. Source: `fdb_list`. */
  readonly entries: readonly BridgeEntry[];
  /** The link-layer address for which it has made its own entry; empty before it has one. */
  readonly known: string;
  /** Some device was a port of it. */
  readonly hadPorts: boolean;
}

/** What a bridge knows of a port. */
export interface BridgePort {
  /** Its ifindex. */
  readonly index: number;
  /** The lowest number that was free, from 1. */
  readonly number: number;
  /** The link-layer address for which the bridge has made its own entry; empty before it has one. */
  readonly known: string;
  readonly flags: BridgePortFlags;
  readonly options: Readonly<Record<BridgePortOption, number>>;
  /** What a path by it costs as its speed was when the bridge last asked; undefined where that is not simulated. */
  readonly measured: number | undefined;
}

/** What a port does with frames, as it is when it is new, in the order in which the tool shows it. Source: `new_nbp`. */
export const NEW_PORT_FLAGS = {
  hairpin: false,
  guard: false,
  root_block: false,
  fastleave: false,
  learning: true,
  flood: true,
  mcast_flood: true,
  bcast_flood: true,
  mcast_to_unicast: false,
  vlan_tunnel: false,
  isolated: false,
} as const satisfies Readonly<Record<BridgePortFlag, boolean>>;

/** The greatest number of a VLAN. Source: `VLAN_N_VID` */
export const LAST_VLAN = 4094;

/** The name of such a flag, as `bridge link set` and `ip link set type bridge_slave` have it. */
export type BridgePortFlag =
  | 'hairpin'
  | 'guard'
  | 'root_block'
  | 'fastleave'
  | 'learning'
  | 'flood'
  | 'mcast_flood'
  | 'bcast_flood'
  | 'mcast_to_unicast'
  | 'vlan_tunnel'
  | 'isolated';

/** The numbers that a port has when it is new; its priority is half of the greatest, and a cost of 0 is the one that goes with its speed. Source: `new_nbp`. */
export const NEW_PORT_OPTIONS = {
  priority: 32,
  cost: 0,
  mcast_router: 1,
  mcast_max_groups: 0,
  group_fwd_mask: 0,
} as const satisfies Readonly<Record<BridgePortOption, number>>;

/** The name of a number that a port of a bridge has, as `bridge link set` and `ip link set type bridge_slave` have it. */
export type BridgePortOption =
  'priority' | 'cost' | 'mcast_router' | 'mcast_max_groups' | 'group_fwd_mask';

/** What a port does with frames. */
export type BridgePortFlags = Readonly<Record<BridgePortFlag, boolean>>;

/** An entry of a bridge's forwarding table. Source: `struct net_bridge_fdb_entry`. */
export interface BridgeEntry {
  readonly lladdr: string;
  /** ifindex of the port by which frames for the address leave; undefined for the bridge itself. */
  readonly port: number | undefined;
  /**
   * - `permanent`: what comes in by a port for it is for the bridge's host
   * - `static`: it stays until its port goes
   * - `dynamic`: it goes when its port stops working
   */
  readonly state: 'permanent' | 'static' | 'dynamic';
  /** A frame with the address as its sender, by another port, doesn't move it there. */
  readonly sticky: boolean;
  /** It was given by a command; others the bridge has made for its own address and those of its ports. */
  readonly given: boolean;
}

/** A bridge as it is made without a further word. */
export const NEW_BRIDGE: BridgeSettings = {
  kind: 'bridge',
  options: NEW_BRIDGE_OPTIONS,
  ports: [],
  entries: [],
  known: '',
  hadPorts: false,
};

/** A bridge. Source: `br_dev_setup`. */
export const bridgeTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  moves: false,
  fresh: {
    carrierKnown: false,
    carrier: true,
    settings: NEW_BRIDGE,
  },
};

/** Numbers the ports of a bridge: each keeps its own number, and a new one has the lowest that is free. Source: `find_portno`. */
export function numberPorts(
  before: readonly BridgePort[],
  ports: readonly number[],
): readonly BridgePort[] {
  const kept = before.filter(({ index }) => ports.includes(index));
  const added = ports.filter((port) => !kept.some(({ index }) => index === port));
  const numbered = [...kept];
  for (const index of added) {
    const taken = new Set(numbered.map((port) => port.number));
    let number = 1;
    while (taken.has(number)) number += 1;
    numbered.push({
      index,
      number,
      known: '',
      flags: NEW_PORT_FLAGS,
      options: NEW_PORT_OPTIONS,
      measured: undefined,
    });
  }
  return numbered;
}
