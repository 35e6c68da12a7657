import type { MatchStatement } from '../../../../netfilter/nft/statement.js';
import type { ScalarType } from '../../../../netfilter/nft/value-type.js';
import type { Selector } from '../../../../netfilter/nft/expression.js';

/** A match for one number of a field. */
export function equality(
  left: Selector & { readonly type: ScalarType },
  value: bigint,
): MatchStatement {
  return { kind: 'match', left, operator: '==', right: { kind: 'number', value, type: left.type } };
}
