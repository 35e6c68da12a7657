import type { Expression } from './expression.js';

/** What an expression stands for where it is a variable, with the place of its definition; any other as it is. */
export function valueOf(tree: Expression): Exclude<Expression, { readonly kind: 'variable' }> {
  return tree.kind === 'variable' ? valueOf(tree.value) : tree;
}
