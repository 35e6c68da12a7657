import { followEdit } from './evacuation.js';
import { addressBitsAt, rowStride } from './row.js';
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

function repaintDirectory({ writer, directory }: Trie, repaint: Repaint): readonly number[] {
  const { prefix } = repaint;
  const { bits } = writer.level(0);
  if ((prefix[rowStride(writer.shape.family) - 2] ?? 0) <= bits) {
    const slots = Int32Array.from(directory);
    repaintSlots(writer, 0, slots, repaint);
    return Array.from(slots);
  }
  const slot = addressBitsAt(prefix, 0, 0, bits);
  const copy = directory.slice();
  copy[slot] = repaintBelow(writer, 0, directory[slot] ?? NO_ENTRY, repaint);
  return copy;
}

/** The entry in the place of one whose slots the prefix lies in. */
function repaintBelow(writer: TrieWriter, level: number, entry: number, repaint: Repaint): number {
  const below = writer.expand(level + 1, entry);
  repaintSlots(writer, level + 1, below, repaint);
  return writer.writeEntry(level + 1, below);
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
