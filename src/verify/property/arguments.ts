import { parseAddress, printAddress, readAddress } from '../../address/address-text.js';
import { findErrno, ERRNO_NAMES } from '../../errno.js';
import type { HostNames } from '../../host/host-names.js';
import { nearestWord } from '../../nearest-word.js';
import { TABLE_HOOKS } from '../../netfilter/hook.js';
import { wrongWord, type Word, type WordCursor } from '../../packet/word-cursor.js';
import { maskedText } from '../packets/masked-text.js';
import { WATCHED_TABLES } from '../run/watch-hook.js';

/** What follows the words of a property: how it is read and printed, and what of it must be on the host. */
export interface Argument<Given> {
  /** Reads it from words. @throws ParseError when they are none */
  readonly take: (cursor: WordCursor) => Given;
  /** Gives it as outcomes have it. @throws UnknownName when the host has none; RangeError or ParseError when it is none at all */
  readonly known: (given: Given, names: HostNames) => Given;
  readonly print: (given: Given) => string;
}

/** A mark, in the bits of a mask. Both 0..2^32-1. */
export interface MarkBits {
  readonly value: number;
  readonly mask: number;
}

/** A mark behind a table's chains at a hook. */
export interface MarkAfter extends MarkBits {
  /** The table and the hook: `mangle OUTPUT`. */
  readonly place: string;
}

/** Where packets get to: at an address, in a network namespace, or both. */
export interface Reached {
  /** Null: whatever it is. */
  readonly address: string | null;
  readonly namespace: string | null;
}

/** A device, of the host that is asked when no namespace is named. */
export interface DeviceThere {
  readonly dev: string;
  readonly namespace: string | null;
}

export const NOTHING: Argument<void> = {
  take: () => undefined,
  known: () => undefined,
  print: () => '',
};

export const GATEWAY: Argument<string> = {
  take: (cursor) => takeAddress(cursor, 'the address of a gateway'),
  known: (given, names) => names.gateway(given),
  print: String,
};

export const ADDRESS: Argument<string> = {
  take: (cursor) => takeAddress(cursor, 'an address'),
  known: (given) => printAddress(parseAddress(given)),
  print: String,
};

export const DEVICE: Argument<string> = {
  take: (cursor) => takeWord(cursor, 'a device').text,
  known: (given, names) => names.device(given),
  print: String,
};

export const REACHED: Argument<Reached> = {
  take: (cursor) => {
    const expected = 'an address or in namespace';
    const address = cursor.peek().text === 'in' ? null : takeAddress(cursor, expected);
    return { address, namespace: takeNamespace(cursor) };
  },
  known: ({ address, namespace }, names) => ({
    address: address === null ? null : printAddress(parseAddress(address)),
    namespace: namespace === null ? null : names.networkNamespace(namespace),
  }),
  print: ({ address, namespace }) => [address ?? [], printNamespace(namespace)].flat().join(' '),
};

/** The word that a claim about encryption ends with. */
export const UNENCRYPTED_WORD = 'unencrypted';

export const UNENCRYPTED: Argument<DeviceThere> = {
  take: (cursor) => {
    const dev = DEVICE.take(cursor);
    const namespace = takeNamespace(cursor);
    const last = cursor.take();
    if (last.text !== UNENCRYPTED_WORD) throw wrongWord(UNENCRYPTED_WORD, last);
    return { dev, namespace };
  },
  known: ({ dev, namespace }, names) => ({
    dev: names.device(dev, namespace ?? undefined),
    namespace: namespace === null ? null : names.networkNamespace(namespace),
  }),
  print: ({ dev, namespace }) =>
    [dev, printNamespace(namespace), UNENCRYPTED_WORD].flat().join(' '),
};

export const TABLE: Argument<string> = {
  take: (cursor) => takeWord(cursor, 'a routing table').text,
  known: (given, names) => names.table(given),
  print: String,
};

export const PRIORITY: Argument<number> = {
  take: (cursor) => readNumber(takeWord(cursor, 'a priority')),
  known: (given, names) => names.priority(given),
  print: String,
};

