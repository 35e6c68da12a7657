import { Map } from 'immutable';
import { assertNever } from '../assert-never.js';
import type { ListQuestion } from '../netfilter/extension/list-question.js';
import { readWord } from '../netfilter/nft/meaning/value/read-word.js';
import type { ReadField } from './flow-hash.js';

/** How often keys were seen, by list and key. */
export type Lists = Map<string, Map<string, number>>;

/** Answers what matches ask of lists that packets have left, and keeps what they leave. */
export class ListKeeper {
  lists: Lists;

  constructor(lists: Lists) {
    this.lists = lists;
  }

  /** Whether the match holds: see {@link ListQuestion}. */
  holds({ does, list, key, times, inverted }: ListQuestion, read: ReadField): boolean {
    const text = key.map((word) => readWord(word, read).toString(36)).join('.');
    const seen = this.lists.get(list)?.get(text) ?? 0;
    const keep = (count: number): void => {
      const before = this.lists.get(list) ?? Map<string, number>();
      this.lists = this.lists.set(
        list,
        count === 0 ? before.delete(text) : before.set(text, count),
      );
    };
    switch (does) {
      case 'note':
        keep(seen + 1);
        return !inverted;
      case 'find':
        return seen >= times !== inverted;
      case 'refresh': {
        const held = seen >= times !== inverted;
        // What was never seen has nothing to refresh.
        if (held && seen > 0) keep(seen + 1);
        return held;
      }
      case 'drop':
        if (seen > 0) keep(0);
        return seen > 0 !== inverted;
      case 'spend':
        if (seen < times) keep(seen + 1);
        return seen < times !== inverted;
      default:
        return assertNever(does);
    }
  }
}
