import type { PayloadSelector } from '../../../../netfilter/nft/selector.js';
import type { MatchStatement } from '../../../../netfilter/nft/statement.js';
import type { Span } from '../../syntax/tree/span.js';
import { icmpDependency } from '../../layers/icmp-dependency.js';
import type { Evaluation } from '../evaluation.js';
import { EvaluationError } from '../evaluation-error.js';
import { payloadSelector } from './payload-selector.js';
import { equality } from './equality.js';

/**
 * Sees to it that packets that reach a match have the field of ICMP that it reads.
 *
 * @throws EvaluationError when the rule asks for messages that don't have it
 */
export function requireIcmpType(selector: PayloadSelector, at: Span, evaluation: Evaluation): void {
  const needed = icmpDependency(selector.protocol, selector.field);
  if (needed === undefined) return;
  const layers = evaluation.current;
  const { icmpType } = layers;
  if (icmpType !== undefined) {
    if (needed.alike.includes(icmpType)) return;
    throw new EvaluationError(
      `incompatible icmp match: rule has ${icmpType}, need ${needed.type}`,
      at,
    );
  }
  const left = payloadSelector(selector.protocol, 'type', selector.inner);
  const match = isOneOf(left, needed.alike.toSorted((a, b) => a - b).map(BigInt));
  evaluation.addDependency(match, at);
  layers.icmpType = needed.leaves;
}

/** A match for several numbers of a field. */
function isOneOf(left: PayloadSelector, numbers: readonly bigint[]): MatchStatement {
  const [only, ...more] = numbers;
  if (only !== undefined && more.length === 0) return equality(left, only);
  const { type } = left;
  const elements = numbers.map((value) => ({ key: { kind: 'number', value, type } as const }));
  return { kind: 'match', left, operator: '==', right: { kind: 'set', keyType: type, elements } };
}
