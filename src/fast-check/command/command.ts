import * as fc from 'fast-check';

/** Some words of a command that belong together: `via 10.0.0.1`. */
export interface Phrase {
  readonly words: readonly string[];
  /** The command can do without. */
  readonly optional: boolean;
}

/**
 * One command as a list of words; as text, a line of a shell script.
 *
 * @example
 * ```ts
 * import * as fc from 'fast-check';
 * import { Host } from 'nexthop';
 * import { commandsFor } from 'nexthop/fast-check';
 * const host = Host.fromCommands('ip link set lo up');
 * const [command] = fc.sample(commandsFor(host, 4, ['rule']), { numRuns: 1, seed: 1 });
 * command.words[0]; // 'ip'
 * String(command).startsWith('ip rule '); // true
 * ```
 */
export class Command {
  /** Its words, without quotes: what `host.exec` takes. */
  readonly words: readonly string[];
  readonly #phrases: readonly Phrase[];

  /** @internal */
  constructor(phrases: readonly Phrase[]) {
    this.#phrases = phrases.filter(({ words }) => words.length > 0);
    this.words = Object.freeze(this.#phrases.flatMap(({ words }) => words));
    Object.freeze(this);
  }

  /** The command as a line of a shell script, with quotes where a shell needs them. */
  toString(): string {
    return this.words.map(quote).join(' ');
  }

  /** What fast-check's reports show. */
  [fc.toStringMethod](): string {
    return this.toString();
  }

  /**
   * The command without one of the phrases that it can do without, for each of them.
   *
   * @internal
   */
  shorter(): readonly Command[] {
    return this.#phrases.flatMap((phrase) =>
      phrase.optional ? [new Command(this.#phrases.filter((other) => other !== phrase))] : [],
    );
  }
}

/** Words that the command needs, with blanks between them. */
export function must(text: string): Phrase {
  return { words: text.split(' '), optional: false };
}

/** Words that the command can do without; none at all when there is no text. */
export function may(text: string | undefined): Phrase {
  return { words: text === undefined ? [] : text.split(' '), optional: true };
}

function quote(word: string): string {
  return /^[\w@%+=:,./!-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
