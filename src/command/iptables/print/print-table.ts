import type { TableName } from '../../../netfilter/hook.js';
import { xtablesRules, type Chain } from '../../../netfilter/chain.js';
import { counterOf, shownChains, type Firewall } from '../firewall.js';
import { printRule } from './print-rule.js';

/** Writes chains as `-S` does: first what makes them, then their rules. */
export function printChains(
  firewall: Firewall,
  chains: readonly Chain[],
  withCounters: boolean,
): string {
  const heads = chains.map((chain) => {
    if (chain.base === undefined) return `-N ${chain.name}\n`;
    const { packets, bytes } = counterOf(firewall, chain.id);
    return `-P ${chain.name} ${chain.base.policy}${withCounters ? ` -c ${packets} ${bytes}` : ''}\n`;
  });
  return [...heads, ...chains.flatMap((chain) => printRules(firewall, chain, withCounters))].join(
    '',
  );
}

/** Writes the rules of a chain as `-S` does, a line each. */
export function printRules(
  firewall: Firewall,
  chain: Chain,
  withCounters: boolean,
): readonly string[] {
  return xtablesRules(chain).map((rule) => {
    const counter = withCounters ? counterOf(firewall, rule.id) : undefined;
    const text = printRule(rule, firewall.family, counter);
    return text === '' ? `-A ${chain.name}\n` : `-A ${chain.name} ${text}\n`;
  });
}

/** Writes a table as iptables-save does, without the comments around it. */
export function saveTable(firewall: Firewall, table: TableName, withCounters: boolean): string {
  const chains = shownChains(firewall, table);
  const heads = chains.map((chain) => {
    const { packets, bytes } = counterOf(firewall, chain.id);
    const policy = chain.base?.policy ?? '-';
    return `:${chain.name} ${policy} [${packets}:${bytes}]\n`;
  });
  const rules = chains.flatMap((chain) =>
    printRules(firewall, chain, false).map((line, index) => {
      const rule = xtablesRules(chain)[index];
      if (!withCounters || rule === undefined) return line;
      const { packets, bytes } = counterOf(firewall, rule.id);
      return `[${packets}:${bytes}] ${line}`;
    }),
  );
  return [`*${table}\n`, ...heads, ...rules, 'COMMIT\n'].join('');
}
