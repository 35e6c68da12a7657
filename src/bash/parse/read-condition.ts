import type { Condition, Word } from '../syntax/script.js';
import { skipLines } from './read-newlines.js';
import { readWord } from './read-parts.js';
import type { Source } from './source.js';
import type { SyntaxProblem } from './syntax-problem.js';
import { plainWord, unexpectedHere } from './token.js';

const UNARY = /-[a-zA-Z](?=[ \t\n])/y;
const BINARY = /==|!=|=~|=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef)(?=[ \t\n])/y;

/** Reads what stands between `[[` and `]]`, and past the latter. */
export function readCondition(source: Source): Condition {
  const began = source.at;
  const condition = readOr(source);
  skipLines(source);
  if (source.isAtEnd()) throw source.unclosed(']]', began);
  if (plainWord(source) !== ']]') throw unexpectedHere(source);
  source.at += 2;
  return condition;
}

function readOr(source: Source): Condition {
  let left = readAnd(source);
  for (;;) {
    skipLines(source);
    if (!source.take('||')) return left;
    left = { kind: 'or', left, right: readAnd(source) };
  }
}

function readAnd(source: Source): Condition {
  let left = readNot(source);
  for (;;) {
    skipLines(source);
    if (!source.take('&&')) return left;
    left = { kind: 'and', left, right: readNot(source) };
  }
}

function readNot(source: Source): Condition {
  skipLines(source);
  if (plainWord(source) === '!') {
    source.at++;
    return { kind: 'not', inner: nested(source, readNot) };
  }
  if (source.take('(')) {
    const inner = nested(source, readOr);
    skipLines(source);
    if (!source.take(')')) throw unexpectedHere(source);
    return inner;
  }
  return readTest(source);
}

function nested(source: Source, read: (source: Source) => Condition): Condition {
  source.enter();
  const condition = read(source);
  source.leave();
  return condition;
}

function readTest(source: Source): Condition {
  const start = source.at;
  const unary = source.match(UNARY);
  if (unary !== undefined) {
    source.at += unary.length;
    skipLines(source);
    if (source.match(BINARY) === undefined && plainWord(source) !== ']]') {
      return { kind: 'unary', operator: unary, word: expectWord(source, 'unary') };
    }
    source.at = start;
  }
  if (plainWord(source) === ']]') throw unexpectedHere(source);
  const left = expectWord(source, 'unary');
  skipLines(source);
  const operator = source.match(BINARY);
  if (operator === undefined) {
    const goesOn = source.isAtEnd() || plainWord(source) === ']]' || /[&|)]/.test(source.peek());
    if (!goesOn) throw problemNear(source, 'conditional binary operator expected');
    return { kind: 'unary', operator: '-n', word: left };
  }
  source.at += operator.length;
  skipLines(source);
  const right = operator === '=~' ? readExpression(source) : expectWord(source, 'binary');
  return { kind: 'binary', operator, left, right };
}

function expectWord(source: Source, kind: 'unary' | 'binary'): Word {
  if (plainWord(source) === ']]') {
    throw problemNear(source, `unexpected argument \`]]' to conditional ${kind} operator`);
  }
  const word = readWord(source);
  if (word === undefined) throw unexpectedHere(source);
  return word;
}

/** Bash says what is wrong with a test before it complains about the place. */
function problemNear(source: Source, words: string): SyntaxProblem {
  const token = source.match(/[^\s;&|()<>]+/y) ?? source.peek();
  return source.problem(`syntax error near \`${token}'`, words);
}

/** A regular expression: in its parentheses, everything is part of it. */
function readExpression(source: Source): Word {
  let depth = 0;
  return source.readWordUntil('plain', (inside) => {
    const char = inside.peek();
    if (char === '(') depth++;
    else if (char === ')') {
      if (depth === 0) return true;
      depth--;
    }
    return depth === 0 && ' \t\n'.includes(char);
  });
}
