import { assertNever } from '../../assert-never.js';
import {
  ArithmeticProblem,
  type BinaryOperator,
  type Expression,
  type Place,
} from './expression.js';
import { parseExpression } from './parse-expression.js';

/** The variables that an expression reads and sets. */
export interface ArithmeticVariables {
  /** Throws where a variable that is not set is an error. */
  readonly check: (name: string) => void;
  /** Undefined when it is not set. */
  readonly read: (name: string, subscript: string | undefined) => string | undefined;
  readonly write: (name: string, subscript: string | undefined, value: string) => void;
  /** Works out a subscript, for an element that is read and then set. */
  readonly settle: (name: string, subscript: string) => string;
}

/** How deep the values of variables may be expressions in turn. */
const MOST_DEPTH = 1024;
const MOST_CACHED = 1000;
const cache = new Map<string, Expression>();

/** Works out the text of an expression. */
export function evaluate(text: string, variables: ArithmeticVariables, depth = 0): bigint {
  if (/^(?:0|[1-9]\d{0,17})$/.test(text)) return BigInt(text);
  if (depth > MOST_DEPTH) {
    throw new ArithmeticProblem(text, 'expression recursion level exceeded', text);
  }
  let expression = cache.get(text);
  if (expression === undefined) {
    expression = parseExpression(text);
    if (cache.size >= MOST_CACHED) cache.clear();
    cache.set(text, expression);
  }
  return new Evaluator(text, variables, depth).value(expression);
}

class Evaluator {
  constructor(
    private readonly text: string,
    private readonly variables: ArithmeticVariables,
    private readonly depth: number,
  ) {}

  value(expression: Expression): bigint {
    switch (expression.kind) {
      case 'number':
        return expression.value;
      case 'variable':
        return expression.isTarget ? 0n : this.#read(expression);
      case 'unary':
        return this.#unary(expression.operator, this.value(expression.inner));
      case 'binary': {
        const left = this.value(expression.left);
        return this.#binary(
          expression.operator,
          left,
          this.value(expression.right),
          expression.rightAt,
        );
      }
      case 'and':
        return truth(this.value(expression.left) !== 0n && this.value(expression.right) !== 0n);
      case 'or':
        return truth(this.value(expression.left) !== 0n || this.value(expression.right) !== 0n);
      case 'comma':
        this.value(expression.left);
        return this.value(expression.right);
      case 'choice':
        return this.value(
          this.value(expression.condition) === 0n ? expression.otherwise : expression.chosen,
        );
      case 'assign': {
        const { operator, rightAt } = expression;
        if (operator === undefined) {
          return this.#write(expression.place, this.value(expression.value));
        }
        const place = this.#settle(expression.place);
        const before = this.#read(place);
        const right = this.value(expression.value);
        return this.#write(place, this.#binary(operator, before, right, rightAt));
      }
      case 'step': {
        const place = this.#settle(expression.place);
        const before = this.#read(place);
        const after = this.#write(place, BigInt.asIntN(64, before + expression.by));
        return expression.isAfter ? before : after;
      }
      case 'problem':
        throw expression.problem;
      default:
        return assertNever(expression);
    }
  }

  #read({ name, subscript }: Place): bigint {
    this.variables.check(name);
    const text = this.variables.read(name, subscript);
    return text === undefined ? 0n : evaluate(text, this.variables, this.depth + 1);
  }

  #write({ name, subscript }: Place, value: bigint): bigint {
    this.variables.write(name, subscript, `${value}`);
    return value;
  }

  #settle(place: Place): Place {
    if (place.subscript === undefined) return place;
    this.variables.check(place.name);
    return { ...place, subscript: this.variables.settle(place.name, place.subscript) };
  }

  #unary(operator: '!' | '~' | '-' | '+', value: bigint): bigint {
    switch (operator) {
      case '!':
        return truth(value === 0n);
      case '~':
        return ~value;
      case '-':
        return BigInt.asIntN(64, -value);
      case '+':
        return value;
      default:
        return assertNever(operator);
    }
  }

  #binary(operator: BinaryOperator, left: bigint, right: bigint, rightAt: number): bigint {
    switch (operator) {
      case '**':
        if (right < 0n) throw this.#problem('exponent less than 0', rightAt);
        return power(left, right);
      case '*':
        return BigInt.asIntN(64, left * right);
      case '/':
      case '%':
        if (right === 0n) throw this.#problem('division by 0', rightAt);
        return BigInt.asIntN(64, operator === '/' ? left / right : left % right);
      case '+':
        return BigInt.asIntN(64, left + right);
      case '-':
        return BigInt.asIntN(64, left - right);
      // The processor takes the lowest six bits of a shift.
      case '<<':
        return BigInt.asIntN(64, left << (right & 63n));
      case '>>':
        return left >> (right & 63n);
      case '<':
        return truth(left < right);
      case '<=':
        return truth(left <= right);
      case '>':
        return truth(left > right);
      case '>=':
        return truth(left >= right);
      case '==':
        return truth(left === right);
      case '!=':
        return truth(left !== right);
      case '&':
        return left & right;
      case '^':
        return left ^ right;
      case '|':
        return left | right;
      default:
        return assertNever(operator);
    }
  }

  #problem(words: string, at: number): ArithmeticProblem {
    return new ArithmeticProblem(this.text, words, this.text.slice(at));
  }
}

function truth(value: boolean): bigint {
  return value ? 1n : 0n;
}

/** A power in 64 bits. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = BigInt.asIntN(64, result * factor);
    factor = BigInt.asIntN(64, factor * factor);
  }
  return result;
}
