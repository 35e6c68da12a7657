import type { Family } from '../address/family.js';
import type { ErrnoName } from '../errno.js';
import { allowsHook } from './check-rule.js';
import type { HookName } from './hook.js';
import type { Chain, Chains } from './ruleset.js';

/** How many jumps may lie one in another. Source: `NFT_JUMP_STACK_SIZE`. */
const JUMP_LIMIT = 16;

/**
 * Why the kernel refuses a table as a whole; undefined when it doesn't.
 *
 * Only chains that can be reached from a built-in one count: EMLINK for a loop or too many jumps one in another, EINVAL for an
 * extension at a hook where it may not be used. Source: `nft_table_validate`.
 */
export function checkChains(chains: Chains, family: Family): ErrnoName | undefined {
  const bases = chains.valueSeq().filter((chain) => chain.hook !== undefined);
  const depths = new Map<string, number>();
  for (const base of bases) {
    if (depthBelow(chains, base, depths) >= JUMP_LIMIT) return 'EMLINK';
  }
  for (const base of bases) {
    if (base.hook !== undefined && !reachableAllow(chains, base, base.hook, family))
      return 'EINVAL';
  }
  return undefined;
}

/** How many jumps lie one in another below a chain; infinite for a loop. `depths` remembers chains that are known. */
function depthBelow(chains: Chains, chain: Chain, depths: Map<string, number>): number {
  const known = depths.get(chain.name);
  if (known !== undefined) return known;
  // Met again while it's still being measured, a chain loops.
  depths.set(chain.name, Number.POSITIVE_INFINITY);
  const below = targetsOf(chains, chain).map((target) => 1 + depthBelow(chains, target, depths));
  const depth = below.reduce((deepest, one) => Math.max(deepest, one), 0);
  depths.set(chain.name, depth);
  return depth;
}

function reachableAllow(chains: Chains, base: Chain, hook: HookName, family: Family): boolean {
  const seen = new Set<string>([base.name]);
  const waiting = [base];
  for (let chain = waiting.pop(); chain !== undefined; chain = waiting.pop()) {
    if (!chain.rules.every((rule) => allowsHook(rule, hook, family))) return false;
    const next = targetsOf(chains, chain).filter(({ name }) => !seen.has(name));
    next.forEach(({ name }) => seen.add(name));
    waiting.push(...next);
  }
  return true;
}

/** The chains to which a chain's rules jump, each once. */
function targetsOf(chains: Chains, chain: Chain): readonly Chain[] {
  const names = chain.rules.flatMap(({ target }) =>
    target.kind === 'jump' || target.kind === 'goto' ? [target.chain] : [],
  );
  return [...names.toSet()].flatMap((name) => chains.get(name) ?? []);
}
