import type { TableName } from '../../../netfilter/hook.js';
import type { Chain } from '../../../netfilter/chain.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';
import type { Step } from '../restore/batch.js';
import type { CommandLine } from '../read/command-line.js';
import { openTable, shownChains, type Firewall } from '../firewall.js';
import { gather } from '../print/gather.js';
import { listChains, listRuleAt } from '../print/list-chains.js';
import type { ListingStyle } from '../print/list-style.js';
import { printChains, printRuleAt } from '../print/print-table.js';
import { step, type StepContext } from './step-context.js';

/** The steps of -L and -S. */
export function listSteps(line: CommandLine, context: StepContext): readonly Step[] {
  const { commands, chain } = line;
  const print = commands.has('list') ? list : commands.has('list-rules') ? dump : undefined;
  if (print === undefined) return [];
  return [
    step(context, (firewall) => {
      const chains = chosenChains(firewall, context.table, chain);
      const note = openTable(firewall, context.table, chain);
      const { text, problem } = gather(print(line, context, firewall, chains));
      const stdout = note + text;
      return problem === undefined ? { firewall, stdout } : { firewall, stdout, failure: problem };
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
): Iterable<string> {
  const style: ListingStyle = {
    verbose: given.has('verbose'),
    numeric: given.has('numeric'),
    exact: given.has('exact'),
    lineNumbers: given.has('line-numbers'),
    databases,
  };
  if (number === 0 || name === undefined) return listChains(firewall, table, chains, style);
  const [chain] = chains;
  return lazily(() => (chain === undefined ? '' : listRuleAt(firewall, chain, number - 1, style)));
}

function dump(
  { number, given }: CommandLine,
  _context: StepContext,
  firewall: Firewall,
  chains: readonly Chain[],
): Iterable<string> {
  const withCounters = given.has('verbose');
  if (number === 0) return printChains(firewall, chains, withCounters);
  return lazily(() =>
    chains.map((chain) => printRuleAt(firewall, chain, number - 1, withCounters)).join(''),
  );
}

/** One piece, made when it's asked for. */
function* lazily(make: () => string): Generator<string> {
  yield make();
}
