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

/** What only a bond has. */
export interface BondSettings {
  readonly kind: 'bond';
  readonly mode: (typeof BOND_MODES)[number];
  /** ifindex of the port that is in use, in the mode `active-backup`; undefined while none works. */
  readonly active: number | undefined;
  /** It looks after its ports (`miimon`). */
  readonly monitored: boolean;
}

/** A bond as it is made without a further word. */
export const PLAIN_BOND: BondSettings = {
  kind: 'bond',
  mode: 'balance-rr',
  active: undefined,
  monitored: false,
};

/** Several devices as one. Source: `bond_setup`. */
export const bondTraits: KindTraits = {
  ...ETHERNET_TRAITS,
  queuesOf: () => 16,
  flags: ['MASTER'],
  moves: false,
  fresh: { settings: PLAIN_BOND },
};
