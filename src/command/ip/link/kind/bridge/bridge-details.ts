import { pathCost } from '../../../../../machine/path-cost.js';
import { flagsOf, forwards, portOptionsOf } from '../../../../../namespace/bridge-ports.js';
import {
  NEW_BRIDGE_OPTIONS,
  type BridgeOption,
  type BridgePortFlag,
} from '../../../../../namespace/link-kind/bridge.js';
import type { Link } from '../../../../../namespace/link.js';
import type { Namespace } from '../../../../../namespace/namespace.js';
import { refuseNotSimulated } from '../../../arguments.js';
import type { IpContext } from '../../../ip-context.js';
import { Decimal } from '../../../json-text.js';
import { piece, type Piece } from '../../../piece.js';

/** Names in JSON that differ from the words. */
const JSON_NAMES: Readonly<Partial<Record<BridgeOption, string>>> = {
  mcast_last_member_count: 'mcast_last_member_cnt',
  mcast_startup_query_count: 'mcast_startup_query_cnt',
  mcast_last_member_interval: 'mcast_last_member_intvl',
  mcast_membership_interval: 'mcast_membership_intvl',
  mcast_querier_interval: 'mcast_querier_intvl',
  mcast_query_interval: 'mcast_query_intvl',
  mcast_query_response_interval: 'mcast_query_response_intvl',
  mcast_startup_query_interval: 'mcast_startup_query_intvl',
};

/** What `-details` prints of a bridge. Source: `bridge_print_opt` of iproute2. */
export function bridgeDetails(_context: IpContext, _ns: Namespace, link: Link): readonly Piece[] {
  const { settings } = link;
  if (settings.kind !== 'bridge') return [];
  const { options } = settings;
  const numbers = (...names: readonly BridgeOption[]): readonly Piece[] =>
    names.map((name) =>
      piece(`${name} ${options[name]} `, { [JSON_NAMES[name] ?? name]: options[name] }),
    );
  const id = bridgeId(link);
  return [
    ...numbers('forward_delay', 'hello_time', 'max_age', 'ageing_time'),
    ...numbers('stp_state', 'priority', 'vlan_filtering'),
    piece('vlan_protocol 802.1Q ', { vlan_protocol: '802.1Q' }),
    piece(`bridge_id ${id} `, { bridge_id: id }),
    piece(`designated_root ${id} `, { root_id: id }),
    // Nothing of a spanning tree changes while there is none.
    ...['root_port', 'root_path_cost', 'topology_change', 'topology_change_detected'].map((name) =>
      piece(`${name} 0 `, { [name]: 0 }),
    ),
    ...['hello_timer', 'tcn_timer', 'topology_change_timer'].map((name) => timer(name, 0)),
    timer('gc_timer', link.up ? options.ageing_time : 0),
    piece('fdb_n_learned 0 ', { fdb_n_learned: 0 }),
    ...numbers('fdb_max_learned', 'vlan_default_pvid', 'vlan_stats_enabled', 'vlan_stats_per_port'),
    piece('group_fwd_mask 0 ', { group_fwd_mask: '0' }),
    piece(`group_address ${GROUP} `, { group_addr: GROUP }),
    ...numbers('mcast_snooping', 'no_linklocal_learn', 'mcast_vlan_snooping', 'mst_enabled'),
    ...numbers('mcast_router', 'mcast_query_use_ifaddr', 'mcast_querier', 'mcast_hash_elasticity'),
    ...numbers('mcast_hash_max', 'mcast_last_member_count', 'mcast_startup_query_count'),
    ...numbers('mcast_last_member_interval', 'mcast_membership_interval', 'mcast_querier_interval'),
    ...numbers('mcast_query_interval', 'mcast_query_response_interval'),
    ...numbers('mcast_startup_query_interval', 'mcast_stats_enabled', 'mcast_igmp_version'),
    ...numbers('mcast_mld_version', 'nf_call_iptables', 'nf_call_ip6tables', 'nf_call_arptables'),
  ];
}

/** Where bridges speak to each other. */
const GROUP = '01:80:c2:00:00:00';

