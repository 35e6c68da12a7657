import { quotePattern } from '../pattern/glob.js';
import { quoteExpression } from '../pattern/regular-expression.js';

/** A piece of an expanded word. What is quoted is neither split nor part of a pattern. */
export interface Chunk {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Collects the pieces of a word and divides them into fields where it must. */
export class Fields {
  readonly fields: Chunk[][] = [];
  #current: Chunk[] | undefined;

  /** `separators` is `IFS`; undefined when the word is not divided. */
  constructor(readonly separators: string | undefined) {}

  /** Text that stays as it is. */
  addQuoted(text: string): void {
    (this.#current ??= []).push({ text, isQuoted: true });
  }

  /** Text of the script itself, which may be part of a pattern. */
  addLiteral(text: string): void {
    (this.#current ??= []).push({ text, isQuoted: false });
  }

  /** The result of an expansion outside of quotes, which is divided (bash(1), Word Splitting). */
  addExpanded(text: string): void {
    const separators = this.separators;
    if (separators === undefined) {
      this.addLiteral(text);
      return;
    }
    if (text === '') return;
    if (separators === '') {
      this.addLiteral(text);
      return;
    }
    let at = 0;
    const isSeparator = (): boolean => at < text.length && separators.includes(text.charAt(at));
    const skipBlanks = (): boolean => {
      const start = at;
      while (isSeparator() && ' \t\n'.includes(text.charAt(at))) at++;
      return at > start;
    };
    if (skipBlanks()) this.end();
    while (at < text.length) {
      const start = at;
      while (at < text.length && !isSeparator()) at++;
      if (at > start) this.addLiteral(text.slice(start, at));
      if (at >= text.length) return;
      skipBlanks();
      if (isSeparator()) {
        // One that is no blank ends a field even when there is nothing in it.
        this.#current ??= [];
        at++;
        skipBlanks();
      }
      this.end();
    }
  }

  /** What comes next belongs to another field. */
  end(): void {
    if (this.#current !== undefined) this.fields.push(this.#current);
    this.#current = undefined;
  }
}

/** The text of a field. */
export function textOfField(field: readonly Chunk[]): string {
  let text = '';
  for (const chunk of field) text += chunk.text;
  return text;
}

/** A field as a pattern, in which what is quoted stands for itself. */
export function patternOf(field: readonly Chunk[]): string {
  return field.map(({ text, isQuoted }) => (isQuoted ? quotePattern(text) : text)).join('');
}

/** A field as a regular expression, in which what is quoted stands for itself. */
export function expressionOf(field: readonly Chunk[]): string {
  return field.map(({ text, isQuoted }) => (isQuoted ? quoteExpression(text) : text)).join('');
}
