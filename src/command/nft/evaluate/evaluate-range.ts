import { datatypeRoot } from '../../../netfilter/nft/datatype.js';
import type {
  NumberValue,
  PrefixValue,
  RangeValue,
  TextValue,
} from '../../../netfilter/nft/expression.js';
import type { Expression as Tree, PrefixExpression } from '../syntax/tree/expression.js';
import type { Span } from '../syntax/tree/span.js';
import type { Evaluation } from './evaluation.js';
import { EvaluationError } from './evaluation-error.js';
import type { Expected } from './expected.js';
import { isConstant, typeOf } from './is-constant.js';
import { describeType } from './type-words.js';

/** The values from one up to another. Source: nft's `expr_evaluate_range`. */
export function evaluateRange(
  from: Tree,
  to: Tree,
  at: Span,
  expected: Expected,
  evaluation: Evaluation,
): RangeValue | NumberValue {
  const { first, last } = evaluateEnds(from, to, at, expected, evaluation);
  if (first.value > last.value) throw new EvaluationError('Range negative size', at);
  if (first.value === last.value) return first;
  return { kind: 'range', from: first.value, to: last.value, type: first.type };
}

/** The ends of a range, the first of which can be the greater one. */
export function evaluateEnds(
  from: Tree,
  to: Tree,
  at: Span,
  expected: Expected,
  evaluation: Evaluation,
): { readonly first: NumberValue; readonly last: NumberValue } {
  return {
    first: evaluateEnd(from, at, expected, evaluation),
    last: evaluateEnd(to, at, expected, evaluation),
  };
}

function evaluateEnd(
  tree: Tree,
  at: Span,
  expected: Expected,
  evaluation: Evaluation,
): NumberValue {
  const end = evaluation.evaluate(tree, expected);
  if (end.kind === 'number') return end;
  const type = typeOf(end);
  throw new EvaluationError(
    type.kind === 'scalar' && datatypeRoot(type.datatype) === 'integer'
      ? 'Range is not constant'
      : `Range expression is undefined for ${describeType(type)} types`,
    tree.at,
    [at],
  );
}

/** Values that have their first bits in common. Source: nft's `expr_evaluate_prefix`. */
export function evaluatePrefix(
  { base: tree, length, at }: PrefixExpression,
  expected: Expected,
  evaluation: Evaluation,
): PrefixValue | TextValue {
  const base = evaluation.evaluate(tree, expected);
  if (!isConstant(base)) {
    throw new EvaluationError('Prefix expression is undefined for non-constant expressions', at);
  }
  if (base.kind !== 'number') {
    throw new EvaluationError(
      `Prefix expression is undefined for ${describeType(typeOf(base))} types`,
      at,
    );
  }
  const { bits } = base.type;
  if (length > BigInt(bits)) {
    throw new EvaluationError(
      `Prefix length ${length} is invalid for type of ${bits} bits width`,
      at,
    );
  }
  const shift = BigInt(bits) - length;
  const value = (base.value >> shift) << shift;
  return { kind: 'prefix', value, length: Number(length), type: base.type };
}
