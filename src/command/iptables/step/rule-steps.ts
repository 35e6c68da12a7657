import { canBreakTable, type RulePlace } from '../../../netfilter/edit/check-rule.js';
import {
  appendRule,
  deleteRule,
  deleteRuleAt,
  findRule,
  insertRule,
  replaceRule,
} from '../../../netfilter/edit/edit-rules.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';
import { KernelError, type KernelOperation } from '../../../netfilter/kernel-error.js';
import type { RuleSpecification } from '../../../netfilter/rule.js';
import type { Ruleset } from '../../../netfilter/ruleset.js';
import { storedRule } from '../../../netfilter/stored-rule.js';
import { shownRule } from '../../../netfilter/view/shown-rule.js';
import type { Step } from '../restore/batch.js';
import type { CommandLine } from '../read/command-line.js';
import { setCounter } from '../firewall.js';
import { echoRule } from '../print/list-rule.js';
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
        const ruleset = deleteRule(firewall.ruleset, place, rule, firewall.deviceName);
        return { firewall: { ...firewall, ruleset }, stdout: echo(line, rule, context) };
      }),
    );
  }
  if (!commands.has('check')) return [];
  return rules.map((rule) =>
    step(context, (firewall) => {
      findRule(firewall.ruleset, place, rule, firewall.deviceName);
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
  // Whether nf_tables can have the rule is found while it's read, before any step is taken.
  const stored = storedRule(rule, context.family);
  const run: Step['run'] = (firewall) => {
    const stdout = echo(line, shownRule(stored, context.family), context);
    const ruleset = tryAdd(() => add(firewall.ruleset, place, stored), line.commands);
    if (ruleset instanceof Error) {
      const left = ruleset instanceof KernelError ? ruleset.ruleset : undefined;
      return {
        firewall: { ...firewall, ruleset: left ?? firewall.ruleset },
        stdout,
        failure: ruleset,
      };
    }
    const changed = { ...firewall, ruleset };
    if (line.counter === undefined) return { firewall: changed, stdout };
    // The new rule took the last id that was given out.
    return { firewall: setCounter(changed, ruleset.nextId - 1, line.counter), stdout };
  };
  const canBreak = canBreakTable(stored, place);
  return { ...step(context, run), blame: { operation, chain: place.chain }, canBreak };
}

/** What comes of adding; an error that the tool only finds after it has printed the rule is given back. */
function tryAdd(
  add: () => Ruleset,
  commands: CommandLine['commands'],
): Ruleset | XtablesError | KernelError {
  try {
    return add();
  } catch (error) {
    if (error instanceof KernelError) return error;
    const late = commands.has('append') && error instanceof XtablesError;
    if (late && error.problem === 'state') return error;
    throw error;
  }
}

function echo(line: CommandLine, rule: RuleSpecification, { family }: StepContext): string {
  return line.verbosity === 0 ? '' : echoRule(rule, family);
}
