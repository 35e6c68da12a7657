import { errno, type ErrnoName } from '../../errno.js';
import { Refusal } from '../refusal.js';
import { NOT_SIMULATED_EXIT, notSimulatedText } from '../result.js';
import type { IpUnsimulated } from './unsimulated.js';

/** Exit status of `exit(-1)`. */
export const EXIT_USAGE = 255;

/** The words of a command line, read from left to right. The only state is how far one has read. */
export class Words {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  /** The word to be read now, not taken; undefined at the end. */
  get peek(): string | undefined {
    return this.#words[this.#at];
  }

  /** How many words are left. */
  get left(): number {
    return this.#words.length - this.#at;
  }

  /** Takes the word to be read now; undefined at the end, so that a loop can be written `while ((word = words.take()) !== undefined)`. */
  take(): string | undefined {
    const word = this.peek;
    if (word !== undefined) this.#at += 1;
    return word;
  }

  /** Takes the value of the option just taken. @throws Refusal when there is none. */
  next(): string {
    return this.take() ?? refuseIncomplete();
  }

  /** The words from here to the end, not taken. */
  rest(): readonly string[] {
    return this.#words.slice(this.#at);
  }
}

/** Reports whether a word is the beginning of a keyword (or all of it), which is how `ip` takes abbreviations. An empty word is none. */
export function matches(word: string, keyword: string): boolean {
  return word !== '' && keyword.startsWith(word);
}

/** Reports whether a word is one of the keywords, or abbreviates one. */
export function matchesAny(word: string, ...keywords: readonly string[]): boolean {
  return keywords.some((keyword) => matches(word, keyword));
}

/** Refuses a command line that ends too early. */
function refuseIncomplete(): never {
  throw new Refusal(EXIT_USAGE, 'Command line is not complete. Try option "help"\n');
}

/** Refuses a command line that lacks something. */
export function refuseMissing(what: string): never {
  throw new Refusal(EXIT_USAGE, `Error: argument "${what}" is required\n`);
}

/** Refuses the value of an option. Many of the tool's reasons end in a line end of their own: give it with the reason. */
export function refuseValue(word: string, reason: string): never {
  throw new Refusal(EXIT_USAGE, `Error: argument "${word}" is wrong: ${reason}\n`);
}

/** Refuses an option that was given before; `word` is the second value. */
export function refuseDuplicate(option: string, word: string): never {
  throw new Refusal(EXIT_USAGE, `Error: duplicate "${option}": "${word}" is the second value.\n`);
}

/** Refuses a word that may be a second value or nothing that belongs here. */
export function refuseGarbage(option: string, word: string): never {
  throw new Refusal(
    EXIT_USAGE,
    `Error: either "${option}" is duplicate, or "${word}" is garbage.\n`,
  );
}

/** Refuses with the usage text of an object, as `help` prints it. */
export function refuseWithUsage(usage: string): never {
  throw new Refusal(EXIT_USAGE, usage);
}

/** Refuses as `ip` does when the kernel gave an error number and no text. */
export function refuseByErrno(name: ErrnoName): never {
  throw errnoRefusal(name);
}

/** What {@link refuseByErrno} throws. */
export function errnoRefusal(name: ErrnoName): Refusal {
  return new Refusal(2, `RTNETLINK answers: ${errno(name).words}\n`, false);
}

/** Refuses as `ip` does when the kernel gave a text (without its full stop). */
export function refuseByKernel(text: string): never {
  throw kernelRefusal(text);
}

/** What {@link refuseByKernel} throws. */
export function kernelRefusal(text: string): Refusal {
  return new Refusal(2, `Error: ${text}.\n`, false);
}

/** Refuses by name what Linux has and nexthop doesn't simulate, from inside a parser. */
export function refuseNotSimulated(what: IpUnsimulated): never {
  throw new Refusal(NOT_SIMULATED_EXIT, notSimulatedText(what), true, what);
}
