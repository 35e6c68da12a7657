import type { Family } from '../address/family.js';
import { findTarget } from './extension/registry.js';
import { statementsRewriteEnds, statementsWriteFrames } from './nft/meaning/mangle-meaning.js';
import { isNftRule, type NetfilterRule } from './rule.js';

/** Reports whether a rule writes how the frame of a packet was addressed. */
export function ruleWritesFrames(rule: NetfilterRule): boolean {
  return isNftRule(rule) && statementsWriteFrames(rule.statements);
}

/** Reports whether a rule writes addresses or ports into packets, of which their connections know nothing. */
export function ruleRewritesEnds(rule: NetfilterRule, family: Family): boolean {
  if (isNftRule(rule)) return statementsRewriteEnds(rule.statements);
  const { target } = rule;
  return target.kind === 'extension' && findTarget(target.data.name, family)?.writesEnds === true;
}
