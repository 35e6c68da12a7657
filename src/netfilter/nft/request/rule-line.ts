import { List } from 'immutable';
import { frozen } from '../../../frozen.js';
import type { Chain, RuleInLine } from '../../chain.js';
import type { NetfilterRule } from '../../rule.js';

/** Where a rule is. */
export interface FoundRule {
  /** Among the rules that stand; for one that doesn't, of the next that does. */
  readonly at: number;
  /** Among all rules, where some have been deleted. */
  readonly inLine: number | undefined;
  readonly stands: boolean;
}

const gone = (handle: number): RuleInLine => frozen({ handle, stands: false });
const standing = (handle: number): RuleInLine => frozen({ handle, stands: true });

/** The rule of a handle, also when it has been deleted in this transaction; undefined when there is none. Source: `__nft_rule_lookup`. */
export function findInLine({ rules, line }: Chain, handle: bigint): FoundRule | undefined {
  const isIt = (one: { readonly handle: number }): boolean => BigInt(one.handle) === handle;
  if (line === undefined) {
    const at = rules.findIndex(isIt);
    return at < 0 ? undefined : { at, inLine: undefined, stands: true };
  }
  const inLine = line.findIndex(isIt);
  const found = line.get(inLine);
  if (inLine < 0 || found === undefined) return undefined;
  const at = line.take(inLine).count(({ stands }) => stands);
  return { at, inLine, stands: found.stands };
}

/** A chain with one more rule. */
export function withRuleAt(
  chain: Chain,
  rule: NetfilterRule,
  { at, inLine = at }: Pick<FoundRule, 'at' | 'inLine'>,
): Chain {
  const { rules, line } = chain;
  const isLast = at === rules.size;
  const grown = chain.set('rules', isLast ? rules.push(rule) : rules.splice(at, 0, rule));
  if (line === undefined) return grown;
  const entry = standing(rule.handle);
  const lined = inLine === line.size ? line.push(entry) : line.splice(inLine, 0, entry);
  return grown.set('line', lined);
}

/** A chain without a rule that stands, whose place is still known. */
export function withoutRule(chain: Chain, { at, inLine }: FoundRule): Chain {
  const line = lineOf(chain);
  const place = inLine ?? at;
  const handle = line.get(place)?.handle ?? 0;
  return chain.merge({ rules: chain.rules.delete(at), line: line.set(place, gone(handle)) });
}

/** A chain without rules, whose places are still known. */
export function withoutRules(chain: Chain): Chain {
  if (chain.rules.isEmpty()) return chain;
  const line = lineOf(chain).map(({ handle }) => gone(handle));
  return chain.merge({ rules: chain.rules.clear(), line });
}

function lineOf({ rules, line }: Chain): List<RuleInLine> {
  return line ?? List(rules.map(({ handle }) => standing(handle)));
}
