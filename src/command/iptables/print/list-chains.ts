import type { Counter } from '../../../namespace/traffic/traffic.js';
import { countReferences } from '../../../netfilter/edit/edit-chains.js';
import type { Chain } from '../../../netfilter/chain.js';
import { viewedRule } from '../../../netfilter/view/viewed-rule.js';
import { counterOf, ruleCounter, type Firewall } from '../firewall.js';
import { listRule } from './list-rule.js';
import { printCount, type ListingStyle } from './list-style.js';
import type { TableName } from '../../../netfilter/hook.js';

/** Writes chains as `-L` does, one after the other. @throws UnreadableRuleError at a rule that can't be shown */
export function* listChains(
  firewall: Firewall,
  table: TableName,
  chains: readonly Chain[],
  style: ListingStyle,
): Generator<string> {
  for (const [place, chain] of chains.entries()) {
    const gap = place === 0 ? '' : '\n';
    yield `${gap}Chain ${chain.name} (${about(firewall, table, chain, style)})\n${columns(style)}`;
    for (const index of chain.rules.keys()) yield listRuleAt(firewall, chain, index, style);
  }
}

/** Writes the rule at a place of a chain, counted from 0, as a line of `-L`; empty when there is none. @throws UnreadableRuleError */
export function listRuleAt(
  firewall: Firewall,
  chain: Chain,
  place: number,
  style: ListingStyle,
): string {
  const rule = chain.rules.get(place);
  if (rule === undefined) return '';
  const viewed = viewedRule(rule, firewall);
  return listRule(viewed, place + 1, ruleCounter(firewall, rule), firewall.family, style);
}

function about(firewall: Firewall, table: TableName, chain: Chain, style: ListingStyle): string {
  if (chain.base === undefined) {
    const chains = firewall.ruleset.tables.get(table)?.chains;
    return `${chains === undefined ? 0 : countReferences(chains, chain.name)} references`;
  }
  if (!style.verbose) return `policy ${chain.base.policy}`;
  return `policy ${chain.base.policy} ${printCounter(counterOf(firewall, chain.id), style.exact)}`;
}

function printCounter({ packets, bytes }: Counter, exact: boolean): string {
  return `${printCount(packets, exact)} packets, ${printCount(bytes, exact)} bytes`;
}

function columns({ verbose, exact, lineNumbers }: ListingStyle): string {
  const counters = exact ? '    pkts      bytes ' : ' pkts bytes ';
  return [
    lineNumbers ? 'num  ' : '',
    verbose ? counters : '',
    'target     prot opt',
    verbose ? ' in     out    ' : '',
    ' source               destination         \n',
  ].join('');
}
