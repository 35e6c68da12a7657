/** How many words are allocated at once. */
const SLAB_WORDS = 4096;

/** Rows are given room from it, one run after another; it lives as long as the rows of one of them. */
let slab = new Uint32Array(SLAB_WORDS);
let used = 0;

/**
 * Room for rows of an edited node, all zeros. An array of its own for each would be memory outside of the heap, which a garbage collector
 * frees piece by piece: that made up more than half of its pauses.
 */
export function takeRows(words: number): Uint32Array {
  if (words > SLAB_WORDS / 2) return new Uint32Array(words);
  if (used + words > SLAB_WORDS) {
    slab = new Uint32Array(SLAB_WORDS);
    used = 0;
  }
  const rows = slab.subarray(used, used + words);
  used += words;
  return rows;
}
