import { NO_MAPPING, printAsk } from './entry-ask.js';
import type { EntryMapping } from '../netfilter/set-lookup.js';
import type { EntryExtras } from './entry.js';
import { entriesOf } from './hash-table.js';
import type { IpSet } from './ip-set.js';

/** What the entries of a set give packets, each once; a list without gives what its sets do. */
export function mappingsOf(
  set: IpSet | undefined,
  findSet: (name: string) => IpSet | undefined,
): readonly EntryMapping[] {
  if (set === undefined) return [];
  if (set.kind === 'list:set' && !set.mappings) {
    return distinct(set.members.flatMap((member) => mappingsOf(findSet(member.set), findSet)));
  }
  if (!set.mappings) return [NO_MAPPING];
  return distinct(extrasOf(set).map(({ mapping = NO_MAPPING }) => mapping));
}

function extrasOf(set: IpSet): readonly EntryExtras[] {
  if (set.kind === 'hash') return entriesOf(set.table);
  return set.kind === 'list:set' ? set.members : [...set.entries.values()];
}

function distinct(mappings: readonly EntryMapping[]): readonly EntryMapping[] {
  const found = new Map<string, EntryMapping>();
  for (const mapping of mappings) found.set(printAsk({ kind: 'mapping', mapping }), mapping);
  return [...found.values()];
}
