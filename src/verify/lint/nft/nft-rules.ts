import type { Family } from '../../../address/family.js';
import type { Namespace } from '../../../namespace/namespace.js';
import { isPacketHook } from '../../../netfilter/base-chain.js';
import type { Chain } from '../../../netfilter/chain.js';
import { tablesSeeing } from '../../../netfilter/netfilter.js';
import { chainOf } from '../../../netfilter/nft/set/element.js';
import { eachElement } from '../../../netfilter/nft/set/find-element.js';
import type { Statement } from '../../../netfilter/nft/statement.js';
import {
  chainsEntered,
  isNftRule,
  type NetfilterRule,
  type NftRule,
} from '../../../netfilter/rule.js';
import { referTo, type Table, type TableReference } from '../../../netfilter/table.js';

/** A rule of nft with its place, and a base chain from which packets come to it. */
export interface PlacedNftRule {
  readonly table: TableReference;
  readonly chain: string;
  /** From 1. */
  readonly number: number;
  readonly rule: NftRule;
  readonly base: Chain;
}

/** The rules of nft to which packets of a family come, once for each base chain that leads to them. */
export function nftRules({ netfilter }: Namespace, family: Family): readonly PlacedNftRule[] {
  return tablesSeeing(netfilter, family).flatMap((table) =>
    [...table.chains.values()].flatMap((base) =>
      base.base === undefined || !isPacketHook(base.base.hook) ? [] : rulesFrom(table, base),
    ),
  );
}

/** Whether packets of a family come to rules of nft. */
export function hasNftRules({ netfilter }: Namespace, family: Family): boolean {
  return tablesSeeing(netfilter, family).some(({ chains }) =>
    chains.some(({ rules }) => rules.some(isNftRule)),
  );
}

function rulesFrom(table: Table, base: Chain): readonly PlacedNftRule[] {
  const found: PlacedNftRule[] = [];
  const seen = new Set<string>();
  const walk = (chain: Chain | undefined): void => {
    if (chain === undefined || seen.has(chain.name)) return;
    seen.add(chain.name);
    chain.rules.forEach((rule, index) => {
      if (isNftRule(rule)) {
        found.push({ table: referTo(table), chain: chain.name, number: index + 1, rule, base });
      }
      for (const next of leadsTo(rule, table)) walk(table.chains.get(next));
    });
  };
  walk(base);
  return found;
}

/** The chains to which a rule leads, by itself or by a map of its table. */
function leadsTo(rule: NetfilterRule, table: Table): readonly string[] {
  if (!isNftRule(rule)) return chainsEntered(rule);
  return [...chainsEntered(rule), ...rule.statements.flatMap((one) => chainsOfMap(one, table))];
}

function chainsOfMap(statement: Statement, { sets }: Table): readonly string[] {
  if (statement.kind !== 'vmap' || statement.map.kind !== 'set-reference') return [];
  const set = sets.get(statement.map.name);
  if (set === undefined) return [];
  return [
    ...eachElement(set.elements),
    ...(set.catchAll === undefined ? [] : [set.catchAll]),
  ].flatMap(({ data }) => (data?.kind === 'verdict' ? (chainOf(data.verdict) ?? []) : []));
}
