import type { Family } from '../../../address/family.js';
import { namespaceOf, withNamespace, type Machine } from '../../../machine/machine.js';
import { ensureTable } from '../../../namespace/family-tables.js';
import { familyKey, linkByName, type FamilyState } from '../../../namespace/namespace.js';
import { addRule, deleteRule, type RuleDatabase } from '../../../rpdb/edit-rules.js';
import { requestOfRule, type RuleRequest } from '../../../rpdb/rule-request.js';
import type { Rule } from '../../../rpdb/rule.js';
import type { CommandResult } from '../../command.js';
import { notSimulated, refuse, succeed } from '../../result.js';
import { EXIT_USAGE, matchesAny, refuseWithUsage } from '../arguments.js';
import type { IpContext, IpObject } from '../ip-context.js';
import { printJson } from '../json-text.js';
import { refuseTableEdit } from '../route/check/kernel-refusal.js';
import { parseRuleChoice } from './parse-choice.js';
import { parseRuleRequest } from './parse-rule.js';
import { printRule, ruleJson, type RuleStyle } from './print-rule.js';
import { isChosen } from './rule-choice.js';
import { RULE_USAGE } from './usage.js';

/** `ip rule`. Source: ip-rule(8), `do_iprule` of iproute2. */
export const ruleObject: IpObject = (context) => {
  const [command, ...argv] = context.argv;
  if (command === undefined) return listRules(context, []);
  if (matchesAny(command, 'list', 'lst', 'show')) return listRules(context, argv);
  if (matchesAny(command, 'save')) return saveRules(context, argv);
  if (matchesAny(command, 'restore')) return notSimulated(context, 'ip rule restore');
  if (matchesAny(command, 'add')) return modifyRules(context, 'add', argv);
  if (matchesAny(command, 'delete')) return modifyRules(context, 'del', argv);
  if (matchesAny(command, 'flush')) return flushRules(context, argv);
  if (matchesAny(command, 'help')) return refuseWithUsage(RULE_USAGE);
  return refuse(context, EXIT_USAGE, `Command "${command}" is unknown, try "ip rule help".\n`);
};

function listRules(context: IpContext, argv: readonly string[]): CommandResult {
  const family = context.family ?? 4;
  const choice = parseRuleChoice(argv, family, context.names);
  const rules = stateOf(context, family).rules.filter((rule) => isChosen(rule, choice));
  const style = styleOf(context);
  const stdout = context.json
    ? printJson(
        rules.toArray().map((rule) => ruleJson(rule, style)),
        context.pretty,
      )
    : rules.map((rule) => printRule(rule, style)).join('');
  return succeed(context.machine, stdout);
}

function saveRules(context: IpContext, argv: readonly string[]): CommandResult {
  if (argv.length === 0) return notSimulated(context, 'ip rule save');
  return refuse(context, 1, '"ip rule save" does not take any arguments.\n');
}

function modifyRules(
  context: IpContext,
  command: 'add' | 'del',
  argv: readonly string[],
): CommandResult {
  if (argv.length === 0) return refuse(context, 1, `"ip rule ${command}" requires arguments.\n`);
  const request = parseRuleRequest(argv, command, context);
  const family = context.family ?? 4;
  const state = stateOf(context, family);
  const edit =
    command === 'add'
      ? addRule(state, request, () => firstUnusedTable(state), context.written)
      : deleteRule(state, request);
  if (edit.kind === 'refused') return refuseTableEdit(edit);
  const after = withDatabase(state, edit.database);
  return succeed(
    withState(context, family, command === 'add' ? withItsTable(after, edit.rule, request) : after),
  );
}

/** Deletes all rules chosen but those of priority 0, which `ip` can't name in its request. */
function flushRules(context: IpContext, argv: readonly string[]): CommandResult {
  const family = context.family ?? 4;
  const choice = parseRuleChoice(argv, family, context.names);
  const before = stateOf(context, family);
  const doomed = before.rules.filter(
    (rule) =>
      rule.priority !== 0 &&
      isChosen(rule, choice) &&
      (choice.protocol === undefined || rule.protocol === choice.protocol),
  );
  let state = before;
  for (const rule of doomed) {
    const edit = deleteRule(state, requestOfRule(rule));
    // A rule has all that it has, so that a request for it always finds one.
    if (edit.kind === 'edited') state = withDatabase(state, edit.database);
  }
  return succeed(withState(context, family, state));
}

function stateOf({ machine, namespace }: IpContext, family: Family): FamilyState {
  return namespaceOf(machine, namespace)[familyKey(family)];
}

function withState({ machine, namespace }: IpContext, family: Family, state: FamilyState): Machine {
  const changed = namespaceOf(machine, namespace).set(familyKey(family), state);
  return withNamespace(machine, namespace, changed);
}

function withDatabase(state: FamilyState, database: RuleDatabase): FamilyState {
  return state
    .set('rules', database.rules)
    .set('nextRuleId', database.nextRuleId)
    .set('customRules', database.customRules);
}

/** An IPv6 rule makes the table that it looks in; an IPv4 rule makes one only when it asked for table 0. */
function withItsTable(
  state: FamilyState,
  { action, l3mdev }: Rule,
  asked: RuleRequest,
): FamilyState {
  const made = state.family === 6 || asked.table === 0;
  return made && action.kind === 'lookup' && !l3mdev ? ensureTable(state, action.table) : state;
}

/** Source: `fib_empty_table`. */
function firstUnusedTable({ tables }: FamilyState): number {
  let id = 1;
  while (tables.has(id)) id += 1;
  return id;
}

function styleOf(context: IpContext): RuleStyle {
  const namespace = namespaceOf(context.machine, context.namespace);
  return { ...context, hasDevice: (name) => linkByName(namespace, name) !== undefined };
}
