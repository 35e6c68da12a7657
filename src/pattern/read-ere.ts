import { readBracket, WORD_RANGES } from './bracket.js';
import {
  ANY_CHARACTER,
  literal,
  repeat,
  sequence,
  type Assertion,
  type Pattern,
} from './pattern.js';

/** A pattern that isn't a regular expression. */
class BadPattern extends Error {}

/** As often as a pattern may be repeated: RE_DUP_MAX of glibc. */
const REPEAT_MAX = 0x7fff;

/** Signs after a backslash that stand for a place. Source: glibc's regex. */
const ASSERTIONS: ReadonlyMap<string, Assertion> = new Map([
  ['`', 'start'],
  ["'", 'end'],
  ['<', 'word-start'],
  ['>', 'word-end'],
  ['b', 'word-boundary'],
  ['B', 'within-or-outside-word'],
]);

const SPACE_RANGES = [
  [9, 13],
  [32, 32],
] as const;

/** Signs after a backslash that stand for some characters. */
const SETS: ReadonlyMap<string, Pattern> = new Map([
  ['w', { kind: 'character', set: { ranges: WORD_RANGES, inverted: false } }],
  ['W', { kind: 'character', set: { ranges: WORD_RANGES, inverted: true } }],
  ['s', { kind: 'character', set: { ranges: SPACE_RANGES, inverted: false } }],
  ['S', { kind: 'character', set: { ranges: SPACE_RANGES, inverted: true } }],
]);

/**
 * Reads an extended regular expression as glibc's regcomp(3) does. Source: regex(7).
 *
 * @returns undefined when it is none; `back-reference` when it asks for what a group matched before, which no automaton can
 */
export function readEre(text: string): Pattern | 'back-reference' | undefined {
  const reader = new EreReader(Array.from(text));
  try {
    const pattern = reader.read();
    return reader.hasBackReference ? 'back-reference' : pattern;
  } catch (error) {
    if (error instanceof BadPattern) return undefined;
    throw error;
  }
}

class EreReader {
  hasBackReference = false;
  #at = 0;
  #depth = 0;
  #opened = 0;
  #groups = 0;

  constructor(private readonly text: readonly string[]) {}

  read(): Pattern {
    return this.#choice();
  }

  /** `a|b`: each may be empty. */
  #choice(): Pattern {
    const branches = [this.#branch()];
    while (this.#takes('|')) branches.push(this.#branch());
    const [only] = branches;
    return only !== undefined && branches.length === 1 ? only : { kind: 'choice', of: branches };
  }

  #branch(): Pattern {
    const parts: Pattern[] = [];
    while (!this.#ends()) parts.push(this.#repeated());
    return sequence(parts);
  }

  /** A closing parenthesis that closes nothing is a character. */
  #ends(): boolean {
    const next = this.text[this.#at];
    return next === undefined || next === '|' || (next === ')' && this.#depth > 0);
  }

  #repeated(): Pattern {
    let pattern = this.#atom();
    // What stands for a place isn't repeated: the sign after it is then a sign after nothing.
    while (pattern.kind !== 'assertion') {
      const times = this.#times();
      if (times === undefined) break;
      pattern = repeat(pattern, ...times);
    }
    return pattern;
  }

  #times(): readonly [least: number, most: number] | undefined {
    if (this.#takes('*')) return [0, Infinity];
    if (this.#takes('+')) return [1, Infinity];
    if (this.#takes('?')) return [0, 1];
    if (!this.#takes('{')) return undefined;
    const least = this.#number();
    const most = this.#takes(',') ? (this.#number() ?? Infinity) : least;
    if (most === undefined || !this.#takes('}')) throw new BadPattern();
    const from = least ?? 0;
    if (from > REPEAT_MAX || (most !== Infinity && most > REPEAT_MAX) || from > most) {
      throw new BadPattern();
    }
    return [from, most];
  }

  #number(): number | undefined {
    let digits = '';
    for (let next = this.text[this.#at]; next !== undefined && /\d/.test(next);) {
      digits += next;
      next = this.text[++this.#at];
    }
    return digits === '' ? undefined : Number(digits);
  }

  #atom(): Pattern {
    const character = this.text[this.#at++] ?? '';
    switch (character) {
      case '.':
        return ANY_CHARACTER;
      case '^':
        return { kind: 'assertion', assertion: 'start' };
      case '$':
        return { kind: 'assertion', assertion: 'end' };
      case '[':
        return this.#bracket();
      case '(':
        return this.#group();
      case '\\':
        return this.#escaped();
      case '*':
      case '+':
      case '?':
      case '{':
        throw new BadPattern();
      default:
        return literal(character);
    }
  }

  #group(): Pattern {
    this.#depth++;
    const number = ++this.#opened;
    const of = this.#choice();
    if (!this.#takes(')')) throw new BadPattern();
    this.#depth--;
    this.#groups++;
    return { kind: 'group', number, of };
  }

  #bracket(): Pattern {
    const bracket = readBracket(this.text, this.#at, '^');
    if (bracket === undefined) throw new BadPattern();
    this.#at = bracket.end;
    return { kind: 'character', set: bracket.set };
  }

  #escaped(): Pattern {
    const character = this.text[this.#at++];
    if (character === undefined) throw new BadPattern();
    if (/[1-9]/.test(character)) {
      if (Number(character) > this.#groups) throw new BadPattern();
      this.hasBackReference = true;
    }
    const assertion = ASSERTIONS.get(character);
    if (assertion !== undefined) return { kind: 'assertion', assertion };
    return SETS.get(character) ?? literal(character);
  }

  #takes(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}
