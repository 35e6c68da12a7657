const BLOCK_BITS = 6;
const BLOCK_SLOTS = 1 << BLOCK_BITS;

/**
 * The first level of a trie: where each page lies. An edit copies one block of it and the list of blocks; the slots in one array, which
 * look-ups read, are made when the first of them asks. They are a plain array: a typed one of this size is memory outside of the heap,
 * which a garbage collector learns of late and then takes long pauses for.
 */
export class Directory {
  private whole: readonly number[] | undefined;

  private constructor(private readonly blocks: readonly (readonly number[])[]) {}

  /** A directory of these slots, whose number is a multiple of the block's. */
  static of(slots: Int32Array): Directory {
    const blocks: (readonly number[])[] = [];
    for (let at = 0; at < slots.length; at += BLOCK_SLOTS) {
      blocks.push(Array.from(slots.subarray(at, at + BLOCK_SLOTS)));
    }
    return new Directory(blocks);
  }

  /** How many slots there are. */
  get length(): number {
    return this.blocks.length * BLOCK_SLOTS;
  }

  /** All slots. */
  get slots(): readonly number[] {
    return (this.whole ??= ([] as number[]).concat(...this.blocks));
  }

  /** The entry of one slot; 0 beyond the last. */
  slot(slot: number): number {
    return this.blocks[slot >>> BLOCK_BITS]?.[slot & (BLOCK_SLOTS - 1)] ?? 0;
  }

  /** The directory with another entry in one slot. */
  with(slot: number, entry: number): Directory {
    const blocks = this.blocks.slice();
    const block = (blocks[slot >>> BLOCK_BITS] ?? []).slice();
    block[slot & (BLOCK_SLOTS - 1)] = entry;
    blocks[slot >>> BLOCK_BITS] = block;
    return new Directory(blocks);
  }

  /** The slots before `end` in which another directory, of as many slots, differs, in order. */
  *differences(other: Directory, end: number): Iterable<number> {
    for (let from = 0; from < end; from += BLOCK_SLOTS) {
      // Edits share the blocks that they do not change.
      if (this.blocks[from >>> BLOCK_BITS] === other.blocks[from >>> BLOCK_BITS]) continue;
      for (let slot = from; slot < Math.min(end, from + BLOCK_SLOTS); slot++) {
        if (this.slot(slot) !== other.slot(slot)) yield slot;
      }
    }
  }
}
