/**
 * A growing run of 32-bit words that is only ever added to: what was written stays as it is, so that any number of tries may share it.
 * A trie keeps the array that was current when it was made; growing copies, and leaves that array to those who have it.
 */
export class WordArena {
  /** The words; those from {@link used} on are free. */
  words: Int32Array;
  used: number;

  constructor(words: Int32Array, used = words.length) {
    this.words = words;
    this.used = used;
  }

  /** Makes room for `count` more words, so that writing them needs no check. */
  reserve(count: number): void {
    const needed = this.used + count;
    if (needed > this.words.length) this.resize(Math.max(needed, 2 * this.used));
  }

  /** Gives up the free words. */
  trim(): void {
    if (this.words.length > this.used) this.resize(this.used);
  }

  private resize(length: number): void {
    const words = new Int32Array(length);
    words.set(this.words.subarray(0, this.used));
    this.words = words;
  }
}
