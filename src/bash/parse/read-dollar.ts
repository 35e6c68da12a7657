import { readAnsiQuoted } from './read-ansi-quoted.js';
import { readArithmetic } from './read-arithmetic.js';
import { readBraced } from './read-braced.js';
import type { Source, Quoting } from './source.js';
import type { Part } from '../syntax/script.js';

const NAME = /[A-Za-z_]\w*|[0-9@*#?$!-]/y;

/** Reads what a `$` begins; undefined when it stands for itself. */
export function readDollar(source: Source, quoting: Quoting): readonly Part[] | undefined {
  const start = source.at;
  switch (source.peek(1)) {
    case '{':
      return [readBraced(source, quoting)];
    case '(':
      return [readParenthesis(source)];
    case '[': {
      source.at += 2;
      const expression = readArithmetic(source, ']');
      return [{ kind: 'arithmetic', expression }];
    }
    case "'":
      if (quoting !== 'plain') return undefined;
      source.at++;
      return [readAnsiQuoted(source)];
    case '"': {
      if (quoting !== 'plain') return undefined;
      source.at += 2;
      const parts = source.grammar.readParts(source, 'double', (inside) => inside.peek() === '"');
      if (!source.take('"')) throw source.unclosed('"', start);
      return [{ kind: 'double', parts }];
    }
    default: {
      source.at++;
      const name = source.match(NAME);
      if (name === undefined) {
        source.at = start;
        return undefined;
      }
      source.at += name.length;
      return [
        {
          kind: 'parameter',
          name,
          subscript: undefined,
          isIndirect: false,
          operation: undefined,
          raw: `$${name}`,
        },
      ];
    }
  }
}

function readParenthesis(source: Source): Part {
  source.at += 2;
  if (source.peek() === '(' && closesTwice(source.text, source.at + 1)) {
    source.at++;
    const expression = readArithmetic(source, '))');
    return { kind: 'arithmetic', expression };
  }
  return { kind: 'command', script: source.grammar.readSubstitution(source) };
}

/**
 * Whether the two parentheses that were opened before this place are closed side by side, as those of an expression are.
 * Otherwise one is a subshell's (POSIX 2.6.3).
 */
export function closesTwice(text: string, start: number): boolean {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') at++;
    else if (char === "'" || char === '"') {
      const end = closingQuote(text, at);
      if (end < 0) return false;
      at = end;
    } else if (char === '(') depth++;
    else if (char === ')' && depth-- === 0) return text.charAt(at + 1) === ')';
  }
  return false;
}

function closingQuote(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === quote) return at;
    if (char === '\\' && quote === '"') at++;
  }
  return -1;
}
