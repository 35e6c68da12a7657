import { assertNever } from '../../../assert-never.js';
import type { Netfilter } from '../../../netfilter/netfilter.js';
import type { Table } from '../../../netfilter/table.js';
import { nearestName } from '../misspelt.js';

/** Something of whatever table that a wrong name was most likely meant for. */
export interface Suggestion {
  readonly kind: 'chain' | 'set' | 'map' | 'obj' | 'flowtable';
  readonly name: string;
  readonly table: Table;
}

interface Candidate {
  readonly name: string;
}

/** The table whose name is nearest to one; undefined when none is near. Source: nft's `table_lookup_fuzzy`. */
export function suggestTable(netfilter: Netfilter, name: string): Table | undefined {
  return nearest(name, [...netfilter.tables.values()]);
}

/** The thing of a kind whose name is nearest to one, in whatever table; of equals the first. Source: nft's `chain_lookup_fuzzy` and its like. */
export function suggestIn(
  netfilter: Netfilter,
  kind: 'chain' | 'set' | 'obj' | 'flowtable',
  name: string,
): Suggestion | undefined {
  const all = [...netfilter.tables.values()].flatMap((table) =>
    candidates(table, kind).map(({ kind: what, name: called }) => ({
      kind: what,
      name: called,
      table,
    })),
  );
  return nearest(name, all);
}

function nearest<Item extends Candidate>(name: string, items: readonly Item[]): Item | undefined {
  const found = nearestName(
    name,
    items.map((item) => item.name),
  );
  return items.find((item) => item.name === found);
}

function candidates(
  { chains, sets, objects, flowtables }: Table,
  kind: 'chain' | 'set' | 'obj' | 'flowtable',
): readonly Omit<Suggestion, 'table'>[] {
  switch (kind) {
    case 'chain':
      return [...chains.values()].map(({ name }) => ({ kind, name }));
    case 'set':
      return [...sets.values()].map(({ name, data }) => ({
        kind: data === undefined ? 'set' : 'map',
        name,
      }));
    case 'obj':
      return [...objects.values()].map(({ name }) => ({ kind, name }));
    case 'flowtable':
      return [...flowtables.values()].map(({ name }) => ({ kind, name }));
    default:
      return assertNever(kind);
  }
}

/** ENOENT in the words of errno(3), with what was meant. */
export function missingTable(meant: Table | undefined): string {
  if (meant === undefined) return NO_ENTRY;
  return `${NO_ENTRY}; did you mean table '${meant.name}' in family ${meant.family}?`;
}

/** ENOENT in the words of errno(3), with what was meant. */
export function missingOne(meant: Suggestion | undefined): string {
  if (meant === undefined) return NO_ENTRY;
  const { kind, name, table } = meant;
  return `${NO_ENTRY}; did you mean ${kind} '${name}' in table ${table.family} '${table.name}'?`;
}

const NO_ENTRY = 'No such file or directory';
