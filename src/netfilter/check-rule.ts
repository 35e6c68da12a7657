import type { ErrnoName } from '../errno.js';
import type { Family } from '../address/family.js';
import type { Restriction } from './extension/extension.js';
import { findMatch, findTarget } from './extension/registry.js';
import type { HookName, TableName } from './hook.js';
import type { AddressMatch, RuleSpecification } from './rule.js';
import { builtinHook, findChain, type Ruleset } from './ruleset.js';

/** Where a rule is to stand. */
export interface RulePlace {
  readonly family: Family;
  readonly table: TableName;
  /** Name of the chain. */
  readonly chain: string;
}

/** Why the kernel refuses the rule at its place, as far as it can tell without following jumps; undefined when it doesn't. */
export function checkRule(
  ruleset: Ruleset,
  place: RulePlace,
  rule: RuleSpecification,
): ErrnoName | undefined {
  const { target, protocol } = rule;
  if (isNever(rule.src) || isNever(rule.dst)) return 'EINVAL';
  const hook = builtinHook(place.table, place.chain);
  for (const { tables, chains, protocols, never } of restrictions(rule, place.family)) {
    if (never === true) return 'EINVAL';
    if (hook !== undefined && chains?.includes(hook) === false) return 'EINVAL';
    if (tables !== undefined && !tables.includes(place.table)) return 'EINVAL';
    if (protocols === undefined) continue;
    if (protocol === undefined || protocol.inverted) return 'EINVAL';
    if (!protocols.includes(protocol.number)) return 'EINVAL';
  }
  if (hook !== undefined && !allowsHook(rule, hook, place.family)) return 'EINVAL';
  if (target.kind !== 'jump' && target.kind !== 'goto') return undefined;
  if (findChain(ruleset, place.table, target.chain) === undefined) return 'ENOENT';
  return builtinHook(place.table, target.chain) === undefined ? undefined : 'EOPNOTSUPP';
}

/** Tells whether the rule's extensions may be used at a hook. */
export function allowsHook(rule: RuleSpecification, hook: HookName, family: Family): boolean {
  return restrictions(rule, family).every(({ hooks }) => hooks?.includes(hook) ?? true);
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
