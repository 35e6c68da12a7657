import type { HostNames } from '../../host/host-names.js';
import type { WordCursor } from '../../packet/word-cursor.js';
import { ParseError } from '../../parse-error.js';
import { UnknownName } from '../../unknown-name.js';
import { NOTHING, type Argument } from './arguments.js';

/** One kind of property. */
export interface PropertyKind<Given, Of> {
  /** The words with which it begins; what it is given follows them. */
  readonly words: string;
  /** Whether anything follows the words. */
  readonly bare: boolean;
  /** The word with which it ends; undefined for most. */
  readonly lastWord: string | undefined;
  /** The property of what it is given. @throws UnknownName when the host doesn't have it; RangeError when it is none at all */
  readonly of: (given: Given, names: HostNames) => Of;
  /** The property of what the next words give. @throws ParseError */
  readonly take: (cursor: WordCursor, names: HostNames) => Of;
}

/**
 * Makes a kind of property of its words and of what they are followed by.
 *
 * @param make - the property of what it is given, as outcomes have it, with its whole text
 */
export function propertyKind<Given, Of>(
  words: string,
  reads: Argument<Given>,
  make: (given: Given, text: string, names: HostNames) => Of,
  lastWord?: string,
): PropertyKind<Given, Of> {
  const of = (given: Given, names: HostNames): Of => {
    const known = reads.known(given, names);
    return make(known, `${words} ${reads.print(known)}`.trimEnd(), names);
  };
  return {
    words,
    bare: reads.print === NOTHING.print,
    lastWord,
    of,
    take: (cursor, names) => {
      const start = cursor.peek();
      const given = reads.take(cursor);
      try {
        return of(given, names);
      } catch (error) {
        if (!(error instanceof UnknownName)) throw error;
        throw new ParseError(error.expected, error.found, start);
      }
    },
  };
}
