import type { Family } from '../address/family.js';
import { findMatch } from './extension/registry.js';
import type { RuleSpecification } from './rule.js';

/**
 * The rule as nf_tables keeps it: some matches it makes expressions of, and what says nothing is left out.
 *
 * @throws XtablesError when a match can't be taken apart
 */
export function storedRule(rule: RuleSpecification, family: Family): RuleSpecification {
  const matches = rule.matches.flatMap((match) => {
    const back = findMatch(match.name, family)?.native?.translate(match, rule.protocol) ?? 'whole';
    if (back === 'nothing') return [];
    return [back === 'whole' ? match : back];
  });
  return { ...rule, matches };
}
