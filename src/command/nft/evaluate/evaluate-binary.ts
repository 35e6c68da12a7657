import { datatypeRoot } from '../../../netfilter/nft/datatype.js';
import type {
  BinaryOperation,
  Expression,
  NumberValue,
} from '../../../netfilter/nft/expression.js';
import { scalarType, type ScalarType } from '../../../netfilter/nft/value-type.js';
import type { BinaryExpression, Expression as Tree } from '../syntax/tree/expression.js';
import type { Evaluation } from './evaluation.js';
import { EvaluationError } from './evaluation-error.js';
import { expectLike, expectType, type Expected } from './expected.js';
import { expressionWord, isConstant, typeOf, type Evaluated } from './is-constant.js';
import { describeType } from './type-words.js';

type Operand = Expression & { readonly type: ScalarType };

/** Two expressions put together bit by bit, or one shifted; two constants give one. Source: nft's `expr_evaluate_binop`. */
export function evaluateBinary(
  tree: BinaryExpression,
  expected: Expected,
  evaluation: Evaluation,
): BinaryOperation | NumberValue {
  const isShift = tree.operator === '<<' || tree.operator === '>>';
  const first = evaluation.evaluate(tree.left, expected);
  const second = evaluation.evaluate(tree.right, expectRight(first, expected, isShift));
  const isSwapped = isConstant(first) && !isConstant(second);
  const [left, leftTree, right, rightTree] = isSwapped
    ? [second, tree.right, first, tree.left]
    : [first, tree.left, second, tree.right];
  const operand = checkOperand(left, right, leftTree, tree);
  return isShift
    ? shift(operand, right, { ...tree, left: leftTree, right: rightTree }, evaluation)
    : combine(operand, right, { ...tree, left: leftTree, right: rightTree }, evaluation);
}

function expectRight(left: Evaluated, expected: Expected, isShift: boolean): Expected {
  const type = typeOf(left);
  if (isShift) {
    const bits = Math.max(bitsOf(left), widthOf(expected));
    return expectType(scalarType('integer', bits, type.kind === 'scalar' ? type.order : 'host'));
  }
  if (isConstant(left)) return expected;
  return expectLike(left);
}

function widthOf({ type }: Expected): number {
  return type === undefined || type === 'verdict' || type.kind !== 'scalar' ? 0 : type.bits;
}

function bitsOf(expression: Evaluated): number {
  const type = typeOf(expression);
  return type.kind === 'scalar' ? type.bits : 0;
}

function checkOperand(
  left: Evaluated,
  right: Evaluated,
  leftTree: Tree,
  { operator, at }: BinaryExpression,
): Operand {
  const type = typeOf(left);
  const symbol = operator;
  const base = type.kind === 'scalar' ? datatypeRoot(type.datatype) : undefined;
  const isKnown = base === 'integer' || (base === 'string' && !isConstant(left));
  const isSingle = !isConstant(left) || left.kind === 'number' || left.kind === 'text';
  if (!isKnown || !isSingle) {
    const of = isKnown ? `${expressionWord(left)} expressions` : `${describeType(type)} types`;
    throw new EvaluationError(`Binary operation (${symbol}) is undefined for ${of}`, leftTree.at, [
      at,
    ]);
  }
  const other = typeOf(right);
  const otherBase = other.kind === 'scalar' ? datatypeRoot(other.datatype) : describeType(other);
  if (otherBase !== base) {
    throw new EvaluationError(
      `Binary operation (${symbol}) with different base types (${base} vs ${otherBase}) is not supported`,
      leftTree.at,
      [at],
    );
  }
  if (isOperand(left)) return left;
  throw new TypeError('a number without a type of its own');
}

function isOperand(expression: Evaluated): expression is Operand {
  return 'type' in expression && expression.type.kind === 'scalar';
}

function shift(
  left: Operand,
  right: Evaluated,
  tree: BinaryExpression,
  evaluation: Evaluation,
): BinaryOperation | NumberValue {
  const { operator } = tree;
  if (!isConstant(right)) {
    throw new EvaluationError(
      `Right hand side of binary operation (${operator}) must be constant`,
      tree.right.at,
      [tree.at],
    );
  }
  if (right.kind !== 'number') throw undefinedFor(right, tree);
  const bits = Math.max(left.type.bits, evaluation.statementBits);
  if (right.value > 0xffffffffn) {
    throw new EvaluationError('shifts exceeding 4294967295 bits are not supported', tree.right.at, [
      tree.left.at,
    ]);
  }
  if (right.value >= BigInt(bits)) {
    throw new EvaluationError(
      `${operator === '<<' ? 'Left' : 'Right'} shift of ${right.value} bits is undefined for type of ${bits} bits width`,
      tree.right.at,
      [tree.left.at],
    );
  }
  const type = scalarType('integer', bits, 'host');
  if (left.kind === 'number') {
    const mask = (1n << BigInt(bits)) - 1n;
    const value =
      operator === '<<' ? (left.value << right.value) & mask : (left.value & mask) >> right.value;
    return { kind: 'number', value, type };
  }
  return { kind: 'binary', operator, left, right, type };
}

function undefinedFor(right: Evaluated, { operator, left, at }: BinaryExpression): EvaluationError {
  return new EvaluationError(
    `Binary operation (${operator}) is undefined for ${expressionWord(right)} expressions`,
    left.at,
    [at],
  );
}

function combine(
  left: Operand,
  right: Evaluated,
  tree: BinaryExpression,
  { statementBits }: Evaluation,
): BinaryOperation | NumberValue {
  const { operator } = tree;
  // The characters of a name are put together as its bytes.
  const isBytes = right.kind === 'text' && operator !== '^';
  if (isConstant(right) && right.kind !== 'number' && !isBytes) throw undefinedFor(right, tree);
  const type =
    statementBits > left.type.bits ? scalarType('integer', statementBits, 'host') : left.type;
  if (left.kind === 'number' && right.kind === 'number') {
    const mask = (1n << BigInt(type.bits)) - 1n;
    return { kind: 'number', value: compute(left.value, operator, right.value) & mask, type };
  }
  return { kind: 'binary', operator, left, right, type };
}

function compute(a: bigint, operator: BinaryExpression['operator'], b: bigint): bigint {
  if (operator === '&') return a & b;
  return operator === '|' ? a | b : a ^ b;
}
