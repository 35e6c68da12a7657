import {
  BOND_MODES,
  type BondMode,
  type BondOption,
} from '../../../../../namespace/link-kind/bond.js';

/** How the tool reads a number of a bond, and what the kernel makes of it. */
export interface BondNumber {
  /** How many bits the tool reads, or the names of the numbers from 0. */
  readonly as: 8 | 16 | 32 | readonly string[];
  /** The word is taken whole only. */
  readonly whole?: true;
  /** Its name in JSON, where that is another. */
  readonly json?: string;
  /** The least and the greatest that the kernel takes. */
  readonly range?: readonly [min: number, max: number];
  /** The only modes that have it. */
  readonly modes?: readonly BondMode[];
  /** It can be changed only while the bond is down. */
  readonly whileDown?: true;
  /** It is a time, kept as how often ports are looked at in it. */
  readonly counts?: true;
  /** Any other number would change which packets go where. */
  readonly only?: number;
}

const GREATEST = 0x7fffffff;
const AGGREGATING: readonly BondMode[] = ['802.3ad'];
const BALANCING: readonly BondMode[] = ['balance-tlb', 'balance-alb'];
/** Modes whose ports can be looked after by asking neighbours. */
const ASKING = BOND_MODES.filter((mode) => mode !== '802.3ad' && !BALANCING.includes(mode));

const OFF_ON = ['off', 'on'] as const;

/** Every option of a bond that is a number. Source: `bond_parse_opt`, `bond_print_opt` of iproute2; `bond_opts` of the kernel. */
export const BOND_NUMBERS: Readonly<Record<BondOption, BondNumber>> = {
  miimon: { as: 32, range: [0, GREATEST] },
  updelay: { as: 32, range: [0, GREATEST], counts: true },
  downdelay: { as: 32, range: [0, GREATEST], counts: true },
  peer_notify_delay: { as: 32, range: [0, 300000], counts: true },
  use_carrier: { as: 8, only: 1 },
  arp_interval: { as: 32, modes: ASKING, only: 0 },
  arp_validate: {
    as: ['none', 'active', 'backup', 'all', 'filter', 'filter_active', 'filter_backup'],
    modes: ASKING,
    only: 0,
  },
  arp_all_targets: { as: ['any', 'all'] },
  primary_reselect: { as: ['always', 'better', 'failure'] },
  fail_over_mac: { as: ['none', 'active', 'follow'], only: 0 },
  xmit_hash_policy: {
    as: ['layer2', 'layer3+4', 'layer2+3', 'encap2+3', 'encap3+4', 'vlan+srcmac'],
  },
  resend_igmp: { as: 32, range: [0, 255] },
  num_grat_arp: { as: 8, json: 'num_peer_notif' },
  all_slaves_active: { as: 8, only: 0 },
  min_links: { as: 32, range: [0, GREATEST] },
  lp_interval: { as: 32, range: [1, GREATEST] },
  packets_per_slave: { as: 32, range: [0, 0xffff], modes: ['balance-rr'] },
  lacp_active: {
    as: OFF_ON,
    whole: true,
    json: 'ad_lacp_active',
    modes: AGGREGATING,
    whileDown: true,
  },
  lacp_rate: { as: ['slow', 'fast'], json: 'ad_lacp_rate', modes: AGGREGATING, whileDown: true },
  ad_select: { as: ['stable', 'bandwidth', 'count'], whileDown: true },
  ad_actor_sys_prio: { as: 16, range: [1, 0xffff], modes: AGGREGATING },
  ad_user_port_key: { as: 16, range: [0, 1023], modes: AGGREGATING, whileDown: true },
  tlb_dynamic_lb: { as: 8, range: [0, 1], modes: BALANCING, whileDown: true },
  arp_missed_max: { as: 8, whole: true, range: [1, 255], modes: ASKING },
  coupled_control: { as: OFF_ON, whole: true, modes: AGGREGATING, whileDown: true },
};

/** The words of `type bond` in the order in which the tool tries them. Source: `bond_parse_opt` of iproute2. */
export const BOND_WORDS = [
  'mode',
  'active_slave',
  'clear_active_slave',
  'miimon',
  'updelay',
  'downdelay',
  'peer_notify_delay',
  'use_carrier',
  'arp_interval',
  'arp_ip_target',
  'ns_ip6_target',
  'arp_validate',
  'arp_all_targets',
  'arp_missed_max',
  'primary',
  'primary_reselect',
  'fail_over_mac',
  'xmit_hash_policy',
  'resend_igmp',
  'num_grat_arp',
  'num_unsol_na',
  'all_slaves_active',
  'min_links',
  'lp_interval',
  'packets_per_slave',
  'lacp_rate',
  'lacp_active',
  'coupled_control',
  'ad_select',
  'ad_user_port_key',
  'ad_actor_sys_prio',
  'ad_actor_system',
  'tlb_dynamic_lb',
  'help',
] as const;
