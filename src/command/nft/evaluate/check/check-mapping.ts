import type { KnownValue, LiteralElement } from '../../../../netfilter/nft/expression.js';
import { compareBigints } from '../../../../netfilter/nft/set/compare.js';
import { valueRange } from '../../../../netfilter/nft/set/range-value.js';
import type { Verdict } from '../../../../netfilter/nft/verdict.js';
import type { Span } from '../../syntax/tree/span.js';
import { EvaluationError } from '../evaluation-error.js';

/** An element of a map written in a rule, and where its key is written. */
export interface PlacedMapping {
  readonly element: LiteralElement & { readonly data: KnownValue | Verdict };
  readonly at: Span;
}

/**
 * Checks that no key of a map written in a rule lies in another, and that none has two values. What is written twice alike is one element. Source: nft's
 * `setelem_overlap`, `nft_add_set_elem`.
 *
 * @throws EvaluationError
 */
export function checkMapping(mappings: readonly PlacedMapping[]): void {
  const ranged = mappings.flatMap(({ element, at }) => {
    const { key, data } = element;
    if (key === '*' || key.kind === 'concat-value') return [];
    return [{ key, data, at, ...valueRange(key) }];
  });
  const ascending = ranged.toSorted((a, b) => compareBigints(a.low, b.low));
  let [earlier] = ascending;
  for (const one of ascending.slice(1)) {
    if (earlier === undefined) return;
    if (one.low > earlier.high) {
      earlier = one;
    } else if (one.low !== earlier.low || one.high !== earlier.high) {
      throw new EvaluationError('conflicting intervals specified', one.at, [earlier.at]);
    } else if (textOf(one.data) !== textOf(earlier.data)) {
      // It is the kernel that refuses it.
      throw new EvaluationError('Could not process rule: File exists', one.at);
    }
  }
}

function textOf(data: KnownValue | Verdict): string {
  return JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
}
