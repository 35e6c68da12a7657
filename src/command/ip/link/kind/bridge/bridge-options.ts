import type { ErrnoName } from '../../../../../errno.js';
import {
  NEW_BRIDGE_OPTIONS,
  type BridgeOption,
} from '../../../../../namespace/link-kind/bridge.js';

/** What becomes of a number that a bridge is given: the one that it has then, why the kernel refuses it, or that it isn't simulated. */
export type Settled = number | ErrnoName | 'not simulated';

/** How an option of a bridge is read. */
export interface BridgeNumber {
  /** How many bits the tool reads. */
  readonly bits: 8 | 16 | 32 | 64;
  /** The word is taken whole only. */
  readonly whole?: true;
  readonly settle: (value: number) => Settled;
}

const FLAG = (value: number): Settled => Number(value !== 0);
const ANY = (value: number): Settled => value;

/** Times are kept in ticks, 250 a second, and shown in hundredths of a second. Source: `clock_t_to_jiffies`, `jiffies_to_clock_t`. */
const TIME = (value: number): Settled => Math.floor((Math.floor(value * 2.5) * 10) / 25);

/** Anything but what it is at first would change which frames go where. */
const ONLY =
  (fallback: number) =>
  (value: number): Settled =>
    value === fallback ? value : 'not simulated';

const within =
  (min: number, max: number, why: ErrnoName, settle = ANY) =>
  (value: number): Settled =>
    value < min || value > max ? why : settle(value);

const atLeast =
  (least: number) =>
  (value: number): Settled =>
    Math.max(least, Number(TIME(value)));

/** A word of `type bridge`. */
export type BridgeWord = BridgeOption | 'vlan_protocol' | 'group_address' | 'fdb_flush';

/**
 * Every option of a bridge, in the order in which the tool tries them. Those that wait for time to pass, or that are for what bridges say to each
 * other, make no difference here: no time passes, and frames for groups go to all while nobody asks who is in them. Source: `bridge_parse_opt` of iproute2; `br_changelink`.
 */
export const BRIDGE_WORDS: Readonly<Record<BridgeWord, BridgeNumber | 'no number'>> = {
  forward_delay: { bits: 32, settle: TIME },
  hello_time: { bits: 32, settle: within(100, 1000, 'ERANGE', TIME) },
  max_age: { bits: 32, settle: within(600, 4000, 'ERANGE', TIME) },
  // Of 0 nothing is learned, so all is sent by all ports.
  ageing_time: { bits: 32, settle: (value) => (value === 0 ? 'not simulated' : TIME(value)) },
  stp_state: { bits: 32, settle: ONLY(0) },
  priority: { bits: 16, settle: ANY },
  vlan_filtering: { bits: 8, settle: ONLY(0) },
  vlan_protocol: 'no number',
  group_fwd_mask: { bits: 16, settle: ONLY(0) },
  group_address: 'no number',
  no_linklocal_learn: { bits: 8, whole: true, settle: FLAG },
  mst_enabled: { bits: 8, whole: true, settle: ONLY(0) },
  fdb_max_learned: { bits: 32, whole: true, settle: ONLY(0) },
  fdb_flush: 'no number',
  vlan_default_pvid: { bits: 16, settle: ANY },
  vlan_stats_enabled: { bits: 8, settle: within(0, 1, 'EINVAL') },
  vlan_stats_per_port: { bits: 8, settle: ONLY(0) },
  mcast_router: { bits: 8, settle: within(0, 2, 'EINVAL') },
  mcast_snooping: { bits: 8, settle: FLAG },
  mcast_vlan_snooping: { bits: 8, whole: true, settle: ONLY(0) },
  mcast_query_use_ifaddr: { bits: 8, settle: FLAG },
  mcast_querier: { bits: 8, settle: ONLY(0) },
  mcast_hash_elasticity: { bits: 32, settle: () => NEW_BRIDGE_OPTIONS.mcast_hash_elasticity },
  mcast_hash_max: { bits: 32, settle: ANY },
  mcast_last_member_count: { bits: 32, settle: ANY },
  mcast_startup_query_count: { bits: 32, settle: ANY },
  mcast_last_member_interval: { bits: 64, settle: TIME },
  mcast_membership_interval: { bits: 64, settle: TIME },
  mcast_querier_interval: { bits: 64, settle: TIME },
  mcast_query_interval: { bits: 64, settle: atLeast(100) },
  mcast_query_response_interval: { bits: 64, settle: TIME },
  mcast_startup_query_interval: { bits: 64, settle: atLeast(100) },
  mcast_stats_enabled: { bits: 8, settle: FLAG },
  mcast_igmp_version: { bits: 8, settle: within(2, 3, 'EINVAL') },
  mcast_mld_version: { bits: 8, settle: within(1, 2, 'EINVAL') },
  nf_call_iptables: { bits: 8, settle: FLAG },
  nf_call_ip6tables: { bits: 8, settle: FLAG },
  nf_call_arptables: { bits: 8, settle: FLAG },
};
