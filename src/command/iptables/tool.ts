import type { Family } from '../../address/family.js';

/** The program that runs: what it's called decides its family and its error texts. */
export interface Tool {
  /** As it was called: `iptables`, `ip6tables-nft`, `iptables-restore` ... */
  readonly name: string;
  readonly family: Family;
}

/** The version that is simulated, as the programs print it. */
export const VERSION = 'v1.8.11 (nf_tables)';
