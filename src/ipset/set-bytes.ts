import type { EntryExtras } from './entry.js';
import { entriesOf, tableBytes } from './hash-table.js';
import type { IpSet } from './ip-set.js';

/** Bytes of a timeout, and of a pointer to a comment. */
const EXTRA_BYTES = 8;
/** What a comment takes besides its text. */
const COMMENT_BYTES = 17;
const BITMAP_BYTES = { 'bitmap:port': 72, 'bitmap:ip': 88 } as const;
const LIST_BYTES = 80;
const MEMBER_BYTES = 48;

/** The memory that a set takes, in bytes, as Linux 6.18 tells it on 64 bits. */
export function setBytes(set: IpSet): number {
  const extras = EXTRA_BYTES * ((set.timeout === undefined ? 0 : 1) + (set.comments ? 1 : 0));
  switch (set.kind) {
    case 'hash': {
      const plain = set.type.entryBytes[set.family];
      const entry = extras === 0 ? plain : Math.ceil(plain / 8) * 8 + extras;
      const comments = commentBytes(set.comments ? entriesOf(set.table) : []);
      return set.type.setBytes[set.family] + tableBytes(set.table, entry) + comments;
    }
    case 'list:set':
      return LIST_BYTES + set.members.length * (MEMBER_BYTES + extras) + commentBytes(set.members);
    default: {
      const step = set.kind === 'bitmap:ip' ? 2 ** (32 - set.netmask) : 1;
      const places = Math.floor((set.to - set.from) / step) + 1;
      const bits = 8 * Math.ceil(places / 64);
      const entries = [...set.entries.values()];
      return BITMAP_BYTES[set.kind] + bits + places * extras + commentBytes(entries);
    }
  }
}

function commentBytes(entries: readonly EntryExtras[]): number {
  return entries.reduce(
    (sum, { comment = '' }) =>
      comment === '' ? sum : sum + COMMENT_BYTES + new TextEncoder().encode(comment).length,
    0,
  );
}
