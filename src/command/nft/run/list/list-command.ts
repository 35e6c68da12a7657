import type { TableFamily } from '../../../../netfilter/nft/family.js';
import { objectKey, type NftObject } from '../../../../netfilter/nft/object/nft-object.js';
import { isMap, type NftSet } from '../../../../netfilter/nft/set/nft-set.js';
import type { Table } from '../../../../netfilter/table.js';
import { findTable } from '../../../../netfilter/nft/request/find.js';
import { objectKindOf } from '../object-kind-of.js';
import { EvaluationError } from '../../evaluate/evaluation-error.js';
import type { Json } from '../../json.js';
import type {
  ChainCommand,
  FlowtableCommand,
  ObjectCommand,
  PluralCommand,
  PluralObject,
  SetNameCommand,
  Spec,
  TableCommand,
} from '../../syntax/tree/command.js';
import type { Located } from '../../syntax/tree/span.js';
import type { FetchedKind } from '../needed-kinds.js';
import { inTable, requireTable, tableSpec, type RunState } from '../state.js';
import { missingOne, suggestIn } from '../suggest.js';
import { listingWarnings } from './listed-rule.js';
import type { Listing, RunListing } from './listing.js';
import { printChain, printEmptyChain } from './print-chain.js';
import { printFlowtable } from './print-flowtable.js';
import { countedObject, printObject } from './print-object.js';
import { printSet } from './print-set.js';
import { printParts, printTable } from './print-table.js';
import { setJson } from './set-json.js';
import {
  chainJson,
  flowtableJson,
  objectJson,
  rulesJson,
  tableJson,
  wholeTableJson,
} from './table-json.js';

/** What a command lists, as text and in JSON. */
export interface Listed {
  readonly text: () => string;
  /** Missing where nft prints text whatever is asked for. */
  readonly json?: () => readonly Json[];
}

const NO_ENTRY = 'No such file or directory';

function listedTable(spec: Spec, at: TableCommand['at'], state: RunState): Table {
  return requireTable(state, tableSpec(spec, at));
}

/** @throws EvaluationError for what isn't there, with what was meant of what nft has from the kernel */
function refuseMissing(
  state: RunState,
  kind: FetchedKind,
  name: Located<string> | undefined,
  at: TableCommand['at'],
): never {
  const meant = suggestIn(state.netfilter, kind, name?.value ?? '');
  throw new EvaluationError(missingOne(meant), name?.at ?? at);
}

/** `list table`. */
export function listTable(
  { spec, at }: TableCommand,
  state: RunState,
  listing: RunListing,
): Listed {
  const table = listedTable(spec, at, state);
  return {
    text: () => printTable(table, listing),
    json: () => wholeTableJson(table, listing),
  };
}

/** `list chain`. */
export function listChain(
  { spec, at }: ChainCommand,
  state: RunState,
  listing: RunListing,
): Listed {
  const table = listedTable(spec, at, state);
  const chain = table.chains.get(spec.chain?.value ?? '');
  if (chain === undefined) {
    return state.evaluated ? listNone(table) : refuseMissing(state, 'chain', spec.chain, at);
  }
  return {
    text: () => {
      listing.warn(listingWarnings(table, [chain], 'text'));
      return printParts(table, [printChain(chain, table.family, listing)]);
    },
    json: () => [chainJson(chain, table), ...rulesJson(chain, table, listing)],
  };
}

/** A table without what was to be listed of it. */
function listNone(table: Table): Listed {
  return { text: () => printParts(table, []), json: () => [] };
}

/**
 * `list set`, `list map`, `list meter`. A set isn't listed as a map, and the other way round.
 *
 * @throws EvaluationError also when it has been deleted behind the command, for which nft has kept it, be there another by now
 */
export function listSet(command: SetNameCommand, state: RunState, listing: Listing): Listed {
  const { spec, at, object } = command;
  const table = listedTable(spec, at, state);
  const set = table.sets.get(spec.name?.value ?? '');
  if (set === undefined || isOfLater(set, command, state)) {
    return refuseMissing(state, 'set', spec.name, at);
  }
  if (!isOfKind(set, object)) {
    throw new EvaluationError(NO_ENTRY, spec.name?.at ?? at);
  }
  return listOneSet(set, table, listing);
}

/** Whether a set stands where there was another when the command was evaluated. */
function isOfLater(
  { name, handle }: NftSet,
  { spec, at }: SetNameCommand,
  state: RunState,
): boolean {
  const before = findTable(state.start, inTable(tableSpec(spec, at)))?.sets.get(name);
  return state.evaluated && before !== undefined && before.handle !== handle;
}

/** A set alone in its table. */
export function listOneSet(set: NftSet, table: Table, listing: Listing): Listed {
  return {
    text: () => printParts(table, [printSet(set, table.family, listing)]),
    json: () => [setJson(set, table, listing)],
  };
}

/** Whether a set is what a command calls it. Source: nft's `set_is_literal`, `map_is_literal`, `set_is_meter_compat`. */
export function isOfKind(set: NftSet, kind: 'set' | 'map' | 'meter'): boolean {
  if (kind === 'meter') return set.flags.includes('dynamic');
  return isMap(set) === (kind === 'map');
}

