import type { Node } from '../engine/diagram.js';
import type { Vector } from '../engine/vector.js';
import { CHANGED } from './known-bits.js';

/** A part of a header, or a group of its bits, that is neither kept nor a constant, and what it is. */
export interface ChangedValue {
  /** The bits of it that are stated; an address has 32 a word. */
  readonly mask: number;
  /** The number of which they are bits, the others being 0; of an address its words one after the other. */
  readonly vector: Vector;
}

/** What parts of headers are that are stated as changed: two fates that state the same part as changed need not say the same. */
export class ChangedValues {
  readonly #values: ChangedValue[] = [];
  readonly #numbers = new Map<string, number>();

  /** The word for a part: `changed`, and which of those that are known. */
  wordOf(mask: number, vector: readonly Node[]): string {
    const key = `${mask} ${vector.join(',')}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#values.push({ mask, vector }) - 1;
      this.#numbers.set(key, number);
    }
    return `${CHANGED}#${number}`;
  }

  /** The part for which a word stands; undefined when it states something else. */
  valueOf(word: string): ChangedValue | undefined {
    if (!word.startsWith(CHANGED)) return undefined;
    return this.#values[Number(word.slice(CHANGED.length + 1))];
  }
}

/** What fates state to others than {@link ChangedValues}. */
export function withoutNumbers(text: string): string {
  return text.replaceAll(/#\d+/g, '');
}
