import type { Use } from '../../../../netfilter/nft/uses.js';
import type { Expression, SetMember } from '../../syntax/tree/expression.js';
import type { Span } from '../../syntax/tree/span.js';
import { valueOf } from '../../syntax/tree/value-of.js';
import type { Statement } from '../../syntax/tree/statement.js';

/** Where a rule names something; of a verdict map it is the key. Undefined where the whole rule is marked. Source: nft's `nft_expr_loc_add`. */
export function spanOfUse(statements: readonly Statement[], use: Use): Span | undefined {
  for (const statement of statements) {
    const found = spanIn(statement, use);
    if (found !== undefined) return found;
  }
  return undefined;
}

function spanIn(statement: Statement, use: Use): Span | undefined {
  switch (statement.kind) {
    case 'verdict':
      return use.kind === 'chain' &&
        (use.by === 'verdict') === (statement.verdict.kind === 'verdict')
        ? spanOfName(statement.verdict, use.name)
        : undefined;
    case 'object-reference':
      if (use.kind !== 'object') return undefined;
      return use.by === 'element'
        ? spanOfName(statement.reference, use.name)
        : statement.reference.at;
    case 'flow':
      return use.kind === 'flowtable' ? statement.at : undefined;
    case 'chain':
      for (const rule of statement.rules) {
        const found = spanOfUse(rule.statements, use);
        if (found !== undefined) return found;
      }
      return undefined;
    default:
      return undefined;
  }
}

function spanOfName(expression: Expression, name: string): Span | undefined {
  switch (expression.kind) {
    case 'symbol':
      return wordSpan(expression, name);
    case 'verdict':
      return wordSpan(expression.chain, name);
    case 'map':
      return spanOfName(expression.map, name);
    case 'variable':
      return spanOfName(expression.value, name);
    case 'set':
      return expression.elements
        .map((member) => spanOfMember(member, name))
        .find((span) => span !== undefined);
    default:
      return undefined;
  }
}

function spanOfMember(member: SetMember, name: string): Span | undefined {
  if (member.kind === 'set') return spanOfName(member, name);
  if (member.kind !== 'mapping') return undefined;
  return spanOfName(member.data, name) === undefined ? undefined : member.key.key.at;
}

function wordSpan(chain: Expression | undefined, name: string): Span | undefined {
  const value = chain && valueOf(chain);
  const isIt =
    (value?.kind === 'chain-name' && value.name === name) ||
    (value?.kind === 'symbol' && value.text === name);
  return isIt ? value.at : undefined;
}
