import type { Node } from './engine/diagram.js';
import type { Vector } from './engine/vector.js';
import { CHANGED } from './told-bits.js';

/** A group of bits that is neither kept nor a constant, and what it is. */
export interface ChangedGroup {
  readonly mask: number;
  /** The number of which they are bits, the others being 0. */
  readonly vector: Vector;
}

/** What groups of bits are that are told as changed: two fates that tell the same group as changed need not say the same. */
export class ChangedBits {
  readonly #groups: ChangedGroup[] = [];
  readonly #numbers = new Map<string, number>();

  /** The word for a group: `changed`, and which of those that are known. */
  tell(mask: number, vector: readonly Node[]): string {
    const key = `${mask} ${vector.join(',')}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#groups.push({ mask, vector }) - 1;
      this.#numbers.set(key, number);
    }
    return `${CHANGED}#${number}`;
  }

  /** The group for which a word stands. */
  groupOf(word: string): ChangedGroup | undefined {
    return this.#groups[Number(word.slice(CHANGED.length + 1))];
  }
}

/** What fates tell to others than {@link ChangedBits}. */
export function withoutNumbers(text: string): string {
  return text.replaceAll(/#\d+/g, '');
}
