import { frozen } from '../../frozen.js';
import { checkRule, type RulePlace } from './check-rule.js';
import { KernelError, type KernelOperation } from '../kernel-error.js';
import { isNftRule, type RuleSpecification, type XtablesRule } from '../rule.js';
import { builtinHook, editTable, putChain, type Ruleset } from '../ruleset.js';
import type { Chain } from '../chain.js';
import { sameSpecification } from './same-rule.js';
import { storedRule } from '../stored-rule.js';
import type { Table } from '../table.js';
import { XtablesError } from '../xtables-error.js';
import { seenChain, withOwnChain } from '../view/seen-chain.js';
import { viewedRule, type RuleViewer } from '../view/viewed-rule.js';

/** `-A`: adds a rule at the end of a chain. @throws XtablesError @throws KernelError */
export function appendRule(
  ruleset: Ruleset,
  place: RulePlace,
  specification: RuleSpecification,
): Ruleset {
  const rule = admit(ruleset, place, specification);
  const existing = withOwnChain(ruleset, place.table, place.chain);
  const chain = chainAt(existing, place);
  return putRule(existing, place, rule, 'RULE_APPEND', (added) =>
    chain.set('rules', chain.rules.push(added)),
  );
}

/** `-I`: inserts a rule so that it has the number, from 1. @throws XtablesError @throws KernelError */
export function insertRule(
  ruleset: Ruleset,
  place: RulePlace,
  number: number,
  specification: RuleSpecification,
): Ruleset {
  const rule = admit(ruleset, place, specification);
  const existing = withOwnChain(ruleset, place.table, place.chain);
  const chain = chainAt(existing, place);
  if (number > chain.rules.size + 1) throw state('Index of insertion too big');
  const last = number > 1 && number === chain.rules.size + 1;
  return putRule(existing, place, rule, last ? 'RULE_APPEND' : 'RULE_INSERT', (added) =>
    chain.set('rules', chain.rules.insert(number - 1, added)),
  );
}

/** `-R`: puts a rule in the place of the one with the number, from 1. @throws XtablesError @throws KernelError */
export function replaceRule(
  ruleset: Ruleset,
  place: RulePlace,
  number: number,
  specification: RuleSpecification,
): Ruleset {
  const rule = admit(ruleset, place, specification);
  const chain = chainAt(ruleset, place);
  if (number > chain.rules.size) throw state('Index of replacement too big');
  return putRule(ruleset, place, rule, 'RULE_REPLACE', (added) =>
    chain.set('rules', chain.rules.set(number - 1, added)),
  );
}

/** `-Z CHAIN NUMBER`: the rule as iptables sees it, in its own words. @throws XtablesError when there is none */
export function rewriteRuleAt(
  ruleset: Ruleset,
  place: RulePlace,
  number: number,
  deviceName: RuleViewer['deviceName'],
): Ruleset {
  const chain = seenChain(ruleset, place.table, place.chain);
  const rule = chain?.rules.get(number - 1);
  if (chain === undefined || number < 1 || rule === undefined) {
    throw state('Bad rule (does a matching rule exist in that chain?)');
  }
  const { id, handle } = rule;
  const viewed = viewedRule(rule, { family: place.family, deviceName });
  if (!isNftRule(rule) && sameSpecification(viewed, rule)) return ruleset;
  const own = frozen({ ...viewed, id, handle });
  return putChain(ruleset, place.table, chain.set('rules', chain.rules.set(number - 1, own)));
}

/** `-D CHAIN RULE`: removes the first rule that specifies the same. @throws XtablesError */
export function deleteRule(
  ruleset: Ruleset,
  place: RulePlace,
  specification: RuleSpecification,
  deviceName: RuleViewer['deviceName'],
): Ruleset {
  const number = findRule(ruleset, place, specification, deviceName);
  const chain = chainAt(ruleset, place);
  return putChain(ruleset, place.table, chain.set('rules', chain.rules.delete(number - 1)));
}

/** `-D CHAIN NUMBER`: removes the rule with the number, from 1. @throws XtablesError */
export function deleteRuleAt(ruleset: Ruleset, place: RulePlace, number: number): Ruleset {
  const chain = chainAt(ruleset, place);
  // A negative number is taken for a huge one.
  if (number < 1 || number > chain.rules.size) throw state('Index of deletion too big');
  return putChain(ruleset, place.table, chain.set('rules', chain.rules.delete(number - 1)));
}

/** `-C`: the number, from 1, of the first rule that specifies the same. @throws XtablesError when there is none */
export function findRule(
  ruleset: Ruleset,
  place: RulePlace,
  specification: RuleSpecification,
  deviceName: RuleViewer['deviceName'],
): number {
  checkTarget(ruleset, place, specification);
  const chain = seenChain(ruleset, place.table, place.chain);
  const index =
    chain?.rules.findIndex((rule) =>
      sameSpecification(viewedRule(rule, { family: place.family, deviceName }), specification),
    ) ?? -1;
  if (index < 0) throw state('Bad rule (does a matching rule exist in that chain?)');
  return index + 1;
}

/** The rule as it will be kept. @throws XtablesError when it can't be */
function admit(
  ruleset: Ruleset,
  place: RulePlace,
  specification: RuleSpecification,
): RuleSpecification {
  const rule = storedRule(specification, place.family);
  checkTarget(ruleset, place, rule);
  return rule;
}

function checkTarget(ruleset: Ruleset, place: RulePlace, { target }: RuleSpecification): void {
  if (target.kind !== 'jump' && target.kind !== 'goto') return;
  if (builtinHook(place.table, target.chain) !== undefined) return;
  if (seenChain(ruleset, place.table, target.chain) !== undefined) return;
  throw new XtablesError('parameter', `Chain '${target.chain}' does not exist`);
}

function chainAt(ruleset: Ruleset, place: RulePlace): Chain {
  const chain = seenChain(ruleset, place.table, place.chain);
  if (chain === undefined) throw state('No chain/target/match by that name');
  return chain;
}

function putRule(
  ruleset: Ruleset,
  place: RulePlace,
  rule: RuleSpecification,
  operation: KernelOperation,
  edit: (added: XtablesRule) => Chain,
): Ruleset {
  const errno = checkRule(ruleset, place, rule);
  if (errno !== undefined) {
    const spent = editTable(ruleset, place.table, withSpentHandle);
    throw new KernelError(operation, errno, `rule in chain ${place.chain}`, spent);
  }
  const id = ruleset.nextId;
  return editTable(ruleset.set('nextId', id + 1), place.table, (table) => {
    const chain = edit(frozen({ ...rule, id, handle: table.nextHandle }));
    return table.merge({
      chains: table.chains.set(chain.name, chain),
      nextHandle: table.nextHandle + 1,
    });
  });
}

/** A rule has its handle before the kernel looks at what it is made of. Source: `nf_tables_newrule`. */
function withSpentHandle(table: Table): Table {
  return table.set('nextHandle', table.nextHandle + 1);
}

function state(message: string): XtablesError {
  return new XtablesError('state', message);
}
