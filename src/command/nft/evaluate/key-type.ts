import { datatypes, findDatatype } from '../../../netfilter/nft/datatype.js';
import type { TableFamily } from '../../../netfilter/nft/family.js';
import { scalarType, type ScalarType, type ValueType } from '../../../netfilter/nft/value-type.js';
import type { TypeName } from '../syntax/tree/block.js';
import type { EvaluationContext } from './context.js';
import { evaluateExpression } from './evaluate-expression.js';
import { Evaluation } from './evaluation.js';
import { EvaluationError } from './evaluation-error.js';
import { ANYTHING } from './expected.js';
import { evaluateSelector } from './selector/evaluate-selector.js';
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
  parts: readonly (TypeName | SelectorExpression)[],
  context: EvaluationContext,
): DeclaredType {
  const declared = parts.map((part) => declaredPart(part, context));
  const types = declared.map(({ type }) => type);
  const [only] = types;
  const type: ValueType =
    only !== undefined && types.length === 1 ? only : { kind: 'concatenation', parts: types };
  const expressions = declared.flatMap(({ selector }) =>
    selector === undefined ? [] : [selector],
  );
  return { type, expressions: expressions.length === 0 ? undefined : expressions };
}

/** A declaration can name headers that packets of its table don't have: it has no packets. Source: nft's `set_evaluate`, whose context has no family. */
const ANY_FAMILY: TableFamily = 'bridge';

function declaredPart(
  part: TypeName | SelectorExpression,
  context: EvaluationContext,
): { readonly type: ScalarType; readonly selector: Selector | undefined } {
  if (part.kind !== 'type') {
    const free = part.kind === 'payload' ? { ...context, family: ANY_FAMILY } : context;
    const selector = evaluateSelector(part, ANYTHING, new Evaluation(free, evaluateExpression));
    return { type: selector.type, selector };
  }
  const datatype = findDatatype(part.name);
  if (datatype === undefined) {
    throw new EvaluationError(`unknown datatype ${part.name}`, part.at);
  }
  const { bits = 0, order } = datatypes[datatype];
  return { type: scalarType(datatype, bits, order), selector: undefined };
}
