import { datatypes } from '../../../netfilter/nft/datatype.js';
import type { Expression } from '../../../netfilter/nft/expression.js';
import type { ValueType } from '../../../netfilter/nft/value-type.js';
import type {
  ConcatExpression,
  Expression as Tree,
  RelationalExpression,
  RelationalOperator,
} from '../syntax/tree/expression.js';
import type { MatchStatement as MatchTree } from '../syntax/tree/statement.js';
import { protocolKeyLayer } from '../layers/protocol-key.js';
import { evaluateEnds } from './evaluate-range.js';
import { setWithin, writtenElements } from './evaluate-set-literal.js';
import { checkCompared } from './check/check-operations.js';
import type { Evaluation } from './evaluation.js';
import { EvaluationError, VerdictMapError } from './evaluation-error.js';
import { ANYTHING, beside, expectLike, expectType, type Expected } from './expected.js';
import { expressionWord, isConstant, typeOf, type Evaluated } from './is-constant.js';
import { fibPresence } from './selector/evaluate-fib.js';
import { knownField } from './selector/known-field.js';
import { retype, storedMatch } from './stored-match.js';
import { transferOperation, type Sides } from './transfer-operation.js';
import { describeType, isSameType } from './type-words.js';
import { valueOf } from '../syntax/tree/value-of.js';
import { writtenAt } from './written-at.js';

/** Adds a match to a rule, behind the matches that it needs. Source: nft's `expr_evaluate_relational`. */
export function evaluateMatch({ expression: tree, at }: MatchTree, evaluation: Evaluation): void {
  if (tree.right.kind === 'set-reference') evaluation.evaluate(tree.right, ANYTHING);
  const left = evaluateLeft(tree, evaluation);
  const { right, operator: asked } = evaluateRight(tree, left, evaluation);
  const sides = checkSides(left, right, tree);
  const single = singleElement(sides, tree, evaluation);
  const flagsAsked = single !== sides && isPlainBitmask(single) && asked === 'implicit';
  const operator = flagsAsked ? '==' : asked;
  const layers = evaluation.current;
  if (operator === '==' || operator === 'implicit') learnFrom(single, tree, evaluation);
  checkComparison(single, operator, tree);
  const transferred = transferOperation(single, tree.right.at, tree.left.at);
  checkCompared(single.left);
  const stored = storedMatch(transferred, operator, (base, offset, bits) =>
    knownField(base, offset, bits, layers),
  );
  if (stored.right.kind === 'set') writtenAt(stored.right, valueOf(tree.right).at);
  evaluation.add(stored, at);
}

/** What is known of protocols behind a match: of several in a set the last one written counts. Source: nft's `relational_expr_pctx_update`. */
function learnFrom({ left, right }: Sides, tree: RelationalExpression, evaluation: Evaluation) {
  // Bits that were written as such state nothing, whichever field they are.
  if (tree.left.kind === 'raw-payload') return;
  const written =
    right.kind === 'set' && protocolKeyLayer(left) !== undefined
      ? writtenElements(tree.right, expectLike(left), evaluation)
      : undefined;
  const set = right.kind === 'set' && written !== undefined && { ...right, elements: written };
  evaluation.current.learn(left, set || right, tree.at);
}

/** A word stands for what a named set has. Source: nft's `expr_evaluate_relational`. */
function evaluateLeft(tree: RelationalExpression, evaluation: Evaluation): Evaluated {
  const right = valueOf(tree.right);
  const set =
    right.kind === 'set-reference' ? evaluation.context.findSet(right.name)?.keyType : undefined;
  if (tree.left.kind === 'concat') return evaluateLeftParts(tree.left, set, evaluation);
  const left = evaluateAlone(tree, set, evaluation);
  return left.kind === 'fib' && tree.right.kind === 'boolean' ? fibPresence(left) : left;
}

/** What a map gives is constant to nft, and a map of verdicts fits no type that could be asked for. */
function evaluateAlone(
  tree: RelationalExpression,
  set: ValueType | undefined,
  evaluation: Evaluation,
): Evaluated {
  try {
    return evaluation.evaluate(tree.left, set === undefined ? ANYTHING : expectType(set));
  } catch (error) {
    throw error instanceof VerdictMapError ? constantLeft(tree) : error;
  }
}

/** Words among several have the types of the set's, one by one. */
function evaluateLeftParts(
  left: ConcatExpression,
  set: ValueType | undefined,
  evaluation: Evaluation,
): Evaluated {
  const hasTypes = set?.kind === 'concatenation' && left.parts.length <= set.parts.length;
  return evaluation.evaluate(left, hasTypes ? expectType(set) : ANYTHING);
}

function evaluateRight(
  tree: RelationalExpression,
  left: Evaluated,
  evaluation: Evaluation,
): { readonly right: Evaluated; readonly operator: RelationalOperator } {
  const expected = isConstant(left) ? { type: typeOf(left), most: undefined } : expectLike(left);
  return (
    clockRange(tree, left, expected, evaluation) ?? {
      right: evaluation.evaluate(tree.right, beside(expected, tree.left)),
      operator: tree.operator,
    }
  );
}

