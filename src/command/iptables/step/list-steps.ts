import type { TableName } from '../../../netfilter/hook.js';
import { xtablesRules, type Chain } from '../../../netfilter/chain.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';
import type { Step } from '../restore/batch.js';
import type { CommandLine } from '../read/command-line.js';
import { counterOf, shownChains, type Firewall } from '../firewall.js';
import { listChains } from '../print/list-chains.js';
import { listRule } from '../print/list-rule.js';
import type { ListingStyle } from '../print/list-style.js';
import { printChains, printRules } from '../print/print-table.js';
import { step, type StepContext } from './step-context.js';

/** The steps of -L and -S. */
export function listSteps(line: CommandLine, context: StepContext): readonly Step[] {
  const { commands, chain } = line;
  const print = commands.has('list') ? list : commands.has('list-rules') ? dump : undefined;
  if (print === undefined) return [];
  return [
    step(context, (firewall) => {
      const chains = chosenChains(firewall, context.table, chain);
      return { firewall, stdout: print(line, context, firewall, chains) };
    }),
  ];
}

/** The chain of that name, or all. @throws XtablesError when there is none */
export function chosenChains(
  firewall: Firewall,
  table: TableName,
  name: string | undefined,
): readonly Chain[] {
  const chains = shownChains(firewall, table);
  if (name === undefined) return chains;
  const chosen = chains.filter((chain) => chain.name === name);
  if (chosen.length > 0) return chosen;
  throw new XtablesError('state', 'No chain/target/match by that name');
}

function list(
  { number, given, chain: name }: CommandLine,
  { table, databases }: StepContext,
  firewall: Firewall,
  chains: readonly Chain[],
): string {
  const style: ListingStyle = {
    verbose: given.has('verbose'),
    numeric: given.has('numeric'),
    exact: given.has('exact'),
    lineNumbers: given.has('line-numbers'),
    databases,
  };
  if (number === 0 || name === undefined) return listChains(firewall, table, chains, style);
  const [chain] = chains;
  const rule = chain && xtablesRules(chain)[number - 1];
  if (rule === undefined) return '';
  return listRule(rule, number, counterOf(firewall, rule.id), firewall.family, style);
}

function dump(
  { number, given }: CommandLine,
  _context: StepContext,
  firewall: Firewall,
  chains: readonly Chain[],
): string {
  const withCounters = given.has('verbose');
  if (number === 0) return printChains(firewall, chains, withCounters);
  return chains
    .map((chain) => printRules(firewall, chain, withCounters)[number - 1] ?? '')
    .join('');
}
