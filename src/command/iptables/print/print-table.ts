import type { TableName } from '../../../netfilter/hook.js';
import type { Chain } from '../../../netfilter/chain.js';
import { viewedRule } from '../../../netfilter/view/viewed-rule.js';
import { counterOf, ruleCounter, shownChains, type Firewall } from '../firewall.js';
import { printRule } from './print-rule.js';

/** Writes chains as `-S` does: first what makes them, then their rules. @throws UnreadableRuleError at a rule that can't be shown */
export function* printChains(
  firewall: Firewall,
  chains: readonly Chain[],
  withCounters: boolean,
): Generator<string> {
  for (const chain of chains) {
    if (chain.base === undefined) yield `-N ${chain.name}\n`;
    else {
      const { packets, bytes } = counterOf(firewall, chain.id);
      yield `-P ${chain.name} ${chain.base.policy}${withCounters ? ` -c ${packets} ${bytes}` : ''}\n`;
    }
  }
  for (const chain of chains) {
    for (const place of chain.rules.keys()) yield printRuleAt(firewall, chain, place, withCounters);
  }
}

/** Writes the rule at a place of a chain, counted from 0, as `-S` does; empty when there is none. @throws UnreadableRuleError */
export function printRuleAt(
  firewall: Firewall,
  chain: Chain,
  place: number,
  withCounters: boolean,
): string {
  const rule = chain.rules.get(place);
  if (rule === undefined) return '';
  const counter = withCounters ? ruleCounter(firewall, rule) : undefined;
  const text = printRule(viewedRule(rule, firewall), firewall.family, counter);
  return text === '' ? `-A ${chain.name}\n` : `-A ${chain.name} ${text}\n`;
}

/** Writes a table as iptables-save does, without the comments around it. @throws XtablesError at what can't be shown */
export function* saveTable(
  firewall: Firewall,
  table: TableName,
  withCounters: boolean,
): Generator<string> {
  const chains = shownChains(firewall, table);
  yield `*${table}\n`;
  for (const chain of chains) {
    const { packets, bytes } = counterOf(firewall, chain.id);
    yield `:${chain.name} ${chain.base?.policy ?? '-'} [${packets}:${bytes}]\n`;
  }
  for (const chain of chains) {
    for (const [place, rule] of chain.rules.entries()) {
      const line = printRuleAt(firewall, chain, place, false);
      const { packets, bytes } = ruleCounter(firewall, rule);
      yield withCounters ? `[${packets}:${bytes}] ${line}` : line;
    }
  }
  yield 'COMMIT\n';
}
