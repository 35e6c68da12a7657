import type { TableFamily } from '../family.js';
import type { Statement } from '../statement.js';
import { valuesOf } from '../values-of.js';

/** What rules can write alone. Source: `nft_meta_get_init`, `nft_ct_get_init`. */
const WRITTEN_ONLY = {
  meta: new Set<string>(['nftrace', 'broute']),
  ct: new Set<string>(['event']),
} as const;

/** What is known of frames in a bridge alone. Source: `nft_meta_bridge_get_init`. */
const OF_BRIDGES: ReadonlySet<string> = new Set(['ibrname', 'obrname', 'ibrpvid', 'ibrvproto']);

/** What a statement reads that the kernel can't read for it; undefined when it can read all. */
export function unreadable(
  statement: Statement,
  family: TableFamily,
): { readonly kind: 'meta' | 'ct'; readonly key: string } | undefined {
  for (const value of valuesOf(statement)) {
    if (value.kind !== 'meta' && value.kind !== 'ct') continue;
    const { kind, key } = value;
    const isOfBridges = kind === 'meta' && OF_BRIDGES.has(key);
    if (WRITTEN_ONLY[kind].has(key) || (isOfBridges && family !== 'bridge')) return { kind, key };
  }
  return undefined;
}
