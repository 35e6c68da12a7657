import { compare } from '../execute/condition.js';
import { compareFiles, testUnary } from '../execute/file-test.js';
import type { Builtin, BuiltinCall } from './builtin.js';

const BINARY = new Set([
  '=',
  '==',
  '!=',
  '<',
  '>',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
]);
const UNARY = /^-[a-hknoprstuvwxzGLNORS]$/;

/** A test that can't be worked out. */
class TestProblem extends Error {}

/** `test EXPRESSION` and `[ EXPRESSION ]`: 0 when it holds, 1 when not, 2 when it is no test. */
export const test: Builtin = async (call) => {
  const words = [...call.argv];
  if (call.name === '[' && words.pop() !== ']') return complain(call, "missing `]'");
  try {
    return (await new Tester(call, words).whole()) ? 0 : 1;
  } catch (error) {
    if (error instanceof TestProblem) return complain(call, error.message);
    throw error;
  }
};

async function complain({ shell, name }: BuiltinCall, words: string): Promise<number> {
  await shell.complain(`${name}: ${words}`);
  return 2;
}

class Tester {
  #at = 0;

  constructor(
    private readonly call: BuiltinCall,
    private readonly words: readonly string[],
  ) {}

  /** With up to four words, how many there are decides what they mean (POSIX, `test`). */
  async whole(): Promise<boolean> {
    const { words } = this;
    if (words.length === 0) return false;
    if (words.length <= 4) return this.#few(words);
    const result = await this.#or();
    if (this.#at < words.length) throw new TestProblem('too many arguments');
    return result;
  }

  async #few(words: readonly string[]): Promise<boolean> {
    const [first = '', second = '', third = ''] = words;
    switch (words.length) {
      case 1:
        return first !== '';
      case 2:
        if (first === '!') return second === '';
        if (UNARY.test(first)) return testUnary(this.call.shell, first, second);
        throw new TestProblem(`${first}: unary operator expected`);
      case 3:
        if (BINARY.has(second)) return this.#binary(first, second, third);
        if (second === '-a') return first !== '' && third !== '';
        if (second === '-o') return first !== '' || third !== '';
        if (first === '!') return !(await this.#few(words.slice(1)));
        if (first === '(' && third === ')') return second !== '';
        throw new TestProblem(`${second}: binary operator expected`);
      default:
        if (first === '!') return !(await this.#few(words.slice(1)));
        if (first === '(' && words[3] === ')') return this.#few(words.slice(1, 3));
        return this.#rest();
    }
  }

  async #rest(): Promise<boolean> {
    const result = await this.#or();
    if (this.#at < this.words.length) throw new TestProblem('too many arguments');
    return result;
  }

  async #or(): Promise<boolean> {
    let result = await this.#and();
    while (this.words[this.#at] === '-o') {
      this.#at++;
      const right = await this.#and();
      result ||= right;
    }
    return result;
  }

  async #and(): Promise<boolean> {
    let result = await this.#not();
    while (this.words[this.#at] === '-a') {
      this.#at++;
      const right = await this.#not();
      result &&= right;
    }
    return result;
  }

  async #not(): Promise<boolean> {
    if (this.words[this.#at] !== '!' || this.#at + 1 >= this.words.length) return this.#term();
    this.#at++;
    return !(await this.#not());
  }

  async #term(): Promise<boolean> {
    const word = this.words[this.#at];
    if (word === undefined) throw new TestProblem('argument expected');
    const operator = this.words[this.#at + 1];
    if (operator !== undefined && BINARY.has(operator)) {
      const right = this.words[this.#at + 2];
      if (right === undefined) throw new TestProblem('argument expected');
      this.#at += 3;
      return this.#binary(word, operator, right);
    }
    if (word === '(') {
      this.#at++;
      const result = await this.#or();
      if (this.words[this.#at++] !== ')') throw new TestProblem("`)' expected");
      return result;
    }
    if (UNARY.test(word) && operator !== undefined) {
      this.#at += 2;
      return testUnary(this.call.shell, word, operator);
    }
    this.#at++;
    return word !== '';
  }

  async #binary(left: string, operator: string, right: string): Promise<boolean> {
    switch (operator) {
      case '=':
      case '==':
        return left === right;
      case '!=':
        return left !== right;
      case '<':
        return left < right;
      case '>':
        return left > right;
      case '-nt':
      case '-ot':
      case '-ef':
        return compareFiles(this.call.shell, operator, left, right);
      default:
        return compare(operator, integerOf(left), integerOf(right));
    }
  }
}

function integerOf(word: string): bigint {
  const [, sign, digits] = /^\s*([-+]?)(\d+)\s*$/.exec(word) ?? [];
  if (digits === undefined) throw new TestProblem(`${word}: integer expression expected`);
  return sign === '-' ? -BigInt(digits) : BigInt(digits);
}
