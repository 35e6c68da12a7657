import type { Family } from '../../address/family.js';
import type { ErrnoName } from '../../errno.js';
import { allowsHook } from './check-rule.js';
import type { HookName } from '../hook.js';
import { chainsEntered, isXtablesRule } from '../rule.js';
import { isPacketHook } from '../base-chain.js';
import type { Chain } from '../chain.js';
import type { Chains } from '../table.js';

/** How many jumps may lie one in another. Source: `NFT_JUMP_STACK_SIZE`. */
const JUMP_LIMIT = 16;

/**
 * Why the kernel refuses a table as a whole; undefined when it doesn't.
 *
 * Only chains that can be reached from a built-in one count: EMLINK for a loop or too many jumps one in another, EINVAL for an
 * extension at a hook where it may not be used. It follows each jump where it meets it, so the first reason that it comes to is the
 * one. Source: `nft_table_validate`, `nft_chain_validate`.
 */
export function checkChains(chains: Chains, family: Family): ErrnoName | undefined {
  for (const chain of chains.values()) {
    if (chain.base === undefined || !isPacketHook(chain.base.hook)) continue;
    const error = new Validation(chains, family, chain.base.hook).refuse(chain, 0);
    if (error !== undefined) return error;
  }
  return undefined;
}

/** All that can be reached from one built-in chain. */
class Validation {
  /** The deepest that each chain has been gone through. */
  readonly #depths = new Map<string, number>();

  constructor(
    private readonly chains: Chains,
    private readonly family: Family,
    private readonly hook: HookName,
  ) {}

  refuse(chain: Chain, depth: number): ErrnoName | undefined {
    if (depth === JUMP_LIMIT) return 'EMLINK';
    if ((this.#depths.get(chain.name) ?? -1) >= depth) return undefined;
    for (const rule of chain.rules) {
      if (isXtablesRule(rule) && !allowsHook(rule, this.hook, this.family)) return 'EINVAL';
      for (const name of chainsEntered(rule)) {
        const target = this.chains.get(name);
        const error = target && this.refuse(target, depth + 1);
        if (error !== undefined) return error;
      }
    }
    this.#depths.set(chain.name, depth);
    return undefined;
  }
}
