import type { RulePlace } from '../../netfilter/check-rule.js';
import {
  appendRule,
  deleteRule,
  deleteRuleAt,
  findRule,
  insertRule,
  replaceRule,
} from '../../netfilter/edit-rules.js';
import type { KernelOperation } from '../../netfilter/kernel-error.js';
import type { RuleSpecification } from '../../netfilter/rule.js';
import type { Ruleset } from '../../netfilter/ruleset.js';
import { storedRule } from '../../netfilter/stored-rule.js';
import type { Step } from './batch.js';
import type { CommandLine } from './command-line.js';
import { setCounter } from './firewall.js';
import { echoRule } from './list-rule.js';
import { editStep, step, type StepContext } from './step-context.js';

/** The steps of -A, -I, -R, -D and -C. */
export function ruleSteps(line: CommandLine, context: StepContext): readonly Step[] {
  const { commands, number, rules } = line;
  const place = { family: context.family, table: context.table, chain: line.chain ?? '' };
  const added = (operation: KernelOperation, add: AddRule) =>
    rules.map((rule) => addStep(line, context, place, operation, rule, add));
  if (commands.has('append')) return added('RULE_APPEND', appendRule);
  if (commands.has('insert')) {
    return added('RULE_INSERT', (ruleset, at, rule) => insertRule(ruleset, at, number, rule));
  }
  if (commands.has('replace')) {
    // Of several addresses only the first is taken.
    return added('RULE_REPLACE', (ruleset, at, rule) =>
      replaceRule(ruleset, at, number, rule),
    ).slice(0, 1);
  }
  if (commands.has('delete-number')) {
    return [editStep(context, (ruleset) => deleteRuleAt(ruleset, place, number))];
  }
  if (commands.has('delete')) {
    return rules.map((rule) =>
      step(context, (firewall) => {
        const ruleset = deleteRule(firewall.ruleset, place, rule);
        return { firewall: { ...firewall, ruleset }, stdout: echo(line, rule, context) };
      }),
    );
  }
  if (!commands.has('check')) return [];
  return rules.map((rule) =>
    step(context, (firewall) => {
      findRule(firewall.ruleset, place, rule);
      return { firewall, stdout: echo(line, rule, context) };
    }),
  );
}

type AddRule = (ruleset: Ruleset, place: RulePlace, rule: RuleSpecification) => Ruleset;

function addStep(
  line: CommandLine,
  context: StepContext,
  place: RulePlace,
  operation: KernelOperation,
  rule: RuleSpecification,
  add: AddRule,
): Step {
  const run: Step['run'] = (firewall) => {
    const ruleset = add(firewall.ruleset, place, rule);
    const changed = { ...firewall, ruleset };
    const stdout = echo(line, storedRule(rule, context.family), context);
    if (line.counter === undefined) return { firewall: changed, stdout };
    // The new rule took the last id that was given out.
    return { firewall: setCounter(changed, ruleset.nextId - 1, line.counter), stdout };
  };
  return { ...step(context, run), blame: { operation, chain: place.chain } };
}

function echo(line: CommandLine, rule: RuleSpecification, { family }: StepContext): string {
  return line.verbosity === 0 ? '' : echoRule(rule, family);
}
