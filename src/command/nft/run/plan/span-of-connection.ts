import type { UnreadableValue } from '../../../../netfilter/nft/check/check-reads.js';
import type { Span } from '../../syntax/tree/span.js';
import type { Statement } from '../../syntax/tree/statement.js';

/** What needs connection tracking in a rule: a selector, or a statement that is not one of expressions. */
const KINDS: ReadonlySet<string> = new Set(['ct', 'ct-set', 'connlimit']);

/** Where a rule first needs connection tracking; undefined when it does nowhere. Source: nft's `nft_expr_loc_add`. */
export function spanOfConnection(statements: readonly Statement[]): Span | undefined {
  return find(statements, ({ kind }) => KINDS.has(kind));
}

/** Where a rule first reads a key of `meta` or `ct`, or looks a route up in a way. */
export function spanOfRead(
  statements: readonly Statement[],
  read: UnreadableValue,
): Span | undefined {
  return find(statements, (node) => {
    if (read.kind !== 'fib') return node.kind === read.kind && node.key === read.key;
    if (node.kind !== 'fib' || node.result !== read.result) return false;
    return (
      node.tuple?.length === read.flags.length &&
      read.flags.every((flag) => node.tuple?.includes(flag))
    );
  });
}

/** Whatever stands in a tree is looked through, as any part of it can have an expression. */
function find(part: unknown, isIt: (node: Node) => boolean): Span | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  if (isNode(part) && isIt(part)) return part.at;
  for (const inner of Object.values(part)) {
    const found = find(inner, isIt);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Node {
  readonly kind: string;
  readonly key?: unknown;
  readonly result?: unknown;
  readonly tuple?: readonly unknown[];
  readonly at: Span;
}

function isNode(part: object): part is Node {
  return 'kind' in part && 'at' in part && typeof part.kind === 'string';
}
