import { datatypes } from '../../../netfilter/nft/datatype.js';
import type { NumberValue } from '../../../netfilter/nft/expression.js';
import type { ListExpression } from '../syntax/tree/expression.js';
import type { Evaluation } from './evaluation.js';
import { EvaluationError } from './evaluation-error.js';
import type { Expected } from './expected.js';
import { typeOf } from './is-constant.js';
import { describeType } from './type-words.js';

/** Several flags at once: `new,established`. Source: nft's `expr_evaluate_list`. */
export function evaluateList(
  { items, at }: ListExpression,
  expected: Expected,
  evaluation: Evaluation,
): NumberValue {
  let flags = 0n;
  for (const item of items) {
    const one = evaluation.evaluate(item, expected);
    // A name with a wildcard is a prefix.
    const isConstant = one.kind === 'number' || (one.kind === 'text' && !one.wildcard);
    if (!isConstant) throw new EvaluationError('List member must be a constant value', item.at);
    if (one.kind !== 'number' || datatypes[one.type.datatype].base !== 'bitmask') {
      throw new EvaluationError(
        `Basetype of type ${describeType(typeOf(one))} is not bitmask`,
        item.at,
      );
    }
    flags |= one.value;
  }
  const { type } = expected;
  if (type === undefined || type === 'verdict' || type.kind !== 'scalar') {
    throw new EvaluationError('No symbol type information', at);
  }
  return { kind: 'number', value: flags, type };
}
