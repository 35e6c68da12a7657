import type { List } from 'immutable';
import type { Family } from '../address/family.js';
import { frozen } from '../frozen.js';
import { checkAddition, checkRequest, type RuleRefusal } from './check-request.js';
import { isDuplicate, isMeant } from './compare-rules.js';
import { ruleFromRequest, type RuleRequest } from './rule-request.js';
import type { Rule } from './rule.js';

/** The routing policy database of one family. */
export interface RuleDatabase {
  readonly family: Family;
  /** In list order: priority ascending, then as inserted. */
  readonly rules: List<Rule>;
  /** The next rule id. */
  readonly nextRuleId: number;
  /** Rules were changed since the namespace was made; sticky. */
  readonly customRules: boolean;
}

/** What comes of an edit: the database that it leaves and the rule added or deleted, or why the kernel refuses it. */
export type RuleEdit =
  | { readonly kind: 'edited'; readonly database: RuleDatabase; readonly rule: Rule }
  | ({ readonly kind: 'refused' } & RuleRefusal);

/**
 * The priority of a rule that names none: one less than that of the second rule in the list; 0 when there are fewer than two, or when
 * that has 0. Source: `fib_default_rule_pref`.
 */
export function automaticPriority(rules: List<Rule>): number {
  const second = rules.get(1)?.priority ?? 0;
  return second === 0 ? 0 : second - 1;
}

/**
 * Adds a rule behind all those of its priority.
 *
 * @param unusedTable - gives the id of a table that doesn't exist: IPv4 takes it for a lookup in table 0
 * @param written - the command as the user wrote it
 */
export function addRule(
  database: RuleDatabase,
  request: RuleRequest,
  unusedTable: () => number,
  written?: string,
): RuleEdit {
  const { family, rules, nextRuleId } = database;
  const priority = request.priority ?? automaticPriority(rules);
  const refusal = checkRequest(request, family, priority);
  if (refusal !== undefined) return { kind: 'refused', ...refusal };
  const known = knownTo(family, request);
  const asked = ruleFromRequest(known, nextRuleId, priority);
  if (rules.some((rule) => isDuplicate(rule, asked, known))) {
    return { kind: 'refused', error: 'EEXIST', text: undefined };
  }
  const additional = checkAddition(request, family);
  if (additional !== undefined) return { kind: 'refused', ...additional };
  const rule = withTarget(withTable(asked, unusedTable), rules);
  const at = rules.findIndex((other) => other.priority > priority);
  const added = frozen({ ...rule, written });
  return {
    kind: 'edited',
    rule: added,
    database: {
      family,
      rules: resolveTo(rule, rules).insert(at < 0 ? rules.size : at, added),
      nextRuleId: nextRuleId + 1,
      customRules: true,
    },
  };
}

/** Deletes the first rule that the request means. */
export function deleteRule(database: RuleDatabase, request: RuleRequest): RuleEdit {
  const { family, rules } = database;
  const priority = request.priority ?? automaticPriority(rules);
  const refusal = checkRequest(request, family, priority);
  if (refusal !== undefined) return { kind: 'refused', ...refusal };
  const known = knownTo(family, request);
  const asked = ruleFromRequest(known, 0, priority);
  const at = rules.findIndex((rule) => isMeant(rule, asked, known));
  const rule = rules.get(at);
  if (at < 0 || rule === undefined) return { kind: 'refused', error: 'ENOENT', text: undefined };
  const next = rules.get(at + 1);
  const heir = next?.priority === rule.priority ? next.id : undefined;
  return {
    kind: 'edited',
    rule,
    database: {
      family,
      rules: rules
        .delete(at)
        .map((other) => (other.target === rule.id ? ledTo(heir, other) : other)),
      nextRuleId: database.nextRuleId,
      // IPv6 goes on reading local then main until a rule is added.
      customRules: database.customRules || family === 4,
    },
  };
}

/** A family passes over the attributes that only the other one has. */
function knownTo(family: Family, request: RuleRequest): RuleRequest {
  return family === 4 ? { ...request, flowlabel: undefined } : { ...request, realms: undefined };
}

function withTable(rule: Rule, unusedTable: () => number): Rule {
  if (rule.action.kind !== 'lookup' || rule.action.table !== 0 || rule.l3mdev) return rule;
  return { ...rule, action: { kind: 'lookup', table: unusedTable() } };
}

/** A goto leads to the first rule of its priority that is there when it is added. */
function withTarget(rule: Rule, rules: List<Rule>): Rule {
  const { action } = rule;
  if (action.kind !== 'goto') return rule;
  return { ...rule, target: rules.find(({ priority }) => priority === action.priority)?.id };
}

/** Gotos that lead nowhere yet are led to a new rule of their priority. */
function resolveTo({ id, priority }: Rule, rules: List<Rule>): List<Rule> {
  const waits = ({ action, target }: Rule): boolean =>
    action.kind === 'goto' && target === undefined && action.priority === priority;
  return rules.some(waits) ? rules.map((rule) => (waits(rule) ? ledTo(id, rule) : rule)) : rules;
}

function ledTo(target: number | undefined, rule: Rule): Rule {
  return frozen({ ...rule, target });
}
