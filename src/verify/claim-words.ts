import { suggestWord } from '../nearest-word.js';
import { wrongWord, type Word, type WordCursor } from '../packet/word-cursor.js';
import { findErrno, type ErrnoName } from '../errno.js';
import { TABLE_HOOKS } from '../netfilter/hook.js';
import { WATCHED_TABLES } from './watch-hook.js';
import type { Claims, Proof } from './prove.js';

/** Something that is claimed of every packet of a set, as words say it. */
export interface ClaimedProperty {
  /** Puts it to the proof. */
  readonly prove: (claims: Claims) => Proof;
  /** An address that the claim names; it tells the family of the packets. */
  readonly address: string | undefined;
}

/** How claims begin. */
export const CLAIM_STARTS: ReadonlySet<string> = new Set([
  'leaves',
  'never',
  'is',
  'fails',
  'takes',
  'keeps',
  'ends',
  'has',
]);

/** Reads what is claimed, to the end of the text. @throws ParseError */
export function readClaim(cursor: WordCursor): ClaimedProperty {
  const property = readProperty(cursor);
  if (!cursor.atEnd) throw wrongWord('the end', cursor.peek());
  return property;
}

function readProperty(cursor: WordCursor): ClaimedProperty {
  const start = cursor.take();
  switch (start.text) {
    case 'leaves':
      return readLeaves(cursor);
    case 'never': {
      expectWord(cursor, 'leaves');
      if (cursor.atEnd) return plain((claims) => claims.neverLeaves());
      expectWord(cursor, 'by');
      const dev = takeWord(cursor, 'a device').text;
      return plain((claims) => claims.neverLeavesBy(dev));
    }
    case 'is': {
      const what = takeWord(cursor, 'delivered or dropped');
      if (what.text === 'delivered') return plain((claims) => claims.delivered());
      if (what.text === 'dropped') return plain((claims) => claims.dropped());
      throw wrongWord('delivered or dropped', what);
    }
    case 'fails': {
      expectWord(cursor, 'with');
      const errno = readErrno(takeWord(cursor, 'the name of an errno'));
      return plain((claims) => claims.failsWith(errno));
    }
    case 'takes': {
      expectWord(cursor, 'rule');
      const priority = readNumber(takeWord(cursor, 'a priority'));
      return plain((claims) => claims.takesRule(priority));
    }
    case 'keeps': {
      if (cursor.peek().text === 'its') cursor.take();
      expectWord(cursor, 'source');
      return plain((claims) => claims.keepsSource());
    }
    case 'ends': {
      expectWord(cursor, 'with');
      const [value, mask] = readMark(cursor);
      return plain((claims) => claims.hasMark(value, mask));
    }
    case 'has': {
      const [value, mask] = readMark(cursor);
      expectWord(cursor, 'after');
      const place = readPlace(cursor);
      return plain((claims) => claims.hasMarkAfter(place, value, mask));
    }
    default:
      throw wrongWord(suggestWord(start.text, [...CLAIM_STARTS]) ?? 'what is claimed', start);
  }
}

function readLeaves(cursor: WordCursor): ClaimedProperty {
  if (cursor.atEnd) return plain((claims) => claims.leaves());
  const how = cursor.take();
  if (how.text === 'via') {
    const address = takeWord(cursor, 'the address of a gateway').text;
    return { prove: (claims) => claims.leavesVia(address), address };
  }
  if (how.text !== 'by') throw wrongWord('via or by', how);
  const dev = takeWord(cursor, 'a device').text;
  return plain((claims) => claims.leavesBy(dev));
}

function readMark(cursor: WordCursor): readonly [value: number, mask: number | undefined] {
  expectWord(cursor, 'mark');
  const word = takeWord(cursor, 'a mark');
  const [value = 0, mask] = word.text.split('/').map((text) => readNumber(word, text));
  return [value, mask];
}

function readPlace(cursor: WordCursor): string {
  const name = takeWord(cursor, 'a table');
  const table = WATCHED_TABLES.find((known) => known === name.text);
  if (table === undefined) throw wrongWord(WATCHED_TABLES.join(', '), name);
  const hook = takeWord(cursor, 'a hook');
  const hooks = TABLE_HOOKS[table];
  if (!hooks.some((known) => known === hook.text)) throw wrongWord(hooks.join(', '), hook);
  return `${table} ${hook.text}`;
}

function plain(prove: ClaimedProperty['prove']): ClaimedProperty {
  return { prove, address: undefined };
}

function takeWord(cursor: WordCursor, expected: string): Word {
  if (cursor.atEnd) throw wrongWord(expected, cursor.peek());
  return cursor.take();
}

function expectWord(cursor: WordCursor, text: string): void {
  const word = cursor.take();
  if (word.text !== text) throw wrongWord(text, word);
}

function readNumber(word: Word, text = word.text): number {
  if (!/^(\d+|0x[\da-f]+)$/i.test(text)) throw wrongWord('a number', word);
  return Number(text);
}

function readErrno(word: Word): ErrnoName {
  const name = findErrno(word.text);
  if (name === undefined) throw wrongWord('the name of an errno', word);
  return name;
}
