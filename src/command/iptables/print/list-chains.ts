import type { Counter } from '../../../namespace/traffic.js';
import { countReferences } from '../../../netfilter/edit-chains.js';
import { xtablesRules, type Chain } from '../../../netfilter/chain.js';
import { counterOf, type Firewall } from '../firewall.js';
import { listRule } from './list-rule.js';
import { printCount, type ListingStyle } from './list-style.js';
import type { TableName } from '../../../netfilter/hook.js';

/** Writes chains as `-L` does, one after the other. */
export function listChains(
  firewall: Firewall,
  table: TableName,
  chains: readonly Chain[],
  style: ListingStyle,
): string {
  return chains.map((chain) => listChain(firewall, table, chain, style)).join('\n');
}

function listChain(
  firewall: Firewall,
  table: TableName,
  chain: Chain,
  style: ListingStyle,
): string {
  const rules = xtablesRules(chain).map((rule, index) =>
    listRule(rule, index + 1, counterOf(firewall, rule.id), firewall.family, style),
  );
  return `Chain ${chain.name} (${about(firewall, table, chain, style)})\n${columns(style)}${rules.join('')}`;
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
