import { EMPTY_FALLBACK, FALLBACK_BITS } from '../fallback.js';
import { NO_VALUE } from '../lpm.js';
import { lookupBelow24, lookupV4 } from './trie-v4.js';
import type { Trie } from './trie.js';

const LANES = 16;

/**
 * Looks many IPv4 addresses up: what {@link lookupV4} does, in sixteen lanes at a time.
 *
 * A lookup is two loads that miss the near caches, one after the other, and a processor overlaps only those misses that lie within some
 * 250 instructions. So all lanes load their page entries together, then their bitmaps, and only then is anything computed. The lanes are
 * named locals, and the rank of rank.ts stands in each: arrays and calls in their place were two to three times slower. What is left over
 * then is rare, and done apart.
 */
export function lookupBatchV4(trie: Trie, addresses: Uint32Array, out: Int32Array): void {
  const { words } = trie;
  const directory = trie.directory.slots;
  const end = addresses.length - (addresses.length % LANES);
  const fallsBack = trie.fallback !== EMPTY_FALLBACK;
  for (let i = 0; i < end; i += LANES) {
    const a0 = addresses[i] ?? 0;
    const a1 = addresses[i + 1] ?? 0;
    const a2 = addresses[i + 2] ?? 0;
    const a3 = addresses[i + 3] ?? 0;
    const a4 = addresses[i + 4] ?? 0;
    const a5 = addresses[i + 5] ?? 0;
    const a6 = addresses[i + 6] ?? 0;
    const a7 = addresses[i + 7] ?? 0;
    const a8 = addresses[i + 8] ?? 0;
    const a9 = addresses[i + 9] ?? 0;
    const aa = addresses[i + 10] ?? 0;
    const ab = addresses[i + 11] ?? 0;
    const ac = addresses[i + 12] ?? 0;
    const ad = addresses[i + 13] ?? 0;
    const ae = addresses[i + 14] ?? 0;
    const af = addresses[i + 15] ?? 0;

    let e0 = words[((directory[a0 >>> 21] ?? 0) + ((a0 >>> 13) & 255)) >>> 0] ?? 0;
    let e1 = words[((directory[a1 >>> 21] ?? 0) + ((a1 >>> 13) & 255)) >>> 0] ?? 0;
    let e2 = words[((directory[a2 >>> 21] ?? 0) + ((a2 >>> 13) & 255)) >>> 0] ?? 0;
    let e3 = words[((directory[a3 >>> 21] ?? 0) + ((a3 >>> 13) & 255)) >>> 0] ?? 0;
    let e4 = words[((directory[a4 >>> 21] ?? 0) + ((a4 >>> 13) & 255)) >>> 0] ?? 0;
    let e5 = words[((directory[a5 >>> 21] ?? 0) + ((a5 >>> 13) & 255)) >>> 0] ?? 0;
    let e6 = words[((directory[a6 >>> 21] ?? 0) + ((a6 >>> 13) & 255)) >>> 0] ?? 0;
    let e7 = words[((directory[a7 >>> 21] ?? 0) + ((a7 >>> 13) & 255)) >>> 0] ?? 0;
    let e8 = words[((directory[a8 >>> 21] ?? 0) + ((a8 >>> 13) & 255)) >>> 0] ?? 0;
    let e9 = words[((directory[a9 >>> 21] ?? 0) + ((a9 >>> 13) & 255)) >>> 0] ?? 0;
    let ea = words[((directory[aa >>> 21] ?? 0) + ((aa >>> 13) & 255)) >>> 0] ?? 0;
    let eb = words[((directory[ab >>> 21] ?? 0) + ((ab >>> 13) & 255)) >>> 0] ?? 0;
    let ec = words[((directory[ac >>> 21] ?? 0) + ((ac >>> 13) & 255)) >>> 0] ?? 0;
    let ed = words[((directory[ad >>> 21] ?? 0) + ((ad >>> 13) & 255)) >>> 0] ?? 0;
    let ee = words[((directory[ae >>> 21] ?? 0) + ((ae >>> 13) & 255)) >>> 0] ?? 0;
    let ef = words[((directory[af >>> 21] ?? 0) + ((af >>> 13) & 255)) >>> 0] ?? 0;

    // An answer reads word 0 in the place of a bitmap, for nothing: cheaper than to ask.
    let b0 = words[(e0 & ~(e0 >> 31)) >>> 0] ?? 0;
    let b1 = words[(e1 & ~(e1 >> 31)) >>> 0] ?? 0;
    let b2 = words[(e2 & ~(e2 >> 31)) >>> 0] ?? 0;
    let b3 = words[(e3 & ~(e3 >> 31)) >>> 0] ?? 0;
    let b4 = words[(e4 & ~(e4 >> 31)) >>> 0] ?? 0;
    let b5 = words[(e5 & ~(e5 >> 31)) >>> 0] ?? 0;
    let b6 = words[(e6 & ~(e6 >> 31)) >>> 0] ?? 0;
    let b7 = words[(e7 & ~(e7 >> 31)) >>> 0] ?? 0;
    let b8 = words[(e8 & ~(e8 >> 31)) >>> 0] ?? 0;
    let b9 = words[(e9 & ~(e9 >> 31)) >>> 0] ?? 0;
    let ba = words[(ea & ~(ea >> 31)) >>> 0] ?? 0;
    let bb = words[(eb & ~(eb >> 31)) >>> 0] ?? 0;
    let bc = words[(ec & ~(ec >> 31)) >>> 0] ?? 0;
    let bd = words[(ed & ~(ed >> 31)) >>> 0] ?? 0;
    let be = words[(ee & ~(ee >> 31)) >>> 0] ?? 0;
    let bf = words[(ef & ~(ef >> 31)) >>> 0] ?? 0;

    if (e0 > 0) {
      b0 = b0 >>> (a0 >>> 8);
      b0 = (b0 - ((b0 >>> 1) & 0x55555555)) | 0;
      b0 = ((b0 & 0x33333333) + ((b0 >>> 2) & 0x33333333)) | 0;
      e0 = words[(e0 + (Math.imul((b0 + (b0 >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (e1 > 0) {
      b1 = b1 >>> (a1 >>> 8);
      b1 = (b1 - ((b1 >>> 1) & 0x55555555)) | 0;
      b1 = ((b1 & 0x33333333) + ((b1 >>> 2) & 0x33333333)) | 0;
      e1 = words[(e1 + (Math.imul((b1 + (b1 >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (e2 > 0) {
      b2 = b2 >>> (a2 >>> 8);
      b2 = (b2 - ((b2 >>> 1) & 0x55555555)) | 0;
      b2 = ((b2 & 0x33333333) + ((b2 >>> 2) & 0x33333333)) | 0;
      e2 = words[(e2 + (Math.imul((b2 + (b2 >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (e3 > 0) {
      b3 = b3 >>> (a3 >>> 8);
      b3 = (b3 - ((b3 >>> 1) & 0x55555555)) | 0;
      b3 = ((b3 & 0x33333333) + ((b3 >>> 2) & 0x33333333)) | 0;
      e3 = words[(e3 + (Math.imul((b3 + (b3 >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (e4 > 0) {
      b4 = b4 >>> (a4 >>> 8);
      b4 = (b4 - ((b4 >>> 1) & 0x55555555)) | 0;
      b4 = ((b4 & 0x33333333) + ((b4 >>> 2) & 0x33333333)) | 0;
      e4 = words[(e4 + (Math.imul((b4 + (b4 >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (e5 > 0) {
      b5 = b5 >>> (a5 >>> 8);
      b5 = (b5 - ((b5 >>> 1) & 0x55555555)) | 0;
      b5 = ((b5 & 0x33333333) + ((b5 >>> 2) & 0x33333333)) | 0;
      e5 = words[(e5 + (Math.imul((b5 + (b5 >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (e6 > 0) {
      b6 = b6 >>> (a6 >>> 8);
      b6 = (b6 - ((b6 >>> 1) & 0x55555555)) | 0;
      b6 = ((b6 & 0x33333333) + ((b6 >>> 2) & 0x33333333)) | 0;
      e6 = words[(e6 + (Math.imul((b6 + (b6 >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (e7 > 0) {
      b7 = b7 >>> (a7 >>> 8);
      b7 = (b7 - ((b7 >>> 1) & 0x55555555)) | 0;
      b7 = ((b7 & 0x33333333) + ((b7 >>> 2) & 0x33333333)) | 0;
      e7 = words[(e7 + (Math.imul((b7 + (b7 >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (e8 > 0) {
      b8 = b8 >>> (a8 >>> 8);
      b8 = (b8 - ((b8 >>> 1) & 0x55555555)) | 0;
      b8 = ((b8 & 0x33333333) + ((b8 >>> 2) & 0x33333333)) | 0;
      e8 = words[(e8 + (Math.imul((b8 + (b8 >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (e9 > 0) {
      b9 = b9 >>> (a9 >>> 8);
      b9 = (b9 - ((b9 >>> 1) & 0x55555555)) | 0;
      b9 = ((b9 & 0x33333333) + ((b9 >>> 2) & 0x33333333)) | 0;
      e9 = words[(e9 + (Math.imul((b9 + (b9 >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (ea > 0) {
      ba = ba >>> (aa >>> 8);
      ba = (ba - ((ba >>> 1) & 0x55555555)) | 0;
      ba = ((ba & 0x33333333) + ((ba >>> 2) & 0x33333333)) | 0;
      ea = words[(ea + (Math.imul((ba + (ba >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (eb > 0) {
      bb = bb >>> (ab >>> 8);
      bb = (bb - ((bb >>> 1) & 0x55555555)) | 0;
      bb = ((bb & 0x33333333) + ((bb >>> 2) & 0x33333333)) | 0;
      eb = words[(eb + (Math.imul((bb + (bb >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (ec > 0) {
      bc = bc >>> (ac >>> 8);
      bc = (bc - ((bc >>> 1) & 0x55555555)) | 0;
      bc = ((bc & 0x33333333) + ((bc >>> 2) & 0x33333333)) | 0;
      ec = words[(ec + (Math.imul((bc + (bc >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (ed > 0) {
      bd = bd >>> (ad >>> 8);
      bd = (bd - ((bd >>> 1) & 0x55555555)) | 0;
      bd = ((bd & 0x33333333) + ((bd >>> 2) & 0x33333333)) | 0;
      ed = words[(ed + (Math.imul((bd + (bd >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (ee > 0) {
      be = be >>> (ae >>> 8);
      be = (be - ((be >>> 1) & 0x55555555)) | 0;
      be = ((be & 0x33333333) + ((be >>> 2) & 0x33333333)) | 0;
      ee = words[(ee + (Math.imul((be + (be >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }
    if (ef > 0) {
      bf = bf >>> (af >>> 8);
      bf = (bf - ((bf >>> 1) & 0x55555555)) | 0;
      bf = ((bf & 0x33333333) + ((bf >>> 2) & 0x33333333)) | 0;
      ef = words[(ef + (Math.imul((bf + (bf >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24)) >>> 0] ?? 0;
    }

    out[i] = ~e0;
    out[i + 1] = ~e1;
    out[i + 2] = ~e2;
    out[i + 3] = ~e3;
    out[i + 4] = ~e4;
    out[i + 5] = ~e5;
    out[i + 6] = ~e6;
    out[i + 7] = ~e7;
    out[i + 8] = ~e8;
    out[i + 9] = ~e9;
    out[i + 10] = ~ea;
    out[i + 11] = ~eb;
    out[i + 12] = ~ec;
    out[i + 13] = ~ed;
    out[i + 14] = ~ee;
    out[i + 15] = ~ef;
    // Negative if any entry is the place of a node.
    const deeper =
      -e0 | -e1 | -e2 | -e3 | -e4 | -e5 | -e6 | -e7 | -e8 | -e9 | -ea | -eb | -ec | -ed | -ee | -ef;
    if (deeper < 0 || fallsBack) finish(trie, addresses, out, i);
  }
  for (let i = end; i < addresses.length; i++) out[i] = lookupV4(trie, addresses[i] ?? 0);
}

/** What the lanes leave over: what lies below /24, and what only the fallback answers. */
function finish(trie: Trie, addresses: Uint32Array, out: Int32Array, from: number): void {
  const { words, fallback } = trie;
  for (let i = from; i < from + LANES; i++) {
    let entry = ~(out[i] ?? NO_VALUE);
    if (entry < 0) continue;
    const address = addresses[i] ?? 0;
    if (entry > 0) entry = lookupBelow24(words, entry, address);
    if (entry === 0) entry = fallback.entries[address >>> (32 - FALLBACK_BITS)] ?? 0;
    out[i] = ~entry;
  }
}
