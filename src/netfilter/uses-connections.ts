import type { Family } from '../address/family.js';
import { findMatch, findTarget } from './extension/registry.js';
import type { NetfilterRule } from './rule.js';
import type { Tables } from './ruleset.js';

/** Reports whether some rule needs connection tracking: without one the kernel doesn't track. */
export function usesConnections(tables: Tables, family: Family): boolean {
  return tables.some((chains) =>
    chains.some((chain) => chain.rules.some((rule) => ruleUsesConnections(rule, family))),
  );
}

function ruleUsesConnections({ matches, target }: NetfilterRule, family: Family): boolean {
  const matching = matches.some(
    (match) => findMatch(match.name, family)?.usesConnections(match) === true,
  );
  const acting =
    target.kind === 'extension' &&
    findTarget(target.data.name, family)?.usesConnections(target.data) === true;
  return matching || acting;
}
