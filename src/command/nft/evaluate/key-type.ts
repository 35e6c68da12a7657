import { datatypes, findDatatype } from '../../../netfilter/nft/datatype.js';
import { scalarType, type ScalarType, type ValueType } from '../../../netfilter/nft/value-type.js';
import type { KeyType, TypeName } from '../syntax/tree/block.js';
import type { EvaluationContext } from './context.js';
import { EvaluationError } from './evaluation-error.js';
import type { Span } from '../syntax/tree/span.js';
import { declaredSelector } from './selector/declared-selector.js';
import type { Selector } from '../../../netfilter/nft/expression.js';
import type { SelectorExpression } from '../syntax/tree/expression.js';

/** The type that a set or map declares, and the expressions that `typeof` gives it by. */
export interface DeclaredType {
  readonly type: ValueType;
  /** Undefined after `type`. */
  readonly expressions: readonly Selector[] | undefined;
}

/**
 * The type of keys or data that a declaration names.
 *
 * @throws EvaluationError for a type that can't be one
 */
export function declaredType(
  { parts, at }: Pick<KeyType, 'parts' | 'at'>,
  context: EvaluationContext,
): DeclaredType {
  const declared = parts.map((part) => declaredPart(part, context));
  const types = declared.map(({ type }) => type);
  const [only] = types;
  const isOne = only !== undefined && types.length === 1;
  if (!isOne) {
    for (const [place, part] of parts.entries()) {
      const partType = types[place];
      if (partType !== undefined) checkPart(part, partType, at);
    }
  }
  const type: ValueType = isOne ? only : { kind: 'concatenation', parts: types };
  const expressions = declared.flatMap(({ selector }) =>
    selector === undefined ? [] : [selector],
  );
  return { type, expressions: expressions.length === 0 ? undefined : expressions };
}

function declaredPart(
  part: TypeName | SelectorExpression,
  context: EvaluationContext,
): { readonly type: ScalarType; readonly selector: Selector | undefined } {
  if (part.kind !== 'type') {
    const selector = declaredSelector(part, context);
    return { type: selector.type, selector };
  }
  if (part.name === 'queue') return { type: scalarType('queue', 16, 'host'), selector: undefined };
  const datatype = findDatatype(part.name);
  if (datatype === undefined) {
    throw new EvaluationError(`unknown datatype ${part.name}`, part.at);
  }
  const { bits = 0, order } = datatypes[datatype];
  return { type: scalarType(datatype, bits, order), selector: undefined };
}

/** What has a width only where the rest of a rule decides which. Source: nft's `set_expr_evaluate_concat`, `ct_gen_nh_dependency`. */
function checkPart(
  part: TypeName | SelectorExpression,
  { datatype }: ScalarType,
  whole: Span,
): void {
  if (datatype !== 'invalid') return;
  throw part.kind === 'ct'
    ? new EvaluationError('specify either ip or ip6 for address matching', part.at)
    : new EvaluationError(
        'can not use variable sized data types (invalid) in concat expressions',
        part.at,
        [whole],
      );
}
