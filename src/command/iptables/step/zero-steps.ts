import { ZERO_COUNTER } from '../../../namespace/traffic/traffic.js';
import { beginAnew } from '../../../netfilter/edit/begin-anew.js';
import { rewriteRuleAt } from '../../../netfilter/edit/edit-rules.js';
import { findChain } from '../../../netfilter/ruleset.js';
import type { Step } from '../restore/batch.js';
import type { CommandLine } from '../read/command-line.js';
import { setCounter, type Firewall } from '../firewall.js';
import { chosenChains } from './list-steps.js';
import { quiet, step, type StepContext } from './step-context.js';

/** The steps of -Z. */
export function zeroSteps(line: CommandLine, context: StepContext): readonly Step[] {
  const { commands, chain, number, verbosity } = line;
  const { table } = context;
  if (commands.has('zero-number')) {
    return [
      step(context, (firewall) => {
        const place = { table, chain: chain ?? '', family: firewall.family };
        const own = rewriteRuleAt(firewall.ruleset, place, number, firewall.deviceName);
        const rule = findChain(own, table, place.chain)?.rules.get(number - 1);
        if (rule === undefined) return quiet(firewall);
        const ruleset = beginAnew(own, place, ({ id }) => id === rule.id);
        return quiet(setCounter({ ...firewall, ruleset }, rule.id, ZERO_COUNTER));
      }),
    ];
  }
  if (!commands.has('zero')) return [];
  return [
    step(context, (firewall) => {
      const chains = chosenChains(firewall, table, chain);
      const ids = chains.flatMap(({ id: own, rules }) => [own, ...rules.map(({ id }) => id)]);
      const ruleset = chains.reduce(
        (all, { name }) =>
          beginAnew(all, { table, chain: name, family: firewall.family }, ({ id }) =>
            firewall.counters.has(id),
          ),
        firewall.ruleset,
      );
      const counters = firewall.counters.deleteAll(ids);
      const zeroed: Firewall = { ...firewall, ruleset, counters };
      const stdout = chains.map(({ name }) => `Zeroing chain \`${name}'\n`).join('');
      return { firewall: zeroed, stdout: verbosity === 0 ? '' : stdout };
    }),
  ];
}
