import type { Expression } from '../../../netfilter/nft/expression.js';
import { protocols } from '../../../netfilter/nft/header/protocol.js';
import type { Statement } from '../../../netfilter/nft/statement.js';
import type { Span } from '../syntax/tree/span.js';
import { findUpper } from '../layers/layer-protocol.js';
import { EvaluationError } from './evaluation-error.js';

/** A statement and where it was written, or what it was added for. */
export interface PlacedStatement {
  readonly statement: Statement;
  readonly at: Span;
}

/**
 * Checks that what nft adds to a rule doesn't ask for another value of a field that the rule asks for already.
 *
 * @throws EvaluationError
 */
export function checkDependency(
  earlier: readonly PlacedStatement[],
  added: Statement,
  at: Span,
): void {
  const field = fieldOf(added);
  if (field === undefined) return;
  const other = earlier.find(
    ({ statement }) =>
      statement.kind === 'match' &&
      statement.right.kind === 'number' &&
      fieldOf(statement) === field &&
      !statesTag(statement.left, statement.right.value),
  );
  if (other !== undefined) throw new EvaluationError('conflicting statements', other.at, [at]);
}

/** Whether a value of a field states that a tag follows: what is added then is about the tag's own field. */
function statesTag(left: Expression, value: bigint): boolean {
  if (left.kind !== 'payload') return false;
  const { protocol } = left;
  const upper = findUpper(protocol, value);
  return upper !== undefined && protocols[upper].base === protocols[protocol].base;
}

/** The field of a header that a match is about. */
function fieldOf(statement: Statement): string | undefined {
  if (statement.kind !== 'match' || statement.left.kind !== 'payload') return undefined;
  const { inner, protocol, field } = statement.left;
  return [inner ?? '', protocol, field].join(' ');
}