export const ERRNO: Argument<string> = {
  take: (cursor) => {
    const word = takeWord(cursor, 'the name of an errno');
    if (findErrno(word.text) !== undefined) return word.text;
    const nearest = nearestWord(word.text, ERRNO_NAMES);
    const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
    throw wrongWord(`the name of an errno${hint}`, word);
  },
  known: (given, names) => names.errno(given),
  print: String,
};

/** Words of a place, to the end of the text. */
export const PLACE: Argument<string> = {
  take: (cursor) => {
    const words = [takeWord(cursor, 'a chain, rule or check').text];
    while (!cursor.atEnd) words.push(cursor.take().text);
    return words.join(' ');
  },
  known: (given, names) => names.place(given),
  print: String,
};

export const MARK: Argument<MarkBits> = {
  take: takeMark,
  known: checkMark,
  print: ({ value, mask }) => maskedText(value, mask),
};

export const MARK_AFTER: Argument<MarkAfter> = {
  take: (cursor) => {
    const mark = takeMark(cursor);
    const after = cursor.take();
    if (after.text !== 'after') throw wrongWord('after', after);
    return { ...mark, place: takeHookPlace(cursor) };
  },
  known: checkMark,
  print: ({ value, mask, place }) => `${maskedText(value, mask)} after ${place}`,
};

/** `in namespace NAME`, where it stands; null elsewhere. */
function takeNamespace(cursor: WordCursor): string | null {
  if (cursor.peek().text !== 'in') return null;
  cursor.take();
  const word = cursor.take();
  if (word.text !== 'namespace') throw wrongWord('namespace', word);
  return takeWord(cursor, 'a network namespace').text;
}

function printNamespace(namespace: string | null): readonly string[] {
  return namespace === null ? [] : [`in namespace ${namespace}`];
}

function takeAddress(cursor: WordCursor, expected: string): string {
  const word = takeWord(cursor, expected);
  if (readAddress(word.text) === undefined) throw wrongWord(expected, word);
  return word.text;
}

function takeMark(cursor: WordCursor): MarkBits {
  const word = takeWord(cursor, 'a mark');
  const [value = '', mask, ...more] = word.text.split('/');
  if (more.length > 0) throw wrongWord('a mark or a mark and a mask', word);
  const read = {
    value: readNumber(word, value),
    mask: mask === undefined ? 0xffffffff : readNumber(word, mask),
  };
  if (Math.max(read.value, read.mask) > 0xffffffff) throw wrongWord('a mark of 32 bits', word);
  if ((read.value & ~read.mask) !== 0)
    throw wrongWord('a mark without bits outside of its mask', word);
  return read;
}

/** A mark that some packet can have. @throws RangeError */
function checkMark<Mark extends MarkBits>(mark: Mark): Mark {
  for (const [name, value] of Object.entries({ mark: mark.value, mask: mark.mask })) {
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
      throw new RangeError(`${name}: 0..4294967295, got ${value}`);
    }
  }
  if ((mark.value & ~mark.mask) !== 0) {
    throw new RangeError(
      `mark: no bits outside of the mask, got ${maskedText(mark.value, mark.mask)}`,
    );
  }
  return mark;
}

function takeHookPlace(cursor: WordCursor): string {
  const name = takeWord(cursor, 'a table');
  const table = WATCHED_TABLES.find((known) => known === name.text);
  if (table === undefined) throw wrongWord(WATCHED_TABLES.join(', '), name);
  const hook = takeWord(cursor, 'a hook');
  const hooks = TABLE_HOOKS[table];
  if (!hooks.some((known) => known === hook.text)) throw wrongWord(hooks.join(', '), hook);
  return `${table} ${hook.text}`;
}

function takeWord(cursor: WordCursor, expected: string): Word {
  if (cursor.atEnd) throw wrongWord(expected, cursor.peek());
  return cursor.take();
}

function readNumber(word: Word, text = word.text): number {
  if (!/^(\d+|0x[\da-f]+)$/i.test(text)) throw wrongWord('a number', word);
  return Number(text);
}
