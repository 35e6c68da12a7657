import type { MatchStatement } from '../../../netfilter/nft/statement.js';
import type { ListedStatement } from '../../../netfilter/view/listed-statement.js';

/**
 * Statements as nft reads them from the kernel, which keeps a range as two matches: a lower end and an upper end that stand side by side are one range of what
 * the second reads, whatever of the same sort the first does. Source: nft's `expr_may_merge_range`.
 */
export function withRanges(statements: readonly ListedStatement[]): readonly ListedStatement[] {
  const joined: ListedStatement[] = [];
  for (const statement of statements) {
    const range = rangeOf(joined.at(-1), statement);
    if (range !== undefined) joined.pop();
    joined.push(range ?? statement);
  }
  return joined;
}

function rangeOf(
  first: ListedStatement | undefined,
  second: ListedStatement,
): MatchStatement | undefined {
  if (first?.kind !== 'match' || second.kind !== 'match') return undefined;
  const operator = operatorOf(first, second);
  const isAlike = first.left.kind === second.left.kind;
  if (operator === undefined || !isAlike) return undefined;
  if (first.right.kind !== 'number' || second.right.kind !== 'number') return undefined;
  const { type } = second.right;
  const range = { from: first.right.value, to: second.right.value, type };
  return { ...second, operator, right: { kind: 'range', ...range } };
}

function operatorOf(first: MatchStatement, second: MatchStatement): '==' | '!=' | undefined {
  if (first.operator === '>=' && second.operator === '<=') return '==';
  return first.operator === '<' && second.operator === '>' ? '!=' : undefined;
}
