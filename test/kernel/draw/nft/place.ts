import type { Pool } from '../pool.js';

/** The families of tables that scripts make. */
export type NftFamily = 'ip' | 'ip6' | 'inet';

/** A chain that scripts make, and what the others of its table can rely on. */
export interface NftChain {
  readonly name: string;
  /** Missing in a chain that is only jumped to. */
  readonly base?: {
    readonly type: 'filter' | 'route' | 'nat';
    readonly hook: 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';
  };
}

/** Where a rule stands: what can be written in it goes by that. */
export interface RulePlace {
  readonly pool: Pool;
  readonly family: NftFamily;
  readonly chain: NftChain;
}

/** The chains of every table: each name has its hook, so that commands find what others made. */
export const NFT_CHAINS: readonly NftChain[] = [
  { name: 'pre', base: { type: 'filter', hook: 'prerouting' } },
  { name: 'in', base: { type: 'filter', hook: 'input' } },
  { name: 'forw', base: { type: 'filter', hook: 'forward' } },
  { name: 'out', base: { type: 'filter', hook: 'output' } },
  { name: 'way', base: { type: 'route', hook: 'output' } },
  { name: 'post', base: { type: 'filter', hook: 'postrouting' } },
  { name: 'npre', base: { type: 'nat', hook: 'prerouting' } },
  { name: 'nin', base: { type: 'nat', hook: 'input' } },
  { name: 'nout', base: { type: 'nat', hook: 'output' } },
  { name: 'npost', base: { type: 'nat', hook: 'postrouting' } },
  { name: 'one' },
  { name: 'two' },
];

/** Whether rules can ask whose a packet is: what comes in can have the socket of a listener, of whom it isn't known whose it is. */
export function canAskOwner({ chain: { base } }: RulePlace): boolean {
  return base !== undefined && base.hook !== 'input' && base.hook !== 'prerouting';
}

/** The word of nft for the header of a version of IP. */
export function header({ family }: Pool): 'ip' | 'ip6' {
  return family === 4 ? 'ip' : 'ip6';
}
