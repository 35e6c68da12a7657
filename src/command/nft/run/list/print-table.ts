import type { Table } from '../../../../netfilter/table.js';
import { listingWarnings } from './listed-rule.js';
import { handleNote, type RunListing } from './listing.js';
import { printChain } from './print-chain.js';
import { printFlowtable } from './print-flowtable.js';
import { printObject } from './print-object.js';
import { printSet } from './print-set.js';

/** A table as `nft list table` prints it: objects, sets, flowtables and chains, with an empty line between two of them. Source: nft's `table_print`. */
export function printTable(table: Table, listing: RunListing): string {
  listing.warn(listingWarnings(table, [...table.chains.values()], 'text'));
  const { family, name, handle, comment } = table;
  const flags = tableFlags(table);
  const head = [
    ...(flags.length === 0 ? [] : [`\tflags ${flags.join(',')}\n`]),
    ...(comment === undefined ? [] : [`\tcomment "${comment}"\n`]),
  ].join('');
  const parts = [
    ...[...table.objects.values()].map((object) => printObject(object, listing)),
    ...[...table.sets.values()].map((set) => printSet(set, family, listing)),
    ...[...table.flowtables.values()].map((one) => printFlowtable(one, listing)),
    ...[...table.chains.values()].map((chain) => printChain(chain, family, listing)),
  ];
  const gap = flags.length > 0 && parts.length > 0 ? '\n' : '';
  const note = handleNote(listing, handle);
  return `table ${family} ${name} {${note}\n${head}${gap}${parts.join('\n')}}\n`;
}

/** The flags of a table in the order of a listing. */
export function tableFlags({ dormant, persist }: Table): readonly ('dormant' | 'persist')[] {
  return [...(dormant ? (['dormant'] as const) : []), ...(persist ? (['persist'] as const) : [])];
}

/** Some parts of a table, as listings of one kind of thing print them: without empty lines and without the table's own. */
export function printParts(
  { family, name }: Pick<Table, 'family' | 'name'>,
  parts: readonly string[],
): string {
  return `table ${family} ${name} {\n${parts.join('')}}\n`;
}
