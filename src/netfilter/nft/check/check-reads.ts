import type { ErrnoName } from '../../../errno.js';
import { IP_FAMILIES, type TableFamily } from '../family.js';
import type { FibSelector } from '../selector.js';
import type { Statement } from '../statement.js';
import { valuesOf } from '../values-of.js';

/** What rules can write alone. Source: `nft_meta_get_init`, `nft_ct_get_init`. */
const WRITTEN_ONLY = {
  meta: new Set<string>(['nftrace', 'broute']),
  ct: new Set<string>(['event']),
} as const;

/** What is known of frames in a bridge alone. Source: `nft_meta_bridge_get_init`. */
const OF_BRIDGES: ReadonlySet<string> = new Set(['ibrname', 'obrname', 'ibrpvid', 'ibrvproto']);

/** The families whose packets have routes to be looked up. Source: `nft_fib4_type`, `nft_fib6_type`, `nft_fib_inet_type`, `nft_fib_netdev_type`. */
const WITH_ROUTES: ReadonlySet<TableFamily> = new Set([...IP_FAMILIES, 'netdev']);

/** What the kernel can't read. */
export type UnreadableValue =
  | { readonly kind: 'meta' | 'ct'; readonly key: string }
  | Pick<FibSelector, 'kind' | 'flags' | 'result'>;

/** What a statement reads that the kernel can't read for it, and why not; undefined when it can read all. */
export function unreadable(
  statement: Statement,
  family: TableFamily,
): { readonly errno: ErrnoName; readonly read: UnreadableValue } | undefined {
  for (const value of valuesOf(statement)) {
    if (value.kind === 'fib') {
      const errno = checkLookup(value, family);
      if (errno !== undefined) return { errno, read: value };
    }
    if (value.kind !== 'meta' && value.kind !== 'ct') continue;
    const { kind, key } = value;
    const isOfBridges = kind === 'meta' && OF_BRIDGES.has(key);
    if (WRITTEN_ONLY[kind].has(key) || (isOfBridges && family !== 'bridge')) {
      return { errno: 'EOPNOTSUPP', read: { kind, key } };
    }
  }
  return undefined;
}

/** The device of a route can't be looked for by the device itself. Source: `nft_fib_init`. */
function checkLookup({ flags, result }: FibSelector, family: TableFamily): ErrnoName | undefined {
  if (!WITH_ROUTES.has(family)) return 'ENOENT';
  return result !== 'type' && flags.includes('oif') ? 'EINVAL' : undefined;
}
