import type { Family } from '../address/family.js';
import type { MatchData } from './extension/extension.js';
import { findMatch } from './extension/registry.js';
import type { RuleSpecification } from './rule.js';

/**
 * The rule as nf_tables keeps it and the tools show it: some matches come back in another form.
 *
 * @throws XtablesError when a match can't be taken apart
 */
export function storedRule(rule: RuleSpecification, family: Family): RuleSpecification {
  const kept: MatchData[] = [];
  for (const match of rule.matches) {
    const native = findMatch(match.name, family)?.native;
    const back = native?.translate(match, rule.protocol) ?? 'whole';
    const earlier = kept.findIndex(({ name }) => name === match.name);
    const first = kept[earlier];
    if (native === undefined || back === 'whole') kept.push(match);
    else if (back === 'nothing') continue;
    else if (first === undefined) kept.push(back);
    else kept[earlier] = native.merge(first, back);
  }
  return { ...rule, matches: kept };
}
