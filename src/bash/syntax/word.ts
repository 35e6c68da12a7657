import type { Script } from './script.js';

/** A word as it is written: parts that are expanded and put together. */
export interface Word {
  readonly parts: readonly Part[];
  /** The text in the script. */
  readonly raw: string;
}

/** A piece of a word. */
export type Part =
  | LiteralPart
  | QuotedPart
  | DoubleQuotedPart
  | ParameterPart
  | CommandPart
  | ArithmeticPart
  | ProcessPart;

/** Characters that stand for themselves, or are part of a pattern. */
export interface LiteralPart {
  readonly kind: 'literal';
  readonly text: string;
}

/** Characters in single quotes, after a backslash, or in `$'...'`. */
export interface QuotedPart {
  readonly kind: 'quoted';
  readonly text: string;
}

/** `"..."` */
export interface DoubleQuotedPart {
  readonly kind: 'double';
  readonly parts: readonly Part[];
}

/** `$(...)` or `` `...` `` */
export interface CommandPart {
  readonly kind: 'command';
  readonly script: Script;
}

/** `$((...))`: the text between, which is expanded before it is read. */
export interface ArithmeticPart {
  readonly kind: 'arithmetic';
  readonly expression: Word;
}

/** `<(...)` or `>(...)` */
export interface ProcessPart {
  readonly kind: 'process';
  readonly direction: '<' | '>';
  readonly script: Script;
}

/** `$NAME` or `${...}` */
export interface ParameterPart {
  readonly kind: 'parameter';
  readonly name: string;
  readonly subscript: Subscript | undefined;
  /** `${!NAME}` */
  readonly isIndirect: boolean;
  readonly operation: Operation | undefined;
  /** Its text in the script. */
  readonly raw: string;
}

/** What stands in the brackets after a name: all elements as words, all as one word, or one of them. */
export type Subscript = '@' | '*' | Word;

/** What `${...}` does with the value. */
export type Operation =
  | { readonly kind: 'length' }
  | {
      readonly kind: 'default' | 'assign' | 'error' | 'alternative';
      /** An empty value counts as none. */
      readonly hasColon: boolean;
      readonly word: Word;
    }
  | {
      readonly kind: 'remove';
      readonly side: 'prefix' | 'suffix';
      readonly isLongest: boolean;
      readonly pattern: Word;
    }
  | {
      readonly kind: 'replace';
      readonly where: 'first' | 'all' | 'prefix' | 'suffix';
      readonly pattern: Word;
      readonly replacement: Word;
    }
  | { readonly kind: 'substring'; readonly offset: Word; readonly length: Word | undefined }
  | {
      readonly kind: 'case';
      readonly change: 'upper' | 'lower' | 'toggle';
      readonly isAll: boolean;
      readonly pattern: Word;
    }
  | { readonly kind: 'transform'; readonly letter: string }
  /** `${!PREFIX*}` and `${!PREFIX@}`: names of variables. */
  | { readonly kind: 'names'; readonly isOneWord: boolean }
  /** What no shell can read, which is an error only when its turn comes. */
  | { readonly kind: 'bad' };

/** The text of a word that is the same in every run; undefined when it holds an expansion. */
export function literalOf(word: Word): string | undefined {
  return literalOfParts(word.parts);
}

function literalOfParts(parts: readonly Part[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind === 'literal' || part.kind === 'quoted') text += part.text;
    else if (part.kind === 'double') {
      const inner = literalOfParts(part.parts);
      if (inner === undefined) return undefined;
      text += inner;
    } else return undefined;
  }
  return text;
}

/** A word that stands for exactly this text. */
export function quotedWord(text: string): Word {
  return { parts: [{ kind: 'quoted', text }], raw: text };
}