/** `list counter` and its like. */
export function listObject(command: ObjectCommand, state: RunState, listing: Listing): Listed {
  const { spec, at, object: kind, operation } = command;
  const table = listedTable(spec, at, state);
  const object = table.objects.get(objectKey(kind, spec.name?.value ?? ''));
  if (object !== undefined) return listObjects([[table, [object]]], listing);
  // What isn't there can be reset, which does nothing: nft lists the table if it knows of other objects.
  if (operation === 'reset' || state.evaluated) {
    return listObjects(table.objects.isEmpty() ? [] : [[table, []]], listing);
  }
  return refuseMissing(state, 'obj', spec.name, at);
}

function listObjects(
  found: readonly (readonly [Table, readonly NftObject[]])[],
  listing: Listing,
): Listed {
  return {
    text: () =>
      found
        .map(([table, objects]) =>
          printParts(
            table,
            objects.map((object) => printObject(object, listing)),
          ),
        )
        .join(''),
    json: () =>
      found.flatMap(([table, objects]) =>
        objects.map((object) => objectJson(countedObject(object, listing), table)),
      ),
  };
}

/** `list flowtable`. */
export function listFlowtable(
  command: FlowtableCommand,
  state: RunState,
  listing: Listing,
): Listed {
  const { spec, at } = command;
  const table = listedTable(spec, at, state);
  const flowtable = table.flowtables.get(spec.name?.value ?? '');
  if (flowtable === undefined) return refuseMissing(state, 'flowtable', spec.name, at);
  return {
    text: () => printParts(table, [printFlowtable(flowtable, listing)]),
    json: () => [flowtableJson(flowtable, table)],
  };
}

/** `list` or `reset` of everything of a kind. */
export function listAll(command: PluralCommand, state: RunState, listing: RunListing): Listed {
  const { object, spec, at } = command;
  if (spec.table !== undefined && object !== 'maps') {
    listedTable(spec, at, state);
  }
  if (object === 'rules' && spec.table !== undefined && spec.chain !== undefined) {
    const { chains } = listedTable(spec, at, state);
    if (!chains.has(spec.chain.value)) {
      if (state.evaluated) return listNone(listedTable(spec, at, state));
      throw new EvaluationError(NO_ENTRY, spec.chain.at);
    }
  }
  const tables = tablesOf(state, isWideList(object) ? withoutTable(spec) : spec);
  const kind = objectKindOf(object);
  if (kind !== undefined) {
    const found = tables.map(
      (table) =>
        [table, [...table.objects.values()].filter(({ data }) => data.kind === kind)] as const,
    );
    // Tables are listed that have objects of whatever kind.
    return listObjects(
      found.filter(([{ objects }]) => objects.size > 0),
      listing,
    );
  }
  return {
    text: () => tables.map((table) => textOf(object, table, listing)).join(''),
    json: () => tables.flatMap((table) => jsonOf(object, table, listing)),
  };
}

/** Whether tables of all names are listed, whichever is asked for. Source: nft's `do_list_sets`, `do_list_flowtables`. */
function isWideList(object: PluralObject): boolean {
  return object === 'sets' || object === 'maps' || object === 'flowtables';
}

function withoutTable({ table: _table, ...spec }: Spec): Spec {
  return spec;
}

function tablesOf({ netfilter }: RunState, { family, table }: Spec): readonly Table[] {
  const isAsked = (one: { readonly family: TableFamily; readonly name: string }): boolean =>
    (family === undefined || one.family === family) &&
    (table === undefined || one.name === table.value);
  return [...netfilter.tables.values()].filter(isAsked);
}

function setsOf(object: PluralObject, { sets }: Table): readonly NftSet[] {
  const kind = object === 'meters' ? 'meter' : object === 'maps' ? 'map' : 'set';
  return [...sets.values()].filter((set) => isOfKind(set, kind));
}

function textOf(object: PluralObject, table: Table, listing: RunListing): string {
  const { family, name, chains, flowtables } = table;
  switch (object) {
    case 'tables':
      return `table ${family} ${name}\n`;
    case 'ruleset':
    case 'rules':
      return printTable(table, listing);
    case 'chains':
      return printParts(
        table,
        [...chains.values()].map((chain) => printEmptyChain(chain, family, listing)),
      );
    case 'sets':
    case 'maps':
    case 'meters':
      return printParts(
        table,
        setsOf(object, table).map((set) => printSet(set, family, listing)),
      );
    case 'flowtables':
      return printParts(
        table,
        [...flowtables.values()].map((one) => printFlowtable(one, listing)),
      );
    default:
      return '';
  }
}

function jsonOf(object: PluralObject, table: Table, listing: RunListing): readonly Json[] {
  switch (object) {
    case 'tables':
      return [tableJson(table)];
    case 'ruleset':
    case 'rules':
      return wholeTableJson(table, listing);
    case 'chains':
      return [...table.chains.values()].map((chain) => chainJson(chain, table));
    case 'sets':
    case 'maps':
      return setsOf(object, table).map((set) => setJson(set, table, listing));
    case 'meters':
      // JSON has those without a name only, and no meter is without one. Source: nft's `do_list_sets_json`, `set_is_meter`.
      return [];
    case 'flowtables':
      return [...table.flowtables.values()].map((one) => flowtableJson(one, table));
    default:
      return [];
  }
}
