import {
  deleteChain,
  deleteChains,
  flushChain,
  flushChains,
  newChain,
  renameChain,
  setPolicy,
} from '../../../netfilter/edit/edit-chains.js';
import { TABLE_HOOKS } from '../../../netfilter/hook.js';
import { KernelError } from '../../../netfilter/kernel-error.js';
import { builtinHook, findChain } from '../../../netfilter/ruleset.js';
import { withOwnChain } from '../../../netfilter/view/seen-chain.js';
import { ZERO_COUNTER, type Counter } from '../../../namespace/traffic/traffic.js';
import type { Step } from '../restore/batch.js';
import type { CommandLine } from '../read/command-line.js';
import { setCounter, shownChains } from '../firewall.js';
import { editStep, quiet, step, type StepContext } from './step-context.js';

/** The steps of -N, -X, -E, -F and -P. */
export function chainSteps(line: CommandLine, context: StepContext): readonly Step[] {
  const { commands, chain = '', newName, policy } = line;
  const { table } = context;
  if (commands.has('new-chain')) {
    return [editStep(context, (ruleset) => newChain(ruleset, table, chain))];
  }
  if (commands.has('delete-chain')) return [deleteStep(line, context)];
  if (commands.has('rename-chain')) {
    return [editStep(context, (ruleset) => renameChain(ruleset, table, chain, newName))];
  }
  if (commands.has('flush')) return [flushStep(line, context)];
  if (commands.has('set-policy')) return [policyStep(context, chain, policy, ZERO_COUNTER)];
  return [];
}

/** Sets a policy and its counter. */
export function policyStep(
  context: StepContext,
  name: string,
  policy: string,
  counter: Counter,
): Step {
  return step(context, (firewall) => {
    const ruleset = setPolicy(firewall.ruleset, context.table, name, policy);
    const id = findChain(ruleset, context.table, name)?.id ?? 0;
    return quiet(setCounter({ ...firewall, ruleset }, id, counter));
  });
}

function deleteStep({ chain, verbosity }: CommandLine, context: StepContext): Step {
  const { table } = context;
  return step(context, (firewall) => {
    const ruleset =
      chain === undefined
        ? deleteChains(firewall.ruleset, table)
        : deleteChain(firewall.ruleset, table, chain);
    const gone = shownChains(firewall, table)
      .map(({ name }) => name)
      .filter((name) => builtinHook(table, name) === undefined)
      .filter((name) => chain === undefined || name === chain);
    const stdout = gone.map((name) => `Deleting chain \`${name}'\n`).join('');
    return { firewall: { ...firewall, ruleset }, stdout: verbosity === 0 ? '' : stdout };
  });
}

function flushStep({ chain, verbosity }: CommandLine, context: StepContext): Step {
  const { table } = context;
  return step(context, (firewall) => {
    if (chain !== undefined) {
      const ruleset = flushChain(firewall.ruleset, table, chain);
      const stdout = verbosity === 0 ? '' : `Flushing chain \`${chain}'\n`;
      return { firewall: { ...firewall, ruleset }, stdout };
    }
    const flushed = flushChains(firewall.ruleset, table);
    if (verbosity === 0) return quiet({ ...firewall, ruleset: flushed });
    // To name them all, -v makes the built-in chains that don't exist yet.
    const stdout = shownChains(firewall, table)
      .map(({ name }) => `Flushing chain \`${name}'\n`)
      .join('');
    try {
      const ruleset = TABLE_HOOKS[table].reduce(
        (made, hook) => withOwnChain(made, table, hook),
        flushed,
      );
      return { firewall: { ...firewall, ruleset }, stdout };
    } catch (error) {
      if (error instanceof KernelError) return { firewall, stdout, failure: error };
      throw error;
    }
  });
}
