import type { ObjectKind } from '../../../netfilter/nft/object-kind.js';
import type { Chain } from '../../../netfilter/chain.js';
import type { Netfilter } from '../../../netfilter/netfilter.js';
import type { NftObject } from '../../../netfilter/nft/object/nft-object.js';
import { isNameTooLong } from '../../../netfilter/nft/check/check-names.js';
import { countHandlesBefore } from '../../../netfilter/nft/handles-before.js';
import { usesOf } from '../../../netfilter/nft/uses.js';
import { isNftRule } from '../../../netfilter/rule.js';
import type { Table } from '../../../netfilter/table.js';
import type { Command } from '../syntax/tree/command.js';
import type { FamilyName } from '../syntax/tree/block.js';
import { objectKindOf } from './object-kind-of.js';
import { isListing, needs, type FetchedKind } from './needed-kinds.js';

/** To what nft narrows what it asks the kernel for; what is undefined narrows nothing. Source: nft's `struct nft_cache_filter`. */
interface Filter {
  readonly family?: FamilyName | undefined;
  readonly table?: string | undefined;
  readonly chain?: string | undefined;
  readonly set?: string | undefined;
  readonly object?: string | undefined;
  readonly objectKind?: ObjectKind | undefined;
  readonly flowtable?: string | undefined;
  readonly rule?: bigint | undefined;
}

/**
 * What nft has of netfilter when it evaluates the first of several commands that list something: the kinds of things that one of them needs, but no more of them
 * than what the last command is about, where that is one that lists. Source: nft's `nft_cache_evaluate`, `nft_cache_init`.
 */
export function fetched(start: Netfilter, commands: readonly Command[]): Netfilter {
  const last = commands.at(-1);
  if (last === undefined || !commands.some(isListing)) return start;
  const filter = isListing(last) ? filterOf(last) : {};
  const has = (kind: FetchedKind): boolean => commands.some((command) => needs(command, kind));
  const kinds = {
    chain: has('chain'),
    set: has('set'),
    obj: has('obj'),
    flowtable: has('flowtable'),
  };
  if (Object.values(filter).every(isOpen) && Object.values(kinds).every(Boolean)) return start;
  const tables = start.tables
    .filter(({ family, name }) => fits(filter.family, family) && fits(filter.table, name))
    .map((table) => fetchedTable(table, filter, kinds));
  return start.set('tables', tables);
}

/** Whether the kernel refuses what nft asks it for before the first command, as a name in it is too long. Source: nft's `nft_cache_update`. */
export function isUnfetchable(commands: readonly Command[]): boolean {
  const last = commands.at(-1);
  if (last === undefined || !isListing(last)) return false;
  const { table, chain, set } = filterOf(last);
  return [table, chain, set].some(isNameTooLong);
}

/**
 * Whether commands list rules whose sets nft has not asked for, as the last one is about one set: nft leaves out what it can't read of them. Source: nft's
 * `netlink_parse_lookup`.
 */
export function listsWithoutSets(known: Netfilter, commands: readonly Command[]): boolean {
  const last = commands.at(-1);
  if (last === undefined || !isListing(last) || filterOf(last).set === undefined) return false;
  if (!commands.some((one) => isListing(one) && RULE_LISTS.has(one.object))) return false;
  return known.tables.some(({ chains, sets }) =>
    chains.some(({ rules }) =>
      rules.some(
        (rule) =>
          isNftRule(rule) &&
          (countHandlesBefore(rule.statements) > 0 ||
            usesOf(rule).some((use) => use.kind === 'set' && !sets.has(use.name))),
      ),
    ),
  );
}

const RULE_LISTS: ReadonlySet<Command['object']> = new Set<Command['object']>([
  'table',
  'chain',
  'rule',
  'rules',
  'ruleset',
]);

function isOpen(narrows: unknown): boolean {
  return narrows === undefined;
}

function fits<Value>(asked: Value | undefined, value: Value): boolean {
  return asked === undefined || asked === value;
}

function fetchedTable(
  table: Table,
  filter: Filter,
  kinds: Readonly<Record<FetchedKind, boolean>>,
): Table {
  const isObject = ({ name, data }: NftObject): boolean =>
    fits(filter.object, name) && fits(filter.objectKind, data.kind);
  return table.merge({
    chains: table.chains
      .filter(({ name }) => kinds.chain && fits(filter.chain, name))
      .map((chain) => fetchedChain(chain, filter)),
    sets: table.sets.filter(({ name }) => kinds.set && fits(filter.set, name)),
    objects: table.objects.filter((object) => kinds.obj && isObject(object)),
    flowtables: table.flowtables.filter(
      ({ name }) => kinds.flowtable && fits(filter.flowtable, name),
    ),
  });
}

function fetchedChain(chain: Chain, { rule }: Filter): Chain {
  if (rule === undefined) return chain;
  return chain.set(
    'rules',
    chain.rules.filter(({ handle }) => BigInt(handle) === rule),
  );
}

/** Source: nft's `evaluate_cache_list`, `evaluate_cache_reset`. */
function filterOf({ operation, object, spec }: Command): Filter {
  const { family } = spec;
  const table = spec.table?.value;
  const name = spec.name?.value;
  switch (object) {
    case 'tables':
      return { family };
    case 'table':
    case 'chain':
      return { family, table, chain: spec.chain?.value };
    case 'rule':
    case 'rules':
      return operation === 'reset'
        ? { family, table, chain: spec.chain?.value, rule: spec.handle?.value }
        : {};
    case 'set':
    case 'map':
      return { family, table, set: name };
    case 'flowtable':
      return { family, table, flowtable: name };
    default: {
      // All expectations are listed without a filter.
      const objectKind = object === 'ct expectations' ? undefined : objectKindOf(object);
      return objectKind === undefined ? {} : { family, table, object: name, objectKind };
    }
  }
}
