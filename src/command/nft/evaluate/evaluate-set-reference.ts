import type { SetReference } from '../../../netfilter/nft/expression.js';
import type { SetReferenceExpression } from '../syntax/tree/expression.js';
import type { NamedSet } from './context.js';
import type { Evaluation } from './evaluation.js';
import { EvaluationError } from './evaluation-error.js';

/** A set of the table by its name. @throws EvaluationError when there is none */
export function findNamedSet(
  { name, at }: SetReferenceExpression,
  { context }: Evaluation,
): NamedSet {
  const set = context.findSet(name);
  if (set !== undefined) return set;
  const meant = context.suggestSet(name);
  throw new EvaluationError(
    meant === undefined
      ? 'No such file or directory'
      : `No such file or directory; did you mean ${meant.kind} '${meant.name}' in table ${meant.family} '${meant.table}'?`,
    at,
  );
}

/** A set of the table as an expression. */
export function evaluateSetReference(
  tree: SetReferenceExpression,
  evaluation: Evaluation,
): SetReference {
  const { name, keyType } = findNamedSet(tree, evaluation);
  return { kind: 'set-reference', name, keyType };
}
