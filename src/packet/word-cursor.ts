import { ParseError, type TextPosition } from '../parse-error.js';

/** One word of a text and where it stands; the empty word stands at the end of the text. */
export interface Word extends TextPosition {
  readonly text: string;
}

/** Reads a text word by word; blanks and line ends divide words. */
export class WordCursor {
  readonly #words: readonly Word[];
  readonly #end: Word;
  #place = 0;

  constructor(text: string) {
    const lines = text.split('\n');
    this.#words = lines.flatMap((line, index) =>
      [...line.matchAll(/\S+/g)].map((found) => ({
        text: found[0],
        line: index + 1,
        column: found.index + 1,
      })),
    );
    const lastLine = lines.at(-1) ?? '';
    this.#end = { text: '', line: lines.length, column: lastLine.length + 1 };
  }

  /** The next word, which stays the next one; empty at the end. */
  peek(): Word {
    return this.#words[this.#place] ?? this.#end;
  }

  /** The next word, and goes past it; empty at the end. */
  take(): Word {
    const word = this.peek();
    if (word !== this.#end) this.#place++;
    return word;
  }

  /** The last word of the text; empty when it has none. */
  get last(): Word {
    return this.#words.at(-1) ?? this.#end;
  }

  /** Whether no word is left. */
  get atEnd(): boolean {
    return this.peek() === this.#end;
  }
}

/** The error for a word, or for the part of it from `offset` on, in whose place something else was expected. */
export function wrongWord(expected: string, word: Word, offset = 0): ParseError {
  return new ParseError(expected, word.text.slice(offset), {
    line: word.line,
    column: word.column + offset,
  });
}
