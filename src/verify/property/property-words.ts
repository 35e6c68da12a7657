import type { HostNames } from '../../host/host-names.js';
import { nearestWord } from '../../nearest-word.js';
import { wrongWord, type Word, type WordCursor } from '../../packet/word-cursor.js';
import { JOURNEY_PROPERTIES, type JourneyProperty } from './journey-properties.js';
import { PROPERTIES, type Property } from './properties.js';

/** A kind of property as words begin it. */
interface Phrase {
  readonly words: readonly string[];
  readonly bare: boolean;
  readonly lastWord: string | undefined;
  readonly take: (cursor: WordCursor, names: HostNames) => Property | JourneyProperty;
}

const PHRASES: readonly Phrase[] = [
  ...Object.values(JOURNEY_PROPERTIES),
  ...Object.values(PROPERTIES),
].map(({ words, bare, lastWord, take }) => ({ words: words.split(' '), bare, lastWord, take }));

/** The words with which properties begin. */
export const PROPERTY_STARTS: ReadonlySet<string> = new Set(
  PHRASES.map(({ words: [first = ''] }) => first),
);

/** Reads what is claimed, to the end of the text. @throws ParseError when it is no property, or names what the host doesn't have */
export function readProperty(cursor: WordCursor, names: HostNames): Property | JourneyProperty {
  let phrases = PHRASES;
  for (let at = 0; ; at++) {
    const word = cursor.peek();
    const longer = phrases.filter(({ words }) => words[at] === word.text);
    if (longer.length > 0 && word.text !== '') {
      cursor.take();
      phrases = longer;
      continue;
    }
    const whole = phrases.find(
      ({ words, lastWord }) =>
        words.length === at && (lastWord === undefined || cursor.last.text === lastWord),
    );
    const more = phrases.flatMap(({ words }) => words[at] ?? []);
    if (whole === undefined || (whole.bare && !cursor.atEnd && more.length > 0)) {
      throw wrongWord(expectedOf(word, more), word);
    }
    const property = whole.take(cursor, names);
    if (!cursor.atEnd) throw wrongWord('the end', cursor.peek());
    return property;
  }
}

function expectedOf(word: Word, known: readonly string[]): string {
  const words = [...new Set(known)];
  const nearest = nearestWord(word.text, words);
  const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
  return `${words.join(' or ')}${hint}`;
}
