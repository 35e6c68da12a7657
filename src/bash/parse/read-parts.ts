import { readDollar } from './read-dollar.js';
import type { Source, Quoting, Ends } from './source.js';
import type { Part, Word } from '../syntax/script.js';

/** The end of a plain word of a command. */
const atMetacharacter: Ends = (source) => {
  const char = source.peek();
  return char === '' || ' \t\n;&|()<>'.includes(char);
};

/** Characters of a plain word that never mean anything else. */
const ORDINARY = /[\w./:,%^~=-]+/y;

/** Reads a plain word of a command; undefined when none begins here. */
export function readWord(source: Source): Word | undefined {
  const start = source.at;
  const parts = readParts(source, 'plain', atMetacharacter);
  if (source.at === start) return undefined;
  return { parts, raw: source.text.slice(start, source.at) };
}

/** Reads the parts of a word up to its end or that of the text. */
export function readParts(source: Source, quoting: Quoting, ends: Ends): Part[] {
  source.enter();
  const parts: Part[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'literal', text: literal });
    literal = '';
  };
  while (!source.isAtEnd()) {
    const run = ends === atMetacharacter ? source.match(ORDINARY) : undefined;
    if (run !== undefined) {
      literal += run;
      source.at += run.length;
      continue;
    }
    if (!opensProcess(source, quoting) && ends(source)) break;
    const special = readSpecial(source, quoting);
    if (special !== undefined) {
      flush();
      parts.push(...special);
      continue;
    }
    if (quoting === 'plain' && opensPattern(source)) {
      literal += source.text.slice(source.at, source.at + 2);
      source.at += 2;
      flush();
      const inner = readParts(source, 'plain', (inside) => inside.peek() === ')');
      parts.push(...inner);
      if (source.take(')')) literal = ')';
      continue;
    }
    literal += source.peek();
    source.at++;
  }
  flush();
  source.leave();
  return parts;
}

/** `<(` or `>(` */
function opensProcess(source: Source, quoting: Quoting): boolean {
  const char = source.peek();
  return (char === '<' || char === '>') && quoting === 'plain' && source.peek(1) === '(';
}

/** `?(`, `*(`, `+(`, `@(`, `!(` */
function opensPattern(source: Source): boolean {
  return source.peek(1) === '(' && '?*+@!'.includes(source.peek());
}

/** What begins here and does not stand for itself; undefined when a plain character does. */
function readSpecial(source: Source, quoting: Quoting): readonly Part[] | undefined {
  switch (source.peek()) {
    case '\\':
      return readBackslash(source, quoting);
    case "'":
      return quoting === 'plain' ? [readSingleQuoted(source)] : undefined;
    case '"':
      return quoting === 'document' ? undefined : [readDoubleQuoted(source)];
    case '$':
      return readDollar(source, quoting);
    case '`':
      return [readBackquoted(source, quoting)];
    case '<':
    case '>':
      return opensProcess(source, quoting) ? [readProcess(source)] : undefined;
    default:
      return undefined;
  }
}

function readBackslash(source: Source, quoting: Quoting): readonly Part[] {
  const next = source.peek(1);
  if (next === '\n') {
    source.at += 2;
    return [];
  }
  if (next === '') {
    source.at++;
    return [{ kind: 'literal', text: '\\' }];
  }
  const escaped =
    quoting === 'plain' || '$`\\'.includes(next) || (quoting === 'double' && next === '"');
  source.at += 2;
  return [{ kind: 'quoted', text: escaped ? next : `\\${next}` }];
}

function readSingleQuoted(source: Source): Part {
  const began = source.at++;
  const end = source.text.indexOf("'", source.at);
  if (end < 0) throw source.unclosed("'", began);
  const text = source.text.slice(source.at, end);
  source.at = end + 1;
  return { kind: 'quoted', text };
}

function readDoubleQuoted(source: Source): Part {
  const began = source.at++;
  const parts = readParts(source, 'double', isDoubleQuote);
  if (!source.take('"')) throw source.unclosed('"', began);
  return { kind: 'double', parts };
}

const isDoubleQuote: Ends = (source) => source.peek() === '"';

function readProcess(source: Source): Part {
  const direction = source.peek() === '<' ? '<' : '>';
  source.at += 2;
  return { kind: 'process', direction, script: source.grammar.readSubstitution(source) };
}

function readBackquoted(source: Source, quoting: Quoting): Part {
  const began = source.at++;
  let text = '';
  for (;;) {
    const char = source.peek();
    if (char === '') throw source.unclosed('`', began);
    source.at++;
    if (char === '`') break;
    const next = source.peek();
    const isEscape = '`\\$'.includes(next) || (quoting === 'double' && next === '"');
    if (char === '\\' && next !== '' && isEscape) {
      text += next;
      source.at++;
    } else text += char;
  }
  // Bash reads it when the command runs, and counts its lines from the end of that.
  const line = source.lineAt(source.at - 1);
  return { kind: 'command', script: source.grammar.readText(text, line, source.reading.depth) };
}
