import type { Parser } from '../parser/parser.js';
import type { BinaryOperator, Expression } from '../tree/expression.js';

type Reader = (p: Parser) => Expression;

/** Operators that bind alike, tightest first. Source: nft(8), Bitwise expressions. */
const levels: readonly (readonly BinaryOperator[])[] = [['<<', '>>'], ['&'], ['^'], ['|']];

const operators: ReadonlySet<string> = new Set(levels.flat());

function operatorOf(kind: string, level: readonly BinaryOperator[]): BinaryOperator | undefined {
  return level.find((operator) => operator === kind);
}

/** Operators and right sides behind what was read, all that bind as tightly as `depth` or tighter. */
function continueAt(p: Parser, depth: number, first: Expression, readRight: Reader): Expression {
  const level = levels[depth];
  if (level === undefined) return first;
  let left = depth === 0 ? first : continueAt(p, depth - 1, first, readRight);
  for (;;) {
    const operator = operatorOf(p.peek().kind, level);
    if (operator === undefined) return left;
    p.take();
    const operand = readRight(p);
    const right = depth === 0 ? operand : continueAt(p, depth - 1, operand, readRight);
    left = { kind: 'binary', operator, left, right, at: p.spanFrom(left.at) };
  }
}

/** Operators and right sides that stand behind an operand. */
export function continueBinary(p: Parser, first: Expression, readRight: Reader): Expression {
  return isBinaryNext(p) ? continueAt(p, levels.length - 1, first, readRight) : first;
}

/** Whether an operator of two numbers is next. */
export function isBinaryNext(p: Parser): boolean {
  return operators.has(p.peek().kind);
}
