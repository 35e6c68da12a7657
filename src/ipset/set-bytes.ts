import type { EntryExtras } from './entry.js';
import { entriesOf, tableBytes } from './hash-table.js';
import type { IpSet } from './ip-set.js';

/** Bytes of what entries have besides their parts, of a comment that of a pointer, and what their place must be a multiple of. */
const EXTRA_BYTES = {
  counters: { bytes: 16, align: 8 },
  timeout: { bytes: 8, align: 8 },
  mappings: { bytes: 16, align: 4 },
  comments: { bytes: 8, align: 8 },
} as const;
/** What a comment takes besides its text. */
const COMMENT_BYTES = 17;
const BITMAP_BYTES = { 'bitmap:port': 72, 'bitmap:ip': 88, 'bitmap:ip,mac': 80 } as const;
/** A link-layer address of a bitmap, and whether it's known. */
const MAC_BYTES = 8;
const LIST_BYTES = 80;
const MEMBER_BYTES = 48;

/** The memory that a set takes, in bytes, as Linux 6.18 reports it on 64 bits. */
export function setBytes(set: IpSet): number {
  switch (set.kind) {
    case 'hash': {
      const entry = entryBytes(set, set.type.entryBytes[set.family]);
      const comments = commentBytes(set.comments ? entriesOf(set.table) : []);
      return set.type.setBytes[set.family] + tableBytes(set.table, entry) + comments;
    }
    case 'list:set':
      return (
        LIST_BYTES + set.members.length * entryBytes(set, MEMBER_BYTES) + commentBytes(set.members)
      );
    default: {
      const step = set.kind === 'bitmap:ip' ? 2 ** (32 - set.netmask) : 1;
      const places = Math.floor((set.to - set.from) / step) + 1;
      const bits = 8 * Math.ceil(places / 64);
      const entries = [...set.entries.values()];
      const place = entryBytes(set, set.kind === 'bitmap:ip,mac' ? MAC_BYTES : 0);
      return BITMAP_BYTES[set.kind] + bits + places * place + commentBytes(entries);
    }
  }
}

/** An entry with its extras, one after the other. Source: `ip_set_elem_len`. */
function entryBytes(set: IpSet, plain: number): number {
  const has = {
    counters: set.counters,
    timeout: set.timeout !== undefined,
    mappings: set.mappings,
    comments: set.comments,
  } as const;
  let [length, most] = [plain, 1];
  for (const extra of ['counters', 'timeout', 'mappings', 'comments'] as const) {
    if (!has[extra]) continue;
    const { bytes, align } = EXTRA_BYTES[extra];
    length = multiple(length, align) + bytes;
    most = Math.max(most, align);
  }
  return multiple(length, most);
}

function multiple(bytes: number, of: number): number {
  return Math.ceil(bytes / of) * of;
}

function commentBytes(entries: readonly EntryExtras[]): number {
  return entries.reduce(
    (sum, { comment = '' }) =>
      comment === '' ? sum : sum + COMMENT_BYTES + new TextEncoder().encode(comment).length,
    0,
  );
}
