import type { Table } from '../../table.js';
import { bytesOf } from '../set/listing-order.js';
import type { NftSet } from '../set/nft-set.js';
import { isTooLong } from '../jiffies.js';
import type { Statement } from '../statement.js';
import { scalarParts } from '../value-type.js';
import { checkStateful } from './check-stateful.js';

type Update = Extract<Statement, { readonly kind: 'set-update' }>;

/** Why packets can't change a set as a rule wants; undefined when they can. Source: `nft_dynset_init`. */
export function checkUpdate(
  { sets }: Pick<Table, 'sets'>,
  { set: name, operation, timeout, data, statements }: Update,
): 'EOPNOTSUPP' | 'EBUSY' | 'EINVAL' | 'EOVERFLOW' | 'ERANGE' | undefined {
  const set = sets.get(name);
  if (set === undefined) return undefined;
  const { flags } = set;
  if (set.data?.kind === 'object') return 'EOPNOTSUPP';
  // A constant set is a hash table of a kind of its own, but is asked for first.
  if (flags.includes('constant') && !flags.includes('interval')) return 'EBUSY';
  if (!takesUpdates(set)) return 'EOPNOTSUPP';
  if (operation === 'update' && timeout !== undefined && !flags.includes('timeout')) {
    return 'EOPNOTSUPP';
  }
  if (timeout !== undefined && !flags.includes('timeout')) return 'EOPNOTSUPP';
  if (isTooLong(timeout)) return 'ERANGE';
  if (data === undefined ? set.data !== undefined : set.data?.kind !== 'values') {
    return data === undefined ? 'EINVAL' : 'EOPNOTSUPP';
  }
  if (statements.length === 0) return undefined;
  if (!flags.includes('dynamic')) return 'EINVAL';
  const refused = statements.map(checkStateful).find((errno) => errno !== undefined);
  if (refused !== undefined) return refused;
  if (flags.includes('timeout') && statements.some(({ kind }) => kind === 'connlimit')) {
    return 'EOPNOTSUPP';
  }
  if (set.statements.length === 0) return undefined;
  if (statements.length !== set.statements.length) return 'EINVAL';
  return statements.some(({ kind }, at) => kind !== set.statements[at]?.kind)
    ? 'EOPNOTSUPP'
    : undefined;
}

/** Whether the kernel keeps a set as a table that packets can change. Source: `nft_select_set_ops`, `nft_rhash_ops`. */
function takesUpdates({ flags, size, keyType, data }: NftSet): boolean {
  if (flags.includes('interval')) return false;
  if (flags.includes('dynamic') || flags.includes('timeout')) return true;
  const bytes = scalarParts(keyType).reduce((sum, part) => sum + bytesOf(part), 0);
  const isBitmap = bytes <= 2 && data === undefined;
  return !isBitmap && (size === undefined || size === 65_535);
}
