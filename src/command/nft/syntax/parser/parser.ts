import type { NftError } from '../../print-error.js';
import type { IncludedFiles } from '../files.js';
import type { ScopeName } from '../lexer/keywords.js';
import { Lexer } from '../lexer/lexer.js';
import { printKind, type Token } from '../token.js';
import type { Located, Source, Span, Uint64 } from '../tree/span.js';
import type { Variables } from './variables.js';

/** Thrown when an error was reported: the block or text around goes on behind the next separator. */
export class Recovery extends Error {
  override readonly name = 'Recovery';
  /** Whether the block that is read is given up, so that what is left of it is read as if it stood around it. */
  readonly leavesBlock: boolean;

  constructor(message: string, leavesBlock = false) {
    super(message);
    this.leavesBlock = leavesBlock;
  }
}

/** Thrown when nothing more is read: at the end of the text, or after too many errors. */
export class Abort extends Error {
  override readonly name = 'Abort';
}

const mostErrors = 10;
const mostListed = 4;
/** nft reads ten thousand levels, and says then the same. */
const deepest = 1000;

/** Where files come from and where they are looked for. */
export interface IncludeSettings {
  readonly files: IncludedFiles;
  /** Folders of `-I` and of the file itself; `/etc` comes last by itself. */
  readonly paths: readonly string[];
}

/**
 * Tokens one ahead, what was reported, and the variables. A token is read only when it is asked for: until then scopes can
 * be closed and files included before it.
 */
export class Parser {
  readonly errors: NftError[] = [];
  /** Errors that nft counts: those after which it went on. */
  errorCount = 0;
  readonly lexer: Lexer;
  readonly variables: Variables;
  readonly include: IncludeSettings;
  #ahead: Token | undefined;
  #last: Span;
  #depth = 0;

  constructor(source: Source, variables: Variables, include: IncludeSettings) {
    this.lexer = new Lexer(source);
    this.variables = variables;
    this.include = include;
    this.#last = { source, line: 1, column: 1, endLine: 1, endColumn: 1, lineStart: 0 };
  }

  /** The next token, which stays the next. */
  peek(): Token {
    this.#ahead ??= this.lexer.next();
    return this.#ahead;
  }

  /** Whether the next token is of one of a few kinds. They are no list: one would be made for each of a million questions. */
  peekIs(a: string, b?: string, c?: string, d?: string, e?: string, f?: string): boolean {
    const { kind } = this.peek();
    return kind === a || kind === b || kind === c || kind === d || kind === e || kind === f;
  }

  /** Whether the next token is of one of the kinds. */
  peekIsOf(kinds: readonly string[]): boolean {
    return kinds.includes(this.peek().kind);
  }

  take(): Token {
    const token = this.peek();
    this.#ahead = undefined;
    this.#last = token.at;
    return token;
  }

  /** Takes the next token if it is of one of a few kinds. */
  accept(a: string, b?: string, c?: string, d?: string, e?: string, f?: string): Token | undefined {
    return this.peekIs(a, b, c, d, e, f) ? this.take() : undefined;
  }

  /** Takes the next token if it is of one of the kinds. */
  acceptOf(kinds: readonly string[]): Token | undefined {
    return this.peekIsOf(kinds) ? this.take() : undefined;
  }

  /** Takes the next token, which must be of one of a few kinds; they stand in the order of messages. */
  expect(a: string, b?: string, c?: string, d?: string): Token {
    if (this.peekIs(a, b, c, d)) return this.take();
    return this.fail(...[a, b, c, d].filter((kind) => kind !== undefined));
  }

  /** Takes the next token, which must be of one of the kinds; they stand in the order of messages. */
  expectOf(kinds: readonly string[]): Token {
    return this.acceptOf(kinds) ?? this.fail(...kinds);
  }

  /** Takes a number. Of one that nft keeps in fewer bits the upper ones are lost. */
  expectNumber(bits = 64): Uint64 {
    return BigInt.asUintN(bits, this.expect('number').value);
  }

  /** A name, with its place. `last` is a keyword, but can be a name. */
  expectName(): Located<string> {
    return located(this.expect('string', 'last'));
  }

  expectText(): Located<string> {
    return located(this.expect('string', 'quoted string', 'string with a trailing asterisk'));
  }

  /** Reports the next token as wrong; what could have stood there is listed if it is little. */
  fail(...expected: readonly string[]): never {
    const { kind, at } = this.peek();
    const list =
      expected.length === 0 || expected.length > mostListed
        ? ''
        : `, expecting ${expected.map(printKind).join(' or ')}`;
    this.refuse(at, `syntax error, unexpected ${printKind(kind)}${list}`);
  }

  /** Reports what is understood but wrong. */
  refuse(at: Span, message: string): never {
    this.report(at, message);
    throw new Recovery(message);
  }

  /** Reports what is wrong with a block as a whole, which is given up. */
  refuseBlock(at: Span, message: string): never {
    this.report(at, message);
    throw new Recovery(message, true);
  }

  report(at: Span, message: string): void {
    this.errors.push({ message, at: [at] });
  }

  closeScope(scope: ScopeName): void {
    this.lexer.scopes.close(scope);
  }

  /** Passes over everything up to and with the next separator. */
  recover(): void {
    while (!this.peekIs('newline', 'semicolon')) {
      if (this.peekIs('end of file')) throw new Abort();
      this.take();
    }
    this.take();
    this.errorCount += 1;
    if (this.errorCount === mostErrors) throw new Abort();
  }

  /**
   * Reads the parts of a block with its braces, and the separator behind a block that is part of another one. After an
   * error it goes on behind the next separator, in the block even if its end was read. Returns the place of the parts.
   */
  readBlock(isPart: boolean, readPart: () => void): Span {
    this.expect('{');
    const start = this.emptySpan();
    let at = start;
    for (;;) {
      try {
        if (this.peekIs('}')) {
          at = this.spanFrom(start);
          this.take();
          if (isPart) this.expect('newline', 'semicolon');
          return at;
        }
        readPart();
      } catch (error) {
        if (!(error instanceof Recovery)) throw error;
        if (error.leavesBlock) throw new Recovery(error.message);
        this.recover();
      }
    }
  }

  /** Reads what stands inside something else of its kind. */
  nest<Value>(read: () => Value): Value {
    if (this.#depth === deepest) {
      this.report(this.peek().at, 'memory exhausted');
      throw new Abort();
    }
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  /** The place of the token that was taken last. */
  get last(): Span {
    return this.#last;
  }

  /** From the beginning of a place to the end of what was taken last. */
  spanFrom(start: Span): Span {
    return joinSpans(start, this.#last);
  }

  /** Where something stands that has no text: the last column of what was taken before. */
  emptySpan(): Span {
    const { endColumn, line } = this.#last;
    return { ...this.#last, column: endColumn, endLine: line };
  }
}

/** The word of a token with its place. */
export function located(token: Token): Located<string> {
  return { value: token.text, at: token.at };
}

/** From the beginning of one place to the end of another. */
export function joinSpans(first: Span, last: Span): Span {
  const { line, column, lineStart } = first;
  const { source, endLine, endColumn } = last;
  return { source, line, column, endLine, endColumn, lineStart };
}
