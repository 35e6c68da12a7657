import type { Flowtable } from '../../../../netfilter/nft/flowtable.js';
import { printPriority } from '../priority.js';
import { handleNote, type Listing } from './listing.js';

/** A flowtable as a listing has it. Source: nft's `flowtable_print`. */
export function printFlowtable(
  { name, handle, priority, devices, counter, offload }: Flowtable,
  listing: Listing,
): string {
  const level = listing.style.numericPriority
    ? String(priority)
    : printPriority(priority, 'netdev', 'INGRESS');
  const lines = [
    `hook ingress priority ${level}`,
    ...(devices.length === 0 ? [] : [`devices = { ${devices.join(', ')} }`]),
    ...(offload ? ['flags offload'] : []),
    ...(counter ? ['counter'] : []),
  ];
  const note = handleNote(listing, handle);
  return `\tflowtable ${name} {${note}\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}\n`;
}
