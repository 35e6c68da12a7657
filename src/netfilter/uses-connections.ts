import type { Family } from '../address/family.js';
import { findMatch, findTarget } from './extension/registry.js';
import { statementsUseConnections } from './nft/uses-connections.js';
import { isNftRule, type NetfilterRule } from './rule.js';
import type { Table } from './table.js';

/** Reports whether some rule needs connection tracking: without one the kernel doesn't track. */
export function usesConnections(tables: readonly Table[], family: Family): boolean {
  return tables.some(({ chains }) =>
    chains.some((chain) => chain.rules.some((rule) => ruleUsesConnections(rule, family))),
  );
}

function ruleUsesConnections(rule: NetfilterRule, family: Family): boolean {
  if (isNftRule(rule)) return statementsUseConnections(rule.statements);
  const { matches, target } = rule;
  const matching = matches.some(
    (match) => findMatch(match.name, family)?.usesConnections(match) === true,
  );
  const acting =
    target.kind === 'extension' &&
    findTarget(target.data.name, family)?.usesConnections(target.data) === true;
  return matching || acting;
}
