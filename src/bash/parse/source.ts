import type { Script, Warning, Part, Word } from '../syntax/script.js';
import { MissingConstruct, SyntaxProblem } from './syntax-problem.js';

/** The rules of a place: a plain word, inside of double quotes, or a here-document. */
export type Quoting = 'plain' | 'double' | 'document';

/** Whether a word ends here; asked once at each character that is not quoted. */
export type Ends = (source: Source) => boolean;

/** A here-document whose text begins after the next line end. */
export interface PendingDocument {
  readonly end: string;
  readonly stripsTabs: boolean;
  readonly isQuoted: boolean;
  readonly fill: (text: Word) => void;
}

/** The parts of the grammar that hold each other: each is reached by way of the source. */
export interface Grammar {
  /** Reads the parts of a word up to its end or that of the text. */
  readonly readParts: (source: Source, quoting: Quoting, ends: Ends) => Part[];
  /** Reads commands up to a word or operator that closes them, which there must be one of. */
  readonly readBody: (source: Source) => Script;
  /** Reads the commands of a `$(`, `<(` or `>(` up to and with its parenthesis. */
  readonly readSubstitution: (source: Source) => Script;
  /** Reads text that stands on its own, such as that of `` `...` ``: the number of its first line, and how many constructs are open around it. */
  readonly readText: (text: string, line: number, depth: number) => Script;
}

/** How deep constructs may stand in each other: the call stack of JavaScript bears it. */
const MOST_NESTED = 400;

/** How the reading of a text stands, of which here-documents are read as texts of their own. */
export interface Reading {
  /** How many constructs are open. */
  depth: number;
  /** How many of them are substitutions. */
  substitutions: number;
  /** What Bash remarks about it. */
  readonly warnings: Warning[];
}

/** A script's text and how far it is read. */
export class Source {
  at = 0;
  /** Here-documents that were announced in the line so far. */
  pending: PendingDocument[] = [];
  #lineStarts: number[] | undefined;

  constructor(
    readonly text: string,
    readonly grammar: Grammar,
    /** The number of its first line. */
    readonly firstLine = 1,
    readonly reading: Reading = { depth: 0, substitutions: 0, warnings: [] },
  ) {}

  /** The character at a place from here; empty behind the end. */
  peek(offset = 0): string {
    return this.text.charAt(this.at + offset);
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  /** Goes past this text when it stands here. */
  take(text: string): boolean {
    const stands = this.startsWith(text);
    if (stands) this.at += text.length;
    return stands;
  }

  /** The text here that a sticky expression matches; undefined when it doesn't. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  /** Reads a word up to an end of its own, which may be empty. */
  readWordUntil(quoting: Quoting, ends: Ends): Word {
    const start = this.at;
    const parts = this.grammar.readParts(this, quoting, ends);
    return { parts, raw: this.text.slice(start, this.at) };
  }

  /**
   * A construct begins that can hold others; {@link leave} is called when it's over.
   *
   * @throws MissingConstruct when it stands too deep in others
   */
  enter(): void {
    if (this.reading.depth >= MOST_NESTED) {
      throw this.missing(`more than ${MOST_NESTED} constructs in each other`);
    }
    this.reading.depth++;
  }

  /** A construct is over. */
  leave(): void {
    this.reading.depth--;
  }

  isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The line of a place, counted from the first line's number. */
  lineAt(place: number): number {
    const starts = (this.#lineStarts ??= findLineStarts(this.text));
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= place) low = middle;
      else high = middle;
    }
    return this.firstLine + low;
  }

  /** The number of the last line. */
  get lastLine(): number {
    const line = this.lineAt(this.text.length);
    return this.text.endsWith('\n') ? line - 1 : line;
  }

  /** The column of a place, from 1. */
  columnAt(place: number): number {
    return place - this.text.lastIndexOf('\n', place - 1);
  }

  /** Goes past blanks, continued lines and a comment, but not past a line end. */
  skipBlanks(): void {
    for (;;) {
      const char = this.peek();
      if (char === ' ' || char === '\t') this.at++;
      else if (char === '\\' && this.peek(1) === '\n') this.at += 2;
      else if (char === '#' && this.#beginsWord()) {
        const end = this.text.indexOf('\n', this.at);
        this.at = end < 0 ? this.text.length : end;
      } else return;
    }
  }

  /** A `#` begins a comment where a word would begin. */
  #beginsWord(): boolean {
    return this.at === 0 || ' \t\n;&|()'.includes(this.text.charAt(this.at - 1));
  }

  /** What stands here can't stand here. */
  unexpected(token: string): SyntaxProblem {
    return this.problem(`syntax error near unexpected token \`${token}'`);
  }

  /** A complaint about this place, and what is said before it. */
  problem(message: string, before?: string): SyntaxProblem {
    const { at } = this;
    return new SyntaxProblem(message, this.lineAt(at), this.columnAt(at), this.#lineText(), before);
  }

  /** The text ends where something must follow. */
  unexpectedEnd(): SyntaxProblem {
    return new SyntaxProblem('syntax error: unexpected end of file', this.lastLine + 1, 1);
  }

  /** This shell doesn't have the construct that stands here. */
  missing(construct: string): MissingConstruct {
    return new MissingConstruct(construct, this.lineAt(this.at), this.columnAt(this.at));
  }

  /** The text ends before a substitution is closed. */
  endsBefore(closing: string): SyntaxProblem {
    return new SyntaxProblem(unclosedBy(closing), this.lastLine + 1, 1);
  }

  /** The text ends inside of something that began in this place. */
  unclosed(closing: string, began: number): SyntaxProblem {
    return new SyntaxProblem(unclosedBy(closing), this.lineAt(began), this.columnAt(began));
  }

  #lineText(): string {
    const start = this.text.lastIndexOf('\n', this.at - 1) + 1;
    const end = this.text.indexOf('\n', this.at);
    return this.text.slice(start, end < 0 ? undefined : end);
  }
}

function unclosedBy(closing: string): string {
  return `unexpected EOF while looking for matching \`${closing}'`;
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
