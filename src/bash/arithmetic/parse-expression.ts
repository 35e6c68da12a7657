import { ArithmeticProblem, type BinaryOperator, type Expression } from './expression.js';
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
const STEP_OF_NAME = /(?:\+\+|--)\s*[$A-Za-z_]/y;
const BLANKS = /\s*/y;

/**
 * Reads the text of an expression. Empty text is 0. Bash works an expression out while it reads it, so one that ends in
 * an error is what was read before it, with the problem where it stands.
 */
export function parseExpression(text: string): Expression {
  const reader = new Reader(text);
  if (reader.token === '') return { kind: 'number', value: 0n };
  const expression = reader.readComma();
  if (reader.token === '') return expression;
  return reader.fail(
    reader.isKnown() ? 'syntax error in expression' : 'syntax error: invalid arithmetic operator',
    expression,
  );
}

class Reader {
  /** The token that stands next; empty at the end. */
  token = '';
  #at = 0;
  #start = 0;
  #lastStart = 0;
  #failure: Expression | undefined;

  constructor(private readonly text: string) {
    this.#advance();
  }

  /** Ends the reading with an error, which comes when what was read before it is worked out. */
  fail(words: string, before?: Expression): Expression {
    const token = this.text.slice(this.#tokenAt());
    return this.#end(new ArithmeticProblem(this.text, words, token), before);
  }

  /** Where the next token is, or the last one at the end. */
  #tokenAt(): number {
    return this.token === '' ? this.#lastStart : this.#start;
  }

  #end(problem: ArithmeticProblem, before?: Expression): Expression {
    this.#failure = { kind: 'problem', problem };
    this.token = '';
    this.#at = this.text.length;
    return this.#whole(before ?? this.#failure);
  }

  /** An error in an operand ends the expression even where the operand is not worked out. */
  #whole(left: Expression): Expression {
    const right = this.#failure;
    return right === undefined || left === right ? left : { kind: 'comma', left, right };
  }

  /** Whether the next token is one of an expression at all. */
  isKnown(): boolean {
    return /^(?:\$?[\w{]|[()?:,*/%+<>=!~&^|-])/.test(this.token);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.text)?.[0];
  }

  /** Goes on to the next token. `++` and `--` stand behind a place or before a name; elsewhere they are two signs. */
  #advance(isBehindPlace = false): void {
    this.#at += this.#match(BLANKS)?.length ?? 0;
    this.#lastStart = this.#start;
    this.#start = this.#at;
    this.token =
      this.#match(OPERATOR) ??
      this.#match(NAME) ??
      this.#match(NUMBER) ??
      this.text.charAt(this.#at);
    if (this.#isStep() && !isBehindPlace && !this.#match(STEP_OF_NAME))
      this.token = this.token.charAt(0);
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
    if (left.kind !== 'variable') {
      return this.fail('attempted assignment to non-variable', left);
    }
    this.#advance();
    const rightAt = this.#start;
    const value = this.#readAssignment();
    return { kind: 'assign', place: left, operator: binaryOf(operator), value, rightAt };
  }

  #readChoice(): Expression {
    const condition = this.#readOr();
    if (!this.#take('?')) return condition;
    if (this.token === '' || this.token === ':') return this.fail('expression expected', condition);
    const chosen = this.readComma();
    const otherwise = this.#readOtherwise();
    return this.#whole({ kind: 'choice', condition, chosen, otherwise });
  }

  #readOtherwise(): Expression {
    if (this.#failure !== undefined) return this.#failure;
    if (!this.#take(':')) return this.fail("`:' expected for conditional expression");
    if (this.token === '') return this.fail('expression expected');
    return this.#readChoice();
  }

  #readOr(): Expression {
    let left = this.#readAnd();
    while (this.#take('||')) {
      left = this.#whole({ kind: 'or', left, right: this.#readAnd() });
    }
    return left;
  }

  #readAnd(): Expression {
    let left = this.#readLevel(0);
    while (this.#take('&&')) {
      left = this.#whole({ kind: 'and', left, right: this.#readLevel(0) });
    }
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
    const right = this.#readPower();
    return { kind: 'binary', operator: '**', left, right, rightAt: this.#tokenAt() };
  }

  #readUnary(): Expression {
    const operator = this.token;
    if (operator === '!' || operator === '~' || operator === '-' || operator === '+') {
      this.#advance();
      return { kind: 'unary', operator, inner: this.#readUnary() };
    }
    return this.#isStep() ? this.#readPrefix() : this.#readPostfix();
  }

  #isStep(): boolean {
    return this.token === '++' || this.token === '--';
  }

  #readPrefix(): Expression {
    const by = this.token === '++' ? 1n : -1n;
    this.#advance();
    const place = this.#readPrimary();
    if (place.kind !== 'variable') return place;
    const step: Expression = { kind: 'step', place, by, isAfter: false };
    return this.#isStep() ? this.fail(`${this.token}: assignment requires lvalue`, step) : step;
  }

  #readPostfix(): Expression {
    const primary = this.#readPrimary();
    if (primary.kind !== 'variable' || !this.#isStep()) return primary;
    const by = this.token === '++' ? 1n : -1n;
    this.#advance();
    return { kind: 'step', place: primary, by, isAfter: true };
  }

  #readPrimary(): Expression {
    const token = this.token;
    if (token === '(') {
      this.#advance();
      const inner = this.readComma();
      if (this.#failure !== undefined) return inner;
      if (!this.#take(')')) return this.fail("missing `)'", inner);
      // A variable in parentheses is a value, which nothing can be assigned to.
      return inner.kind === 'variable' ? { kind: 'unary', operator: '+', inner } : inner;
    }
    if (/^\$?[A-Za-z_{]/.test(token)) return this.#readPlace(token.replaceAll(/[${}]/g, ''));
    if (/^\d/.test(token)) {
      const value = parseNumber(token);
      if (typeof value === 'string') {
        const end = this.#start + token.length;
        return this.#end(
          new ArithmeticProblem(this.text.slice(0, end), value, this.text.slice(this.#start, end)),
        );
      }
      this.#advance();
      return { kind: 'number', value };
    }
    return this.fail('syntax error: operand expected');
  }

  #readPlace(name: string): Expression {
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
      if (end >= this.text.length) return this.fail('bad array subscript');
      subscript = this.text.slice(start, end);
      this.#at = end + 1;
    }
    this.#advance(true);
    return { kind: 'variable', name, subscript, isTarget: this.token === '=' };
  }
}

function binaryOf(assignment: string): BinaryOperator | undefined {
  const operator = assignment.slice(0, -1);
  return LEVELS.flat().find((one) => one === operator);
}
