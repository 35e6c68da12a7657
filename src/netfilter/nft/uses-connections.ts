import type { Expression, SetLiteral, SetReference } from './expression.js';
import type { Statement } from './statement.js';

/** Reports whether statements need connection tracking in their namespace. Source: `nf_ct_netns_get`, called by the expressions' init functions. */
export function statementsUseConnections(statements: readonly Statement[]): boolean {
  return statements.some((statement) => {
    switch (statement.kind) {
      case 'nat':
      case 'connlimit':
      case 'synproxy':
        return true;
      case 'match':
        return readsConnection(statement.left) || readsConnection(statement.right);
      case 'vmap':
        return readsConnection(statement.key);
      case 'mangle':
        return statement.target.kind === 'ct' || readsConnection(statement.value);
      case 'set-update':
        return (
          readsConnection(statement.key) ||
          statement.statements.some(({ kind }) => kind === 'connlimit')
        );
      case 'object':
        return statement.object.startsWith('ct ');
      case 'chain':
        return statement.rules.some((rule) => statementsUseConnections(rule.statements));
      default:
        return false;
    }
  });
}

function readsConnection(expression: Expression | SetLiteral | SetReference): boolean {
  switch (expression.kind) {
    case 'ct':
      return true;
    case 'binary':
      return readsConnection(expression.left) || readsConnection(expression.right);
    case 'concat':
      return expression.parts.some(readsConnection);
    case 'map-lookup':
      return readsConnection(expression.key);
    default:
      return false;
  }
}
