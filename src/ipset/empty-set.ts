import { emptiedBitmap } from './edit-bitmap.js';
import { emptied } from './hash-table.js';
import type { IpSet } from './ip-set.js';

/** A set without its entries. */
export function emptySet(set: IpSet): IpSet {
  switch (set.kind) {
    case 'hash':
      return { ...set, table: emptied(set.table) };
    case 'list:set':
      return { ...set, members: [] };
    default:
      return emptiedBitmap(set);
  }
}
