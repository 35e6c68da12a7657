import {
  ArithmeticProblem,
  type BinaryOperator,
  type Expression,
  type Place,
} from './expression.js';
import { parseNumber } from './parse-number.js';

/** The operators of each level, the weakest first. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const OPERATOR = /<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&^|]=|[-+*/%<>=!~&^|?:,()]/y;
const NAME = /\$?(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})/y;
const NUMBER = /[0-9][0-9A-Za-z@_#]*/y;
const BLANKS = /\s*/y;

/** Reads the text of an expression. Empty text is 0. */
export function parseExpression(text: string): Expression {
  const reader = new Reader(text);
  if (reader.token === '') return { kind: 'number', value: 0n };
  const expression = reader.readComma();
  if (reader.token !== '')
    throw reader.problem(
      reader.isKnown() ? 'syntax error in expression' : 'syntax error: invalid arithmetic operator',
    );
  return expression;
}

class Reader {
  /** The token that stands next; empty at the end. */
  token = '';
  #at = 0;
  #start = 0;
  #lastStart = 0;

  constructor(private readonly text: string) {
    this.#advance();
  }

  problem(words: string): ArithmeticProblem {
    const at = this.token === '' ? this.#lastStart : this.#start;
    return new ArithmeticProblem(this.text, words, this.text.slice(at));
  }

  /** Whether the next token is one of an expression at all. */
  isKnown(): boolean {
    return /^[\w$()?:,*/%+<>=!~&^|-]/.test(this.token);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.text)?.[0];
  }

  #advance(): void {
    this.#at += this.#match(BLANKS)?.length ?? 0;
    this.#lastStart = this.#start;
    this.#start = this.#at;
    this.token =
      this.#match(OPERATOR) ??
      this.#match(NAME) ??
      this.#match(NUMBER) ??
      this.text.charAt(this.#at);
    this.#at += this.token.length;
  }

  #take(token: string): boolean {
    if (this.token !== token) return false;
    this.#advance();
    return true;
  }

  readComma(): Expression {
    let left = this.#readAssignment();
    while (this.#take(',')) left = { kind: 'comma', left, right: this.#readAssignment() };
    return left;
  }

  #readAssignment(): Expression {
    const left = this.#readChoice();
    const operator = this.token;
    if (!/^(?:\*|\/|%|\+|-|<<|>>|&|\^|\|)?=$/.test(operator)) return left;
    if (left.kind !== 'variable') throw this.problem('attempted assignment to non-variable');
    this.#advance();
    const rightAt = this.#start;
    const value = this.#readAssignment();
    return { kind: 'assign', place: left, operator: binaryOf(operator), value, rightAt };
  }

  #readChoice(): Expression {
    const condition = this.#readOr();
    if (!this.#take('?')) return condition;
    if (this.token === '' || this.token === ':') throw this.problem('expression expected');
    const chosen = this.readComma();
    if (!this.#take(':')) throw this.problem("`:' expected for conditional expression");
    if (this.token === '') throw this.problem('expression expected');
    return { kind: 'choice', condition, chosen, otherwise: this.#readChoice() };
  }

  #readOr(): Expression {
    let left = this.#readAnd();
    while (this.#take('||')) left = { kind: 'or', left, right: this.#readAnd() };
    return left;
  }

  #readAnd(): Expression {
    let left = this.#readLevel(0);
    while (this.#take('&&')) left = { kind: 'and', left, right: this.#readLevel(0) };
    return left;
  }

  #readLevel(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#readPower();
    let left = this.#readLevel(level + 1);
    for (;;) {
      const operator = operators.find((one) => one === this.token);
      if (operator === undefined) return left;
      this.#advance();
      const rightAt = this.#start;
      left = { kind: 'binary', operator, left, right: this.#readLevel(level + 1), rightAt };
    }
  }

  #readPower(): Expression {
    const left = this.#readUnary();
    if (!this.#take('**')) return left;
    const rightAt = this.#start;
    return { kind: 'binary', operator: '**', left, right: this.#readPower(), rightAt };
  }

  #readUnary(): Expression {
    const operator = this.token;
    if (operator === '!' || operator === '~' || operator === '-' || operator === '+') {
      this.#advance();
      return { kind: 'unary', operator, inner: this.#readUnary() };
    }
    if (operator === '++' || operator === '--') {
      this.#advance();
      const place = this.#readUnary();
      if (place.kind === 'variable') {
        return { kind: 'step', place, by: operator === '++' ? 1n : -1n, isAfter: false };
      }
      // What isn't a variable has two signs.
      const sign = operator === '++' ? '+' : '-';
      return {
        kind: 'unary',
        operator: sign,
        inner: { kind: 'unary', operator: sign, inner: place },
      };
    }
    return this.#readPostfix();
  }

  #readPostfix(): Expression {
    const primary = this.#readPrimary();
    if (primary.kind !== 'variable' || (this.token !== '++' && this.token !== '--')) return primary;
    const by = this.token === '++' ? 1n : -1n;
    this.#advance();
    return { kind: 'step', place: primary, by, isAfter: true };
  }

  #readPrimary(): Expression {
    const token = this.token;
    if (token === '(') {
      this.#advance();
      const inner = this.readComma();
      if (!this.#take(')')) throw this.problem("missing `)'");
      return inner;
    }
    if (/^\$?[A-Za-z_{]/.test(token)) return this.#readPlace(token.replaceAll(/[${}]/g, ''));
    if (/^\d/.test(token)) {
      const value = parseNumber(token);
      if (typeof value === 'string') {
        throw new ArithmeticProblem(this.text, value, this.text.slice(this.#start));
      }
      this.#advance();
      return { kind: 'number', value };
    }
    throw this.problem('syntax error: operand expected');
  }

  #readPlace(name: string): Place {
    let subscript: string | undefined;
    if (this.text.charAt(this.#at) === '[') {
      const start = this.#at + 1;
      let depth = 0;
      let end = this.#at;
      for (; end < this.text.length; end++) {
        const char = this.text.charAt(end);
        if (char === '[') depth++;
        else if (char === ']' && --depth === 0) break;
      }
      if (end >= this.text.length) throw this.problem('bad array subscript');
      subscript = this.text.slice(start, end);
      this.#at = end + 1;
    }
    this.#advance();
    return { kind: 'variable', name, subscript };
  }
}

function binaryOf(assignment: string): BinaryOperator | undefined {
  const operator = assignment.slice(0, -1);
  return LEVELS.flat().find((one) => one === operator);
}
