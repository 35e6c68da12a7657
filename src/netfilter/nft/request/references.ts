import type { ObjectKind } from '../object-kind.js';
import { chainsEntered, isNftRule } from '../../rule.js';
import type { Table } from '../../table.js';
import { chainOf } from '../set/element.js';
import { elementsOf } from '../set/find-element.js';
import type { NftSet } from '../set/nft-set.js';
import type { Rule } from '../statement.js';
import { usesOf } from '../uses.js';

/** Whether a rule or a map of a table leads to a chain. */
export function isChainUsed(table: Table, name: string): boolean {
  const { chains, sets } = table;
  return (
    chains.some(({ rules }) => rules.some((rule) => chainsEntered(rule).includes(name))) ||
    sets.some((set) => leadsTo(set, name))
  );
}

/** Whether a rule of a table names a set. */
export function isSetUsed(table: Table, name: string): boolean {
  return someRule(table, (rule) =>
    usesOf(rule).some((use) => use.kind === 'set' && use.name === name),
  );
}

/** Whether a rule or a map of a table names an object. */
export function isObjectUsed(table: Table, object: ObjectKind, name: string): boolean {
  return (
    someRule(table, (rule) =>
      usesOf(rule).some(
        (use) => use.kind === 'object' && use.object === object && use.name === name,
      ),
    ) || table.sets.some((set) => names(set, object, name))
  );
}

/** Whether a rule of a table names a flowtable. */
export function isFlowtableUsed(table: Table, name: string): boolean {
  return someRule(table, (rule) =>
    usesOf(rule).some((use) => use.kind === 'flowtable' && use.name === name),
  );
}

function someRule({ chains }: Table, test: (rule: Rule) => boolean): boolean {
  return chains.some(({ rules }) => rules.some((rule) => isNftRule(rule) && test(rule)));
}

function leadsTo(set: NftSet, chain: string): boolean {
  if (set.data?.kind !== 'verdict') return false;
  return elementsOf(set).some(
    ({ data }) => data?.kind === 'verdict' && chainOf(data.verdict) === chain,
  );
}

function names(set: NftSet, object: ObjectKind, name: string): boolean {
  if (set.data?.kind !== 'object' || set.data.object !== object) return false;
  return elementsOf(set).some(({ data }) => data?.kind === 'object' && data.name === name);
}
