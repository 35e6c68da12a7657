import type { CaseItem, Clause, CommandBody, Script, Word } from '../syntax/script.js';
import { readArithmetic } from './read-arithmetic.js';
import { readCondition } from './read-condition.js';
import { skipLines, takeNewline } from './read-newlines.js';
import { readWord } from './read-parts.js';
import type { Source } from './source.js';
import { expectToken, plainWord, takeWord, unexpectedHere } from './token.js';

/** The compound commands that a word begins; each is called past that word. */
export const COMPOUNDS: ReadonlyMap<string, (source: Source) => CommandBody> = new Map<
  string,
  (source: Source) => CommandBody
>([
  ['{', readGroup],
  ['if', readIf],
  ['while', (source) => readWhile(source, 'while')],
  ['until', (source) => readWhile(source, 'until')],
  ['for', readFor],
  ['select', (source) => readForIn(source, 'select')],
  ['case', readCase],
  ['[[', (source) => ({ kind: 'conditional', condition: readCondition(source) })],
]);

function readGroup(source: Source): CommandBody {
  const body = source.grammar.readBody(source);
  expectToken(source, '}');
  return { kind: 'group', body };
}

/** Reads `(...)`, whose first parenthesis is past. */
export function readSubshell(source: Source): CommandBody {
  const body = source.grammar.readBody(source);
  expectToken(source, ')');
  return { kind: 'subshell', body };
}

function readIf(source: Source): CommandBody {
  const clauses: Clause[] = [];
  let otherwise: Script | undefined;
  do {
    const condition = source.grammar.readBody(source);
    expectToken(source, 'then');
    clauses.push({ condition, body: source.grammar.readBody(source) });
  } while (takeWord(source, 'elif'));
  if (takeWord(source, 'else')) otherwise = source.grammar.readBody(source);
  expectToken(source, 'fi');
  return { kind: 'if', clauses, otherwise };
}

function readWhile(source: Source, kind: 'while' | 'until'): CommandBody {
  const condition = source.grammar.readBody(source);
  return { kind, condition, body: readDo(source) };
}

function readDo(source: Source): Script {
  expectToken(source, 'do');
  const body = source.grammar.readBody(source);
  expectToken(source, 'done');
  return body;
}

function readFor(source: Source): CommandBody {
  source.skipBlanks();
  return source.take('((') ? readArithmeticFor(source) : readForIn(source, 'for');
}

function readArithmeticFor(source: Source): CommandBody {
  const bounds: Word[] = [];
  const whole = readArithmetic(source, '))');
  const inner = source.at;
  // The expressions are read again, each on its own.
  source.at = inner - 2 - whole.raw.length;
  for (const end of [';', ';', ')']) {
    let depth = 0;
    bounds.push(
      source.readWordUntil('double', (inside) => {
        const char = inside.peek();
        if (char === '(') depth++;
        if (char === end && depth === 0) return true;
        if (char === ')') depth--;
        return false;
      }),
    );
    if (!source.take(end)) throw unexpectedHere(source);
  }
  if (!source.take(')')) throw unexpectedHere(source);
  const [start, condition, step] = bounds;
  if (start === undefined || condition === undefined || step === undefined) {
    throw unexpectedHere(source);
  }
  return { kind: 'arithmetic-for', start, condition, step, body: readLoopBody(source) };
}

function readForIn(source: Source, kind: 'for' | 'select'): CommandBody {
  source.skipBlanks();
  const name = readWord(source);
  if (name === undefined) throw unexpectedHere(source);
  skipLines(source);
  const words = takeWord(source, 'in') ? readWords(source) : undefined;
  return { kind, name: name.raw, words, body: readLoopBody(source) };
}

function readWords(source: Source): Word[] {
  const words: Word[] = [];
  for (;;) {
    source.skipBlanks();
    const word = readWord(source);
    if (word !== undefined) words.push(word);
    else if (source.peek() === ';' || source.peek() === '\n') return words;
    else throw unexpectedHere(source);
  }
}

function readLoopBody(source: Source): Script {
  source.skipBlanks();
  if (source.peek() === ';' && source.peek(1) !== ';') source.at++;
  skipLines(source);
  if (!takeWord(source, '{')) return readDo(source);
  const body = source.grammar.readBody(source);
  expectToken(source, '}');
  return body;
}

function readCase(source: Source): CommandBody {
  source.skipBlanks();
  const word = readWord(source);
  if (word === undefined) throw unexpectedHere(source);
  skipLines(source);
  expectToken(source, 'in');
  const items: CaseItem[] = [];
  for (;;) {
    skipLines(source);
    if (takeWord(source, 'esac')) return { kind: 'case', word, items };
    items.push(readCaseItem(source));
  }
}

function readCaseItem(source: Source): CaseItem {
  const patterns: Word[] = [];
  if (source.take('(')) source.skipBlanks();
  for (;;) {
    source.skipBlanks();
    const pattern = readWord(source);
    if (pattern === undefined) throw unexpectedHere(source);
    patterns.push(pattern);
    source.skipBlanks();
    if (source.take(')')) break;
    if (!source.take('|')) throw unexpectedHere(source);
  }
  const body = readItemBody(source);
  for (const end of [';;&', ';;', ';&'] as const) {
    if (source.take(end)) return { patterns, body, end };
  }
  source.skipBlanks();
  if (plainWord(source) !== 'esac') throw unexpectedHere(source);
  return { patterns, body, end: ';;' };
}

function readItemBody(source: Source): Script {
  skipLines(source);
  if (source.startsWith(';;') || source.startsWith(';&') || plainWord(source) === 'esac') {
    return { statements: [] };
  }
  const body = source.grammar.readBody(source);
  source.skipBlanks();
  while (takeNewline(source)) source.skipBlanks();
  return body;
}
