import { FALLBACK_BITS } from '../fallback.js';
import { addressBitsAt, rowStride } from '../row/row.js';
import { appendNode, expandEntry, NODE_WORDS_MAX } from './trie-node.js';
import type { TrieLevel, TrieShape } from './trie-shape.js';
import type { WordArena } from './word-arena.js';

/** The entry where no prefix answers. */
export const NO_ENTRY = 0;

/**
 * Writes the levels of a trie below the directory into an arena. A prefix is pushed down to the slots where no longer one covers it, so
 * that a lookup never looks back.
 */
export class TrieWriter {
  /** Per direct level: the pages that hold one answer only, by that answer. They are shared. */
  private readonly uniformPages: readonly Map<number, number>[];
  private readonly scratch: readonly Int32Array[];
  /** How many words the arena had when all in it was in use: after building or moving. */
  settledWords = 0;

  constructor(
    readonly shape: TrieShape,
    readonly arena: WordArena,
  ) {
    this.uniformPages = shape.levels.map(() => new Map());
    this.scratch = shape.levels.map(({ bits }) => new Int32Array(1 << bits));
  }

  /** A level's spare slots; only one walk down the levels may use them at a time. */
  slots(level: number): Int32Array {
    return this.scratch[level] ?? new Int32Array(0);
  }

  /** One level of the shape. */
  level(level: number): TrieLevel {
    const found = this.shape.levels[level];
    if (found === undefined) throw new RangeError(`level: ${level} is below the address`);
    return found;
  }

  /** The entry of a subtree in which one answer stands everywhere but where the rows from `from` to `to` (in words) lie. */
  writeSubtree(level: number, answer: number, rows: Uint32Array, from: number, to: number): number {
    const slots = this.slots(level).fill(answer);
    this.paint(level, slots, rows, from, to);
    return this.writeEntry(level, slots);
  }

  /**
   * Paints rows over a level's slots, in order: what lies in a prefix comes after it and covers it. Leaves out what belongs to the
   * fallback.
   */
  paint(level: number, slots: Int32Array, rows: Uint32Array, from: number, to: number): void {
    const { depth, bits } = this.level(level);
    const stride = rowStride(this.shape.family);
    const end = depth + bits;
    for (let at = from; at < to;) {
      const slot = addressBitsAt(rows, at, depth, bits);
      const length = rows[at + stride - 2] ?? 0;
      if (length <= FALLBACK_BITS) {
        at += stride;
        continue;
      }
      if (length <= end) {
        const entry = ~(rows[at + stride - 1] ?? 0);
        const slotsEnd = slot + (1 << (end - length));
        for (let covered = slot; covered < slotsEnd; covered++) slots[covered] = entry;
        at += stride;
        continue;
      }
      const first = at;
      do at += stride;
      while (at < to && addressBitsAt(rows, at, depth, bits) === slot);
      slots[slot] = this.writeSubtree(level + 1, slots[slot] ?? NO_ENTRY, rows, first, at);
    }
  }

  /** Writes a level's slots: a page on a direct level, a node or a bare answer on any other. Gives the entry. */
  writeEntry(level: number, slots: Int32Array): number {
    const { bits, direct } = this.level(level);
    if (!direct) {
      this.arena.reserve(NODE_WORDS_MAX);
      return appendNode(this.arena, slots, bits);
    }
    const [first = NO_ENTRY] = slots;
    if (first <= 0 && slots.every((entry) => entry === first))
      return this.uniformPage(level, first);
    this.completeDirect(level, slots);
    return this.writePage(slots);
  }

  /** Writes a page again with another entry in one slot. */
  writeChangedPage(level: number, page: number, slot: number, entry: number): number {
    const { arena } = this;
    const size = 1 << this.level(level).bits;
    arena.reserve(size);
    const { words, used: copy } = arena;
    words.copyWithin(copy, page, page + size);
    words[copy + slot] = entry;
    if (entry <= 0 && isUniform(words, copy, size)) return this.uniformPage(level, entry);
    arena.used = copy + size;
    return copy;
  }

  /** Above a direct level every entry leads to a page: answers become pages of that answer. */
  completeDirect(level: number, slots: Int32Array): void {
    if (!this.level(level + 1).direct) return;
    for (let slot = 0; slot < slots.length; slot++) {
      const entry = slots[slot] ?? NO_ENTRY;
      if (entry <= 0) slots[slot] = this.uniformPage(level + 1, entry);
    }
  }

  /** The slots of an entry that is already there. */
  expand(level: number, entry: number): Int32Array {
    const { bits, direct } = this.level(level);
    const slots = this.slots(level);
    if (direct) slots.set(this.arena.words.subarray(entry, entry + slots.length));
    else expandEntry(this.arena.words, entry, bits, slots);
    return slots;
  }

  private uniformPage(level: number, answer: number): number {
    const known = this.uniformPages[level]?.get(answer);
    if (known !== undefined) return known;
    const slots = new Int32Array(1 << this.level(level).bits).fill(answer);
    this.completeDirect(level, slots);
    const page = this.writePage(slots);
    this.uniformPages[level]?.set(answer, page);
    return page;
  }

  private writePage(slots: Int32Array): number {
    this.arena.reserve(slots.length);
    const page = this.arena.used;
    this.arena.words.set(slots, page);
    this.arena.used = page + slots.length;
    return page;
  }
}

function isUniform(words: Int32Array, page: number, size: number): boolean {
  const entry = words[page] ?? NO_ENTRY;
  for (let slot = 1; slot < size; slot++) if (words[page + slot] !== entry) return false;
  return true;
}
