import { List, Map } from 'immutable';
import { assertNever } from '../assert-never.js';
import type { KeptChange, KeptEntries } from '../ipset/kept-entries.js';
import type { EntryQuestion } from '../netfilter/extension/entry-question.js';
import { readWord } from '../netfilter/nft/meaning/value/read-word.js';
import type { ReadField } from './flow-hash.js';

const UNTOUCHED: KeptEntries = { last: Map(), more: 0, changes: List() };

/** Answers what packets ask of sets of `ipset` that rules change, and keeps what they do to them. */
export class EntryKeeper {
  /** What packets have made of sets, by name. */
  table: Map<string, KeptEntries>;

  constructor(table: Map<string, KeptEntries>) {
    this.table = table;
  }

  /** Whether the entry is there, before what is done: see {@link EntryQuestion}. */
  holds({ does, set, key, listed, added }: EntryQuestion, read: ReadField): boolean {
    const words = key.map((word) => readWord(word, read));
    const place = words.join('.');
    const kept = this.table.get(set) ?? UNTOUCHED;
    const last = kept.last.get(place);
    const there = last === undefined ? listed : last.does === 'add';
    const change = (done: KeptChange['does'], more: number): void => {
      const { timeout } = added;
      // An entry that has just this timeout is not renewed by it.
      if (last?.does === done && last.timeout === timeout) return;
      const made: KeptChange = { does: done, key: words, timeout };
      this.table = this.table.set(set, {
        last: kept.last.set(place, made),
        more: kept.more + more,
        changes: kept.changes.push(made),
      });
    };
    switch (does) {
      case 'find':
        break;
      case 'add':
        if (there ? added.renews : kept.more < added.room) change('add', there ? 0 : 1);
        break;
      case 'remove':
        if (there) change('remove', -1);
        break;
      default:
        assertNever(does);
    }
    return there;
  }
}