/** What `-details` prints of a port of a bridge. Source: `bridge_slave_print_opt` of iproute2. */
export function bridgePortDetails(
  _context: IpContext,
  inside: Namespace,
  port: Link,
  bridge: Link,
): readonly Piece[] {
  const { settings } = bridge;
  if (settings.kind !== 'bridge') return [];
  const number = settings.ports.find(({ index }) => index === port.index)?.number ?? 0;
  const { priority, mcast_router, group_fwd_mask } = portOptionsOf(inside, port);
  const id = (priority << PORT_BITS) | number;
  const cost =
    pathCost(inside, port) ??
    refuseNotSimulated('-details of a port of a bridge that is a bond of 802.3ad');
  const ofBridge = bridgeId(bridge);
  const isForwarding = forwards(bridge, port);
  const state = isForwarding ? 'forwarding' : 'disabled';
  const own = flagsOf(inside, port);
  const flags = (...names: readonly BridgePortFlag[]): readonly Piece[] =>
    names.flatMap((name) => words(own[name], name));
  return [
    piece(`state ${state} `, { state }),
    piece(`priority ${priority} `, { priority }),
    piece(`cost ${cost} `, { cost }),
    ...flags('hairpin', 'guard', 'root_block', 'fastleave', 'learning', 'flood'),
    piece(`port_id ${hex(id)} `, { id: hex(id) }),
    piece(`port_no ${hex(number)} `, { no: hex(number) }),
    piece(`designated_port ${id} `, { designated_port: id }),
    piece('designated_cost 0 ', { designated_cost: 0 }),
    piece(`designated_bridge ${ofBridge} `, { bridge_id: ofBridge }),
    piece(`designated_root ${ofBridge} `, { root_id: ofBridge }),
    timer('hold_timer', 0),
    timer('message_age_timer', 0),
    timer('forward_delay_timer', isForwarding ? settings.options.forward_delay : 0),
    ...['topology_change_ack', 'config_pending'].map((name) => piece(`${name} 0 `, { [name]: 0 })),
    ...words(false, 'proxy_arp', 'proxy_arp_wifi'),
    piece(`mcast_router ${mcast_router} `, { multicast_router: mcast_router }),
    piece(`mcast_fast_leave ${own.fastleave ? 'on' : 'off'} `),
    ...flags('mcast_flood', 'bcast_flood', 'mcast_to_unicast'),
    ...words(false, 'neigh_suppress', 'neigh_vlan_suppress'),
    ...mask('group_fwd_mask', group_fwd_mask === 0 ? '0' : hex(group_fwd_mask)),
    ...mask('group_fwd_mask_str', maskNames(group_fwd_mask)),
    ...flags('vlan_tunnel', 'isolated'),
    ...words(false, 'locked', 'mab'),
  ];
}

function words(on: boolean, ...names: readonly string[]): readonly Piece[] {
  return names.map((name) => piece(`${name} ${on ? 'on' : 'off'} `, { [name]: on }));
}

function mask(name: string, text: string): readonly Piece[] {
  return [piece(`${name} ${text} `, { [name]: text })];
}

/** The bits of a mask, by the protocols that have a name. Source: `_bitmask2str` of iproute2. */
function maskNames(bits: number): string {
  if (bits === 0) return '0x0';
  const set = Array.from({ length: 16 }, (_one, bit) => bit).filter((bit) => (bits >>> bit) & 1);
  return set.map((bit) => PROTOCOLS.get(bit) ?? hex(1 << bit)).join(',');
}

const PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [0, 'stp'],
  [2, 'lacp'],
  [14, 'lldp'],
]);

/** Source: `BR_PORT_BITS`. */
const PORT_BITS = 10;

function hex(number: number): string {
  return `0x${number.toString(16)}`;
}

/** Its priority and its address, without leading noughts. Source: `br_dump_bridge_id` of iproute2. */
function bridgeId({ settings, lladdr, ownLladdr }: Link): string {
  const { options, ports } =
    settings.kind === 'bridge' ? settings : { options: NEW_BRIDGE_OPTIONS, ports: [] };
  const { priority } = options;
  // That which it was made with by chance is not in it.
  const address = ownLladdr || ports.length > 0 ? lladdr : '0:0:0:0:0:0';
  const bytes = address.split(':').map((byte) => Number.parseInt(byte, 16).toString(16));
  return `${priority.toString(16).padStart(4, '0')}.${bytes.join(':')}`;
}

/** A timer as it stands when it is started; in hundredths of a second. */
function timer(name: string, hundredths: number): Piece {
  const text = (hundredths / 100).toFixed(2);
  return piece(`${name} ${text.padStart(7)} `, { [name]: new Decimal(text) });
}
