import { List } from 'immutable';
import type { Chain } from '../../../netfilter/chain.js';
import { tableKey, type Netfilter } from '../../../netfilter/netfilter.js';
import type { Request } from '../../../netfilter/nft/request/request.js';
import type { NftSet } from '../../../netfilter/nft/set/nft-set.js';
import { scalarParts } from '../../../netfilter/nft/value-type.js';
import type { Table } from '../../../netfilter/table.js';

/**
 * Netfilter as nft lists it among other commands, which the kernel has not been asked for yet: nft knows what it had from the kernel, but for what is to be deleted,
 * and what is to be made, without handles, and without rules unless a command needed to know them all. Source: nft's `nft_cmd_enoent`, `chain_cache_add`, `table_cache_add`.
 */
export function cachedNetfilter(
  start: Netfilter,
  end: Netfilter,
  requests: readonly Request[],
  knowsRules: boolean,
): Netfilter {
  if (start === end) return end;
  const stated = chainsOfStatedPolicy(requests);
  const tables = end.tables.map((table, key) => {
    const isStated = ({ name }: Chain): boolean => stated.get(key)?.get(name) === true;
    const known = start.tables.get(key);
    const shown = cachedTable(
      known?.handle === table.handle ? known : undefined,
      table,
      knowsRules,
    );
    return shown.update('chains', (chains) =>
      chains.map((chain) => (chain.handle === 0 ? asDeclared(chain, isStated(chain)) : chain)),
    );
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

/** The chains for which the command that makes them, and not one behind it, states a policy: by table and name. */
function chainsOfStatedPolicy(
  requests: readonly Request[],
): ReadonlyMap<string, ReadonlyMap<string, boolean>> {
  const made = new Map<string, Map<string, boolean>>();
  for (const request of requests) {
    switch (request.kind) {
      case 'new chain': {
        const table = tableKey(request.family, request.table);
        const chains = made.get(table) ?? new Map<string, boolean>();
        made.set(table, chains);
        if (!chains.has(request.chain)) chains.set(request.chain, request.policy !== undefined);
        break;
      }
      case 'delete chain':
        if ('name' in request.chain) {
          made.get(tableKey(request.family, request.table))?.delete(request.chain.name);
        }
        break;
      case 'delete table':
        if (
          request.family !== undefined &&
          request.table !== undefined &&
          'name' in request.table
        ) {
          made.delete(tableKey(request.family, request.table.name));
        }
        break;
      default:
    }
  }
  return made;
}

/** A new chain as nft knows it: by the words of its command, without its devices. Source: nft's `chain_evaluate`. */
function asDeclared(chain: Chain, isPolicyStated: boolean): Chain {
  if (chain.base === undefined) return chain;
  const { devices: _, ...base } = chain.base;
  return chain.set('base', isPolicyStated ? base : { ...base, policyUnknown: true });
}

function cachedSet(known: Table | undefined, set: NftSet): NftSet {
  return sameOf(known?.sets.get(set.name), set) ?? newSet(set);
}

/** The size that a command has stated: nft learns of one that the kernel chooses when it asks for the set again. */
export function statedSize({ size, sizeChosen }: NftSet): number | undefined {
  return sizeChosen ? undefined : size;
}

/** What is new is listed by its types, whatever they were given by. Source: nft's `set_print_key_and_data`. */
function newSet(set: NftSet): NftSet {
  const { keyType, keyTypeof, dataTypeof } = set;
  const hasName = scalarParts(keyType).every(({ datatype }) => datatype !== 'integer');
  return set.merge({
    handle: 0,
    size: statedSize(set),
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
