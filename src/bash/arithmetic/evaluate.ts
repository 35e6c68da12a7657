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
  /** Undefined when it is not set; throws when that is an error. */
  readonly read: (name: string, subscript: string | undefined) => string | undefined;
  readonly write: (name: string, subscript: string | undefined, value: string) => void;
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
        return this.#read(expression);
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
        const { place, operator, rightAt } = expression;
        const right = this.value(expression.value);
        const value =
          operator === undefined
            ? right
            : this.#binary(operator, this.#read(place), right, rightAt);
        this.variables.write(place.name, place.subscript, `${value}`);
        return value;
      }
      case 'step': {
        const before = this.#read(expression.place);
        const after = BigInt.asIntN(64, before + expression.by);
        this.variables.write(expression.place.name, expression.place.subscript, `${after}`);
        return expression.isAfter ? before : after;
      }
      default:
        return assertNever(expression);
    }
  }

  #read({ name, subscript }: Place): bigint {
    const text = this.variables.read(name, subscript);
    return text === undefined ? 0n : evaluate(text, this.variables, this.depth + 1);
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