/** A range of times that goes over midnight is all but the rest of the day. */
function clockRange(
  tree: RelationalExpression,
  left: Evaluated,
  expected: Expected,
  evaluation: Evaluation,
) {
  const isClock = left.kind === 'meta' && (left.key === 'hour' || left.key === 'day');
  if (!isClock || tree.right.kind !== 'range') return undefined;
  const { from, to, at } = tree.right;
  const { first, last } = evaluateEnds(from, to, at, expected, evaluation);
  const { type } = first;
  if (first.value === last.value) return { right: first, operator: tree.operator };
  if (first.value < last.value) {
    const right = { kind: 'range', from: first.value, to: last.value, type } as const;
    return { right, operator: tree.operator };
  }
  const operator: RelationalOperator = tree.operator === '!=' ? '==' : '!=';
  const right = { kind: 'range', from: last.value, to: first.value, type } as const;
  return { right, operator };
}

function constantLeft({ operator, left, right }: RelationalExpression): EvaluationError {
  const message = `Relational expression (${symbolOf(operator)}) has constant value`;
  return new EvaluationError(message, left.at, [right.at]);
}

function symbolOf(operator: RelationalOperator): string {
  return operator === 'implicit' ? '(null)' : operator;
}

function checkSides(left: Evaluated, right: Evaluated, tree: RelationalExpression): Sides {
  const symbol = symbolOf(tree.operator);
  if (!isConstant(right)) {
    throw new EvaluationError(
      `Right hand side of relational expression (${symbol}) must be constant`,
      tree.right.at,
      [tree.at],
    );
  }
  if (isConstant(left)) throw constantLeft(tree);
  if (!isSameType(left.type, typeOf(right))) {
    throw new EvaluationError(
      `datatype mismatch, expected ${describeType(left.type)}, expression has type ${describeType(typeOf(right))}`,
      tree.right.at,
      [tree.left.at],
    );
  }
  if ((left.kind === 'meta' || left.kind === 'ct') && left.key === 'secmark') {
    throw new EvaluationError('Cannot be used with right hand side constant value', tree.right.at, [
      tree.left.at,
    ]);
  }
  return { left, right };
}

/** A set of one element is that element, as it was written: no range is a prefix for that. */
function singleElement(
  sides: Sides,
  { operator, right: tree }: RelationalExpression,
  evaluation: Evaluation,
): Sides {
  const { left, right } = sides;
  const canBe = operator === '==' || operator === '!=' || operator === 'implicit';
  if (!canBe || right.kind !== 'set' || left.kind === 'concat') return sides;
  if (countWritten(tree) !== 1) return sides;
  const [only] = writtenElements(tree, expectLike(left), evaluation) ?? [];
  if (only === undefined || only.key === '*' || only.statements !== undefined) return sides;
  return { left, right: retype(only.key, right.keyType) };
}

function countWritten(tree: Tree): number {
  const set = setWithin(tree);
  if (set === undefined) return 1;
  return set.elements.reduce(
    (sum, member) =>
      sum + (member.kind === 'element' ? countWritten(member.key) : countWritten(member)),
    0,
  );
}

function isPlainBitmask({ left }: Sides): boolean {
  const { type } = left;
  return (
    type.kind === 'scalar' &&
    datatypes[type.datatype].base === 'bitmask' &&
    type.datatype !== 'ct_state'
  );
}

function checkComparison(
  { left, right }: Sides,
  operator: RelationalOperator,
  tree: RelationalExpression,
): void {
  if (operator === '!') checkNegation(left, right, tree);
  if (operator === '<' || operator === '>' || operator === '<=' || operator === '>=') {
    checkOrder(left, right, operator, tree);
    return;
  }
  if (right.kind === 'concat-value') {
    throw new EvaluationError(
      'Use concatenations with sets and maps, not singleton values',
      tree.left.at,
      [tree.right.at],
    );
  }
  if (right.kind === 'set' && right.elements.length === 0) {
    throw new EvaluationError('Set is empty', (setWithin(tree.right) ?? tree.right).at);
  }
  const isSet = right.kind === 'set' || right.kind === 'set-reference';
  if (isSet && left.kind === 'ct' && (left.key === 'saddr' || left.key === 'daddr')) {
    throw new EvaluationError('specify either ip or ip6 for address matching', tree.left.at);
  }
}

function checkNegation(left: Expression, right: Sides['right'], tree: RelationalExpression): void {
  if (left.kind === 'binary') {
    throw new EvaluationError('cannot combine negation with binary expression', tree.left.at, [
      tree.right.at,
    ]);
  }
  const isFlags = right.kind === 'number' && datatypes[right.type.datatype].base === 'bitmask';
  if (!isFlags) {
    throw new EvaluationError(
      'negation can only be used with singleton bitmask values.  Did you mean "!="?',
      tree.left.at,
      [tree.right.at],
    );
  }
}

function checkOrder(
  left: Expression,
  right: Sides['right'],
  operator: string,
  tree: RelationalExpression,
): void {
  const isSingle = right.kind === 'number' || (right.kind === 'text' && !right.wildcard);
  const wrong = left.kind === 'concat' ? left : right;
  if (left.kind !== 'concat' && isSingle) return;
  throw new EvaluationError(
    `Relational expression (${operator}) is undefined for ${expressionWord(wrong)} expressions`,
    left.kind === 'concat' ? tree.left.at : valueOf(tree.right).at,
    [tree.at],
  );
}
