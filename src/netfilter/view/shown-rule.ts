import type { Family } from '../../address/family.js';
import type { MatchData } from '../extension/extension.js';
import { findMatch } from '../extension/registry.js';
import type { RuleSpecification } from '../rule.js';

/**
 * A rule that is kept, as iptables shows it and looks for it: a match that nf_tables has taken apart comes back in its own form, and of several of a kind it
 * makes one, in which the last says what each end is, though a packet has to meet them all. Source: iptables' `nft_rule_to_iptables_command_state`.
 */
export function shownRule<R extends RuleSpecification>(rule: R, family: Family): R {
  const shown: MatchData[] = [];
  for (const match of rule.matches) {
    const native = findMatch(match.name, family)?.native;
    if (native === undefined || native.translate(match, rule.protocol) === 'whole') {
      shown.push(match);
      continue;
    }
    const at = shown.findIndex(({ name }) => name === match.name);
    if (at < 0) shown.push(native.show(match));
    else shown[at] = native.show(match, shown[at]);
  }
  return { ...rule, matches: shown };
}
