import { List } from 'immutable';
import type { Chain } from '../../../netfilter/chain.js';
import type { Netfilter } from '../../../netfilter/netfilter.js';
import type { NftSet } from '../../../netfilter/nft/set/nft-set.js';
import { scalarParts } from '../../../netfilter/nft/value-type.js';
import type { Table } from '../../../netfilter/table.js';

/**
 * Netfilter as nft lists it among other commands, which the kernel has not been asked for yet: nft knows what it had from the kernel, but for what is to be deleted,
 * and what is to be made, without handles, and without rules unless a command needed to know them all. Source: nft's `nft_cmd_enoent`, `chain_cache_add`, `table_cache_add`.
 */
export function cachedNetfilter(start: Netfilter, end: Netfilter, knowsRules: boolean): Netfilter {
  if (start === end) return end;
  const tables = end.tables.map((table, key) => {
    const known = start.tables.get(key);
    return cachedTable(known?.handle === table.handle ? known : undefined, table, knowsRules);
  });
  return end.set('tables', tables);
}

function cachedTable(known: Table | undefined, table: Table, knowsRules: boolean): Table {
  if (known === table) return table;
  const shown = table.merge({
    chains: table.chains.map((chain) => cachedChain(known, chain, knowsRules)),
    sets: table.sets.map((set) => cachedSet(known, set)),
    objects: table.objects.map(
      (object, key) => sameOf(known?.objects.get(key), object) ?? { ...object, handle: 0 },
    ),
    flowtables: table.flowtables.map(
      (flowtable, key) =>
        sameOf(known?.flowtables.get(key), flowtable) ?? { ...flowtable, handle: 0 },
    ),
  });
  return known === undefined ? shown.set('handle', 0) : shown.set('dormant', known.dormant);
}

function cachedChain(known: Table | undefined, chain: Chain, knowsRules: boolean): Chain {
  const earlier = known?.chains.find(({ handle }) => handle === chain.handle);
  if (earlier !== undefined && knowsRules) {
    const handles = new Set(earlier.rules.map(({ handle }) => handle));
    return earlier.set(
      'rules',
      chain.rules.map((rule) => (handles.has(rule.handle) ? rule : { ...rule, handle: 0 })),
    );
  }
  return earlier ?? chain.merge({ handle: 0, rules: List() });
}

function cachedSet(known: Table | undefined, set: NftSet): NftSet {
  return sameOf(known?.sets.get(set.name), set) ?? newSet(set);
}

/** What is new is listed by its types, whatever they were given by. Source: nft's `set_print_key_and_data`. */
function newSet(set: NftSet): NftSet {
  const { keyType, keyTypeof, dataTypeof } = set;
  const hasName = scalarParts(keyType).every(({ datatype }) => datatype !== 'integer');
  return set.merge({
    handle: 0,
    keyTypeof: hasName ? undefined : keyTypeof,
    dataTypeof: hasName ? undefined : dataTypeof,
  });
}

/** What was there if it still is. */
function sameOf<Part extends { readonly handle: number }>(
  known: Part | undefined,
  { handle }: Part,
): Part | undefined {
  return known?.handle === handle ? known : undefined;
}
