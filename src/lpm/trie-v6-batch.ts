import { FALLBACK_BITS } from './fallback.js';
import { lookupBelow48 } from './trie-v6.js';
import type { Trie } from './trie.js';

/**
 * Looks many IPv6 addresses up: what lookupV6 does for each. The rank of rank.ts stands in every step: a call would cost more.
 *
 * @param addresses - four words per address
 */
export function lookupBatchV6(trie: Trie, addresses: Uint32Array, out: Int32Array): void {
  const { directory, words } = trie;
  const fallback = trie.fallback.entries;
  const count = addresses.length >>> 2;
  for (let i = 0; i < count; i++) {
    const w0 = addresses[4 * i] ?? 0;
    let entry = directory[w0 >>> 20] ?? 0;
    entry = words[(entry + ((w0 >>> 14) & 63)) | 0] ?? 0;
    entry = words[(entry + ((w0 >>> 8) & 63)) | 0] ?? 0;
    if (entry > 0) {
      const w1 = addresses[4 * i + 1] ?? 0;
      let half = ((w0 >>> 7) & 1) - 1;
      let bits = (words[(entry + half) | 0] ?? 0) >>> (w0 >>> 2);
      bits = (bits - ((bits >>> 1) & 0x55555555)) | 0;
      bits = ((bits & 0x33333333) + ((bits >>> 2) & 0x33333333)) | 0;
      bits = Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
      entry = words[(entry + (bits ^ half)) | 0] ?? 0;
      if (entry > 0) {
        half = ((w0 >>> 1) & 1) - 1;
        bits = (words[(entry + half) | 0] ?? 0) >>> ((w0 << 4) | (w1 >>> 28));
        bits = (bits - ((bits >>> 1) & 0x55555555)) | 0;
        bits = ((bits & 0x33333333) + ((bits >>> 2) & 0x33333333)) | 0;
        bits = Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
        entry = words[(entry + (bits ^ half)) | 0] ?? 0;
        if (entry > 0) {
          half = ((w1 >>> 27) & 1) - 1;
          bits = (words[(entry + half) | 0] ?? 0) >>> (w1 >>> 22);
          bits = (bits - ((bits >>> 1) & 0x55555555)) | 0;
          bits = ((bits & 0x33333333) + ((bits >>> 2) & 0x33333333)) | 0;
          bits = Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
          entry = words[(entry + (bits ^ half)) | 0] ?? 0;
          if (entry > 0) {
            half = ((w1 >>> 21) & 1) - 1;
            bits = (words[(entry + half) | 0] ?? 0) >>> (w1 >>> 16);
            bits = (bits - ((bits >>> 1) & 0x55555555)) | 0;
            bits = ((bits & 0x33333333) + ((bits >>> 2) & 0x33333333)) | 0;
            bits = Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
            entry = words[(entry + (bits ^ half)) | 0] ?? 0;
            if (entry > 0) {
              entry = lookupBelow48(
                words,
                entry,
                w1,
                addresses[4 * i + 2] ?? 0,
                addresses[4 * i + 3] ?? 0,
              );
            }
          }
        }
      }
    }
    if (entry === 0) entry = fallback[w0 >>> (32 - FALLBACK_BITS)] ?? 0;
    out[i] = ~entry;
  }
}
