import type { Flowtable } from '../../../../netfilter/nft/flowtable.js';
import type { Table } from '../../../../netfilter/table.js';
import { printPriority } from '../priority.js';
import { handleNote, type Listing } from './listing.js';

/** A flowtable as a listing has it. Source: nft's `flowtable_print`. */
export function printFlowtable(flowtable: Flowtable, listing: Listing): string {
  const { name, handle } = flowtable;
  const lines = flowtableLines(flowtable, listing);
  const note = handleNote(listing, handle);
  return `\tflowtable ${name} {${note}\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}\n`;
}

/** The same in one line, as nft prints a change that it hears of. Source: nft's `flowtable_print_plain`. */
export function printPlainFlowtable(
  flowtable: Flowtable,
  { family, name: table }: Pick<Table, 'family' | 'name'>,
  listing: Listing,
): string {
  const { name, handle } = flowtable;
  const body = flowtableLines(flowtable, listing).map((line) => `${line}; `);
  return `flowtable ${family} ${table} ${name} {${handleNote(listing, handle)} ${body.join('')}}`;
}

function flowtableLines(
  { priority, devices, counter, offload }: Flowtable,
  listing: Listing,
): readonly string[] {
  const level = listing.style.numericPriority
    ? String(priority)
    : printPriority(priority, 'netdev', 'INGRESS');
  return [
    `hook ingress priority ${level}`,
    ...(devices.length === 0 ? [] : [`devices = { ${devices.join(', ')} }`]),
    ...(offload ? ['flags offload'] : []),
    ...(counter ? ['counter'] : []),
  ];
}
