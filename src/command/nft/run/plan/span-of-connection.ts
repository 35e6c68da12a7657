import type { Span } from '../../syntax/tree/span.js';
import type { Statement } from '../../syntax/tree/statement.js';

/** What needs connection tracking in a rule: a selector, or a statement that is not one of expressions. */
const KINDS: ReadonlySet<string> = new Set(['ct', 'ct-set', 'connlimit']);

/** Where a rule first needs connection tracking; undefined when it does nowhere. Source: nft's `nft_expr_loc_add`. */
export function spanOfConnection(statements: readonly Statement[]): Span | undefined {
  return find(statements);
}

/** Whatever stands in a tree is looked through, as any part of it can have an expression. */
function find(part: unknown): Span | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  if (isNode(part) && KINDS.has(part.kind)) return part.at;
  for (const inner of Object.values(part)) {
    const found = find(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isNode(part: object): part is { readonly kind: string; readonly at: Span } {
  return 'kind' in part && 'at' in part && typeof part.kind === 'string';
}
