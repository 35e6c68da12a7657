import type { ObjectKind } from '../object-kind.js';
import { setHandlesBefore } from '../handles-before.js';
import { chainsEntered, isNftRule, type NftRule } from '../../rule.js';
import type { Table } from '../../table.js';
import { chainOf } from '../set/element.js';
import { elementsOf } from '../set/find-element.js';
import type { NftSet } from '../set/nft-set.js';
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

/** Whether a handle is that of a set without a name, which a rule of a table has brought with it. */
export function isBroughtSet(table: Table, handle: bigint): boolean {
  return someRule(table, (rule) => setHandlesBefore(rule).includes(Number(handle)));
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

function someRule({ chains }: Table, test: (rule: NftRule) => boolean): boolean {
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
