import type { ErrnoName } from '../../errno.js';
import type { Family } from '../../address/family.js';
import type { Restriction } from '../extension/extension.js';
import { findMatch, findTarget } from '../extension/registry.js';
import type { HookName, TableName } from '../hook.js';
import type { AddressMatch, RuleSpecification } from '../rule.js';
import { builtinHook, findChain, type Ruleset } from '../ruleset.js';

/** Where a rule is to stand. */
export interface RulePlace {
  readonly family: Family;
  readonly table: TableName;
  /** Name of the chain. */
  readonly chain: string;
}

/** Why the kernel refuses the rule at its place, as far as it can be known without following jumps; undefined when it doesn't. */
export function checkRule(
  ruleset: Ruleset,
  place: RulePlace,
  rule: RuleSpecification,
): ErrnoName | undefined {
  const { target } = rule;
  if (isNever(rule.src) || isNever(rule.dst)) return 'EINVAL';
  const hook = builtinHook(place.table, place.chain);
  for (const { tables, chains, protocols, neededProtocols, refused } of restrictions(
    rule,
    place.family,
  )) {
    if (hook !== undefined && chains?.includes(hook) === false) return 'EINVAL';
    if (tables !== undefined && !tables.includes(place.table)) return 'EINVAL';
    if (neededProtocols !== undefined && !namesOneOf(rule, neededProtocols)) return 'ENOENT';
    if (protocols !== undefined && !namesOneOf(rule, protocols)) return 'EINVAL';
    // The kernel asks an extension itself last. Source: `xt_check_target`.
    if (refused !== undefined) return refused;
  }
  if (hook !== undefined && !allowsHook(rule, hook, place.family)) return 'EINVAL';
  if (target.kind !== 'jump' && target.kind !== 'goto') return undefined;
  if (findChain(ruleset, place.table, target.chain) === undefined) return 'ENOENT';
  return builtinHook(place.table, target.chain) === undefined ? undefined : 'EOPNOTSUPP';
}

/** Reports whether the rule's extensions may be used at a hook. */
export function allowsHook(rule: RuleSpecification, hook: HookName, family: Family): boolean {
  return hookLists(rule, family).every((hooks) => hooks.includes(hook));
}

/**
 * Reports whether a rule that has a place of its own can make its table one that the kernel refuses as a whole: it leads to another chain,
 * or stands in a chain that other hooks may lead to.
 */
export function canBreakTable(rule: RuleSpecification, place: RulePlace): boolean {
  if (rule.target.kind === 'jump' || rule.target.kind === 'goto') return true;
  const ownHook = builtinHook(place.table, place.chain);
  return ownHook === undefined && hookLists(rule, place.family).length > 0;
}

/** A table is gone through once for each rule that is added: what its rules ask for is read once. */
const knownHooks = {
  4: new WeakMap<RuleSpecification, HookLists>(),
  6: new WeakMap<RuleSpecification, HookLists>(),
};

/** The hooks at which each of a rule's extensions may be used, of those that not all will do for. */
type HookLists = readonly (readonly HookName[])[];

function hookLists(rule: RuleSpecification, family: Family): HookLists {
  const known = knownHooks[family];
  let lists = known.get(rule);
  if (lists === undefined) {
    lists = restrictions(rule, family).flatMap(({ hooks }) => (hooks === undefined ? [] : [hooks]));
    known.set(rule, lists);
  }
  return lists;
}

/** `! -s 0/0`: nf_tables has no way to compare no bits. */
function isNever(address: AddressMatch | undefined): boolean {
  return address !== undefined && address.inverted && address.mask.every((word) => word === 0);
}

function restrictions(rule: RuleSpecification, family: Family): readonly Restriction[] {
  const matches = rule.matches.map(
    (data) => findMatch(data.name, family)?.restrict(data, family) ?? {},
  );
  if (rule.target.kind !== 'extension') return matches;
  const { data } = rule.target;
  return [...matches, findTarget(data.name, family)?.restrict(data, family) ?? {}];
}

function namesOneOf({ protocol }: RuleSpecification, protocols: readonly number[]): boolean {
  return protocol !== undefined && !protocol.inverted && protocols.includes(protocol.number);
}
