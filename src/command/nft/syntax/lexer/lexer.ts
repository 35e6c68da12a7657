import { fromByteText, toByteText } from '../byte-text.js';
import type { Token } from '../token.js';
import type { Source, Span } from '../tree/span.js';
import { openedScope } from './keywords.js';
import { matchToken } from './match-token.js';
import { ScopeStack } from './scope-stack.js';

const largest = 2n ** 64n - 1n;

interface Input {
  readonly source: Source;
  readonly bytes: string;
  /** Each character is one byte, so that bytes are text. */
  readonly isAscii: boolean;
  offset: number;
  line: number;
  column: number;
  /** Where the line begins; a newline in quotes begins none. */
  lineStart: number;
  /** Where the line of the last piece of text begins, blanks and comments too. */
  lastLineStart: number;
}

/** Tokens of a text and of the texts that it includes. Source: nft(8), LEXICAL CONVENTIONS. */
export class Lexer {
  readonly scopes = new ScopeStack();
  #inputs: Input[] = [];

  constructor(source: Source) {
    this.include(source);
  }

  /** The text that is read next, before what is left of the present one. */
  include(source: Source): void {
    const bytes = toByteText(source.text);
    this.#inputs.push({
      source,
      bytes,
      isAscii: bytes === source.text,
      offset: 0,
      line: 1,
      column: 1,
      lineStart: 0,
      lastLineStart: 0,
    });
  }

  /** The next token; the end of the outermost text again and again. */
  next(): Token {
    for (;;) {
      const input = this.#inputs.at(-1);
      if (input === undefined) throw new RangeError('no text to read');
      const match = matchToken(input.bytes, input.offset, this.scopes.current);
      if (match === undefined) {
        const lineStart = input.lastLineStart;
        const at = { ...advance(input, 1), lineStart };
        if (this.#inputs.length === 1) return { kind: 'end of file', text: '', value: 0n, at };
        this.#inputs.pop();
        continue;
      }
      const { kind, length } = match;
      const start = input.offset;
      input.offset += length;
      switch (kind) {
        case 'blank':
          pass(input, length);
          break;
        case 'comment line':
        case 'continuation':
          pass(input, length);
          startLine(input);
          break;
        case 'newline': {
          const at = advance(input, length);
          startLine(input);
          return { kind, text: '\n', value: 0n, at };
        }
        default: {
          const bytes = input.bytes.slice(start, input.offset);
          const text = input.isAscii ? bytes : fromByteText(bytes);
          return this.#token(kind, text, advance(input, length));
        }
      }
    }
  }

  #token(kind: string, text: string, at: Span): Token {
    switch (kind) {
      case 'bracketed':
        return { kind: 'string', text: text.slice(1, -1), value: 0n, at };
      case 'quoted string':
        return { kind, text: text.slice(1, -1), value: 0n, at };
      case 'hexadecimal':
        return numberToken(BigInt(text), text, at);
      case 'decimal':
        return decimalToken(text, at);
      case 'string':
      case 'string with a trailing asterisk':
        return { kind, text, value: 0n, at };
      default: {
        const scope = openedScope(text);
        if (scope !== undefined) this.scopes.open(scope);
        return { kind, text, value: 0n, at };
      }
    }
  }
}

/** Goes on behind a piece of text that is no token. */
function pass(input: Input, length: number): void {
  input.column += length;
  input.lastLineStart = input.lineStart;
}

function advance(input: Input, length: number): Span {
  const { source, line, column, lineStart } = input;
  pass(input, length);
  return { source, line, column, endLine: line, endColumn: column + length - 1, lineStart };
}

function startLine(input: Input): void {
  input.line += 1;
  input.lineStart = input.offset;
  input.column = 1;
}

function numberToken(value: bigint, text: string, at: Span): Token {
  if (value > largest) return { kind: 'string', text, value: 0n, at };
  return { kind: 'number', text, value, at };
}

/** With a 0 at the beginning a number is octal; what is not octal then is a string. */
function decimalToken(text: string, at: Span): Token {
  if (!text.startsWith('0')) return numberToken(BigInt(text), text, at);
  if (/[89]/.test(text)) return { kind: 'string', text, value: 0n, at };
  return numberToken(BigInt(`0o0${text}`), text, at);
}
