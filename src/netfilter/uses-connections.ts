import type { Family } from '../address/family.js';
import { findMatch, findTarget } from './extension/registry.js';
import {
  objectUsesConnections,
  setUsesConnections,
  statementsUseConnections,
} from './nft/uses-connections.js';
import { isNftRule, type NetfilterRule } from './rule.js';
import type { Table } from './table.js';

/** The number of the first rule that needs connection tracking, 0 where an object or a set does: tracking was registered with it. Undefined when nothing does: then the kernel doesn't track. Source: `nf_ct_netns_get`. */
export function connectionsSince(tables: readonly Table[], family: Family): number | undefined {
  let first: number | undefined;
  for (const { chains, objects, sets } of tables) {
    if (objects.some(objectUsesConnections) || sets.some(setUsesConnections)) return 0;
    for (const { rules } of chains.values()) {
      for (const rule of rules) {
        const isEarlier = first === undefined || rule.id < first;
        if (isEarlier && ruleUsesConnections(rule, family)) first = rule.id;
      }
    }
  }
  return first;
}

function ruleUsesConnections(rule: NetfilterRule, family: Family): boolean {
  if (isNftRule(rule)) return statementsUseConnections(rule.statements, family);
  const { matches, target } = rule;
  const matching = matches.some(
    (match) => findMatch(match.name, family)?.usesConnections(match) === true,
  );
  const acting =
    target.kind === 'extension' &&
    findTarget(target.data.name, family)?.usesConnections(target.data) === true;
  return matching || acting;
}
