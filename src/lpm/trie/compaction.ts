import { Directory } from '../directory.js';
import { NO_ENTRY, TrieWriter } from './trie-writer.js';
import { nodeWords } from './trie-node.js';
import type { Trie } from './trie.js';
import { WordArena } from './word-arena.js';

/** Words moved per word that an edit adds: the move ends long before as many have been added as there were. */
const PACE = 4;
/** What a step moves at least. */
const STEP_WORDS = 1024;
/** A move is due when the arena has grown by this factor, and by this many words, since all in it was in use. */
const DUE_FACTOR = 1.5;
const DUE_WORDS = 16_384;
/** What going on by one slot of the directory costs, in words moved. */
const SLOT_WORDS = 8;
/** Edits of other versions until a move that nobody follows any more is given up. */
const PATIENCE = 256;

/**
 * Moves the newest version of a trie to a fresh arena, a few pages per edit, and so leaves behind what only older versions use. Until it
 * is done every edit goes to the old arena, and what had been moved already is moved again. The old arena lives as long as a version that
 * was made in it.
 */
class Compaction {
  private readonly target: TrieWriter;
  private readonly directory: Int32Array;
  /** Where direct pages went: many slots share one. */
  private readonly moved = new Map<number, number>();
  private next = 0;
  private strangers = 0;

  /** Begins a move; `latest` is the version that it follows. */
  constructor(private latest: Trie) {
    // Enough for the edits until the next move is over: growing would copy all of it at once.
    const room = 2 * (latest.writer.settledWords + DUE_WORDS);
    this.target = new TrieWriter(latest.writer.shape, new WordArena(new Int32Array(room), 1));
    this.directory = new Int32Array(latest.directory.length);
  }

  /** Takes note of an edit. Gives true when the move should be begun anew, since the version that it follows is edited no more. */
  follow(before: Trie, after: Trie): boolean {
    if (before.directory !== this.latest.directory) return ++this.strangers > PATIENCE;
    this.strangers = 0;
    this.latest = after;
    for (const slot of before.directory.differences(after.directory, this.next))
      this.moveSlot(slot);
    return false;
  }

  /** Moves on by about `budget` words. Gives the moved version when all of it is there. */
  step(budget: number): Trie | undefined {
    const { arena } = this.target;
    const end = arena.used + SLOT_WORDS * this.next + budget;
    while (this.next < this.directory.length && arena.used + SLOT_WORDS * this.next < end) {
      this.moveSlot(this.next++);
    }
    if (this.next < this.directory.length) return undefined;
    const { target } = this;
    target.settledWords = arena.used;
    const directory = Directory.of(this.directory);
    return { directory, words: arena.words, fallback: this.latest.fallback, writer: target };
  }

  private moveSlot(slot: number): void {
    this.directory[slot] = this.move(1, this.latest.directory.slot(slot));
  }

  private move(level: number, entry: number): number {
    if (entry <= 0) return entry;
    return this.target.level(level).direct
      ? this.movePage(level, entry)
      : this.moveNode(level, entry);
  }

  private movePage(level: number, page: number): number {
    const known = this.moved.get(page);
    if (known !== undefined) return known;
    const slots = this.latest.words.slice(page, page + (1 << this.target.level(level).bits));
    for (let slot = 0; slot < slots.length; slot++) {
      slots[slot] = this.move(level + 1, slots[slot] ?? NO_ENTRY);
    }
    const place = this.target.writeEntry(level, slots);
    this.moved.set(page, place);
    return place;
  }

  private moveNode(level: number, node: number): number {
    const { words } = this.latest;
    const { arena } = this.target;
    const count = nodeWords(words, node);
    arena.reserve(count);
    const place = arena.used;
    arena.used += count;
    arena.words[place] = words[node] ?? 0;
    for (let index = 1; index < count; index++) {
      const entry = this.move(level + 1, words[node + index] ?? NO_ENTRY);
      // Not before: moving a child may give the arena another array.
      arena.words[place + index] = entry;
    }
    return place;
  }
}

/** The move that is going on out of each arena, by the arena's writer. */
const ongoing = new WeakMap<TrieWriter, Compaction>();

/**
 * What follows an edit that added some words to the arena: begins, continues or ends a move to a fresh one. Gives the version to go on
 * with, which answers as the edited one does.
 */
export function followEdit(before: Trie, edited: Trie, added: number): Trie {
  const { writer } = edited;
  let compaction = ongoing.get(writer);
  if (compaction === undefined) {
    if (writer.arena.used < DUE_FACTOR * writer.settledWords + DUE_WORDS) return edited;
    compaction = new Compaction(before);
    ongoing.set(writer, compaction);
  }
  if (compaction.follow(before, edited)) {
    compaction = new Compaction(edited);
    ongoing.set(writer, compaction);
  }
  const done = compaction.step(PACE * added + STEP_WORDS);
  if (done === undefined) return edited;
  ongoing.delete(writer);
  return done;
}
