import { Directory } from '../directory.js';
import { followEdit } from './compaction.js';
import { addressBitsAt, rowStride } from '../row/row.js';
import { NO_ENTRY, type TrieWriter } from './trie-writer.js';
import type { Trie } from './trie.js';

/** A part of a trie that is to be written anew: the addresses of one prefix, longer than the fallback's. */
export interface Repaint {
  /** The prefix, as a row of its own. */
  readonly prefix: Uint32Array;
  /** The entry that stands where no row below covers it. */
  readonly entry: number;
  /** The rows that lie in the prefix, in order. */
  readonly rows: Uint32Array;
}

/** The trie in which the addresses of one prefix answer by the rows given. The old one stays as it is. */
export function repaintTrie(trie: Trie, repaint: Repaint): Trie {
  const { writer } = trie;
  const before = writer.arena.used;
  const directory = repaintDirectory(trie, repaint);
  const edited = { ...trie, directory, words: writer.arena.words };
  return followEdit(trie, edited, writer.arena.used - before);
}

function repaintDirectory({ writer, directory }: Trie, repaint: Repaint): Directory {
  const { prefix } = repaint;
  const { bits } = writer.level(0);
  if ((prefix[rowStride(writer.shape.family) - 2] ?? 0) <= bits) {
    const slots = Int32Array.from(directory.slots);
    repaintSlots(writer, 0, slots, repaint);
    return Directory.of(slots);
  }
  const slot = addressBitsAt(prefix, 0, 0, bits);
  return directory.with(slot, repaintBelow(writer, 0, directory.slot(slot), repaint));
}

/** The entry in the place of one whose slots the prefix lies in. */
function repaintBelow(writer: TrieWriter, level: number, entry: number, repaint: Repaint): number {
  const page = repaintPage(writer, level + 1, entry, repaint);
  if (page !== undefined) return page;
  const below = writer.expand(level + 1, entry);
  repaintSlots(writer, level + 1, below, repaint);
  return writer.writeEntry(level + 1, below);
}

/** A page of which one slot is repainted, further down; undefined where there is more to do. */
function repaintPage(
  writer: TrieWriter,
  level: number,
  page: number,
  repaint: Repaint,
): number | undefined {
  const { depth, bits, direct } = writer.level(level);
  const { family } = writer.shape;
  if (!direct || (repaint.prefix[rowStride(family) - 2] ?? 0) <= depth + bits) return undefined;
  const slot = addressBitsAt(repaint.prefix, 0, depth, bits);
  const before = writer.arena.words[page + slot] ?? NO_ENTRY;
  const entry = repaintBelow(writer, level, before, repaint);
  return writer.writeChangedPage(level, page, slot, entry);
}

function repaintSlots(
  writer: TrieWriter,
  level: number,
  slots: Int32Array,
  repaint: Repaint,
): void {
  const { prefix, entry, rows } = repaint;
  const { depth, bits, direct } = writer.level(level);
  const length = prefix[rowStride(writer.shape.family) - 2] ?? 0;
  const slot = addressBitsAt(prefix, 0, depth, bits);
  const end = depth + bits;
  if (length > end) {
    slots[slot] = repaintBelow(writer, level, slots[slot] ?? NO_ENTRY, repaint);
    return;
  }
  slots.fill(entry, slot, slot + (1 << (end - length)));
  writer.paint(level, slots, rows, 0, rows.length);
  // Pages are completed when they are written; the directory is not.
  if (level === 0 && direct) writer.completeDirect(level, slots);
}
