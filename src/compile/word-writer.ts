/** Collects words, in an array that grows. */
export class WordWriter {
  #words = new Int32Array(1024);
  #used: number;

  /** @param reserved - so many words come first, all 0 */
  constructor(reserved = 0) {
    this.#used = reserved;
  }

  /** Adds words and gives the place of the first. */
  add(...words: readonly number[]): number {
    return this.addAll(words);
  }

  /** Adds any number of words and gives the place of the first. */
  addAll(words: Iterable<number>): number {
    const at = this.#used;
    for (const word of words) this.push(word);
    return at;
  }

  /** Adds one word and gives its place. */
  push(word: number): number {
    if (this.#used === this.#words.length) {
      const larger = new Int32Array(2 * this.#used);
      larger.set(this.#words);
      this.#words = larger;
    }
    this.#words[this.#used] = word;
    return this.#used++;
  }

  /** Changes a word that is there. */
  put(at: number, word: number): void {
    this.#words[at] = word;
  }

  /** A word that is there. */
  get(at: number): number {
    return this.#words[at] ?? 0;
  }

  /** All words. */
  take(): Int32Array {
    return this.#words.slice(0, this.#used);
  }
}
