import { ETHERNET_TRAITS, type KindTraits } from './kind-traits.js';

/** The ways in which a bond uses its ports, in the order of their numbers. */
export const BOND_MODES = [
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
] as const;

/** A way in which a bond uses its ports. */
export type BondMode = (typeof BOND_MODES)[number];

/** The numbers that a bond has, as it is made without a further word, in the order in which the kernel sets them. Source: `bond_check_params`, `bond_changelink`. */
export const NEW_BOND_OPTIONS = {
  miimon: 0,
  updelay: 0,
  downdelay: 0,
  peer_notify_delay: 0,
  use_carrier: 1,
  arp_interval: 0,
  arp_validate: 0,
  arp_all_targets: 0,
  primary_reselect: 0,
  fail_over_mac: 0,
  xmit_hash_policy: 0,
  resend_igmp: 1,
  num_grat_arp: 1,
  all_slaves_active: 0,
  min_links: 0,
  lp_interval: 1,
  packets_per_slave: 1,
  lacp_active: 1,
  lacp_rate: 0,
  ad_select: 0,
  ad_actor_sys_prio: 0xffff,
  ad_user_port_key: 0,
  tlb_dynamic_lb: 1,
  arp_missed_max: 2,
  coupled_control: 1,
} as const satisfies Record<string, number>;

/** The name of a number that a bond has, which is the word of `ip link` for it. Its delays count how often the ports are looked at. */
export type BondOption = keyof typeof NEW_BOND_OPTIONS;

/** What only a bond has. */
export interface BondSettings {
  readonly kind: 'bond';
  readonly mode: BondMode;
  readonly options: Readonly<Record<BondOption, number>>;
  /** ifindex of the port that is in use, in the modes that use one above others; undefined while none works. */
  readonly active: number | undefined;
  /** Name of the port that is to be in use while it works. */
  readonly primary: string | undefined;
  /** The link-layer address by which it is known to its partner (802.3ad). */
  readonly actorSystem: string;
  /** Its ports, the one first that was first to join. */
  readonly ports: readonly BondPort[];
  /** Some device was a port of it. */
  readonly hadPorts: boolean;
}

/** What a bond knows of a port. */
export interface BondPort {
  /** Its ifindex. */
  readonly index: number;
  /** It works, as far as the bond has seen. */
  readonly works: boolean;
  /** How often it has failed. */
  readonly failures: number;
  /** The queue of the bond whose packets it sends; 0 for none. */
  readonly queueId: number;
  /** Of those that work the one with the highest is used, where none is the primary one. */
  readonly prio: number;
}

/** Modes that use one port above others. Source: `bond_mode_uses_primary`. */
export const PRIMARY_MODES: ReadonlySet<BondMode> = new Set([
  'active-backup',
  'balance-tlb',
  'balance-alb',
]);

/** A bond as it is made without a further word. */
export const PLAIN_BOND: BondSettings = {
  kind: 'bond',
  mode: 'balance-rr',
  options: NEW_BOND_OPTIONS,
  active: undefined,
  primary: undefined,
  actorSystem: '00:00:00:00:00:00',
  ports: [],
  hadPorts: false,
};

/** Several devices as one. Source: `bond_setup`. */
export const bondTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  filtersAddresses: true,
  queuesOf: () => 16,
  flags: ['MASTER'],
  moves: false,
  fresh: { settings: PLAIN_BOND },
};
