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
        ? spanOfChain(statement.verdict, use.name)
        : undefined;
    case 'object-reference':
      return use.kind === 'object' ? statement.reference.at : undefined;
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

function spanOfChain(expression: Expression, name: string): Span | undefined {
  switch (expression.kind) {
    case 'verdict':
      return chainSpan(expression.chain, name);
    case 'map':
      return spanOfChain(expression.map, name);
    case 'variable':
      return spanOfChain(expression.value, name);
    case 'set':
      return expression.elements
        .map((member) => spanOfMember(member, name))
        .find((span) => span !== undefined);
    default:
      return undefined;
  }
}

function spanOfMember(member: SetMember, name: string): Span | undefined {
  if (member.kind === 'set') return spanOfChain(member, name);
  if (member.kind !== 'mapping') return undefined;
  return spanOfChain(member.data, name) === undefined ? undefined : member.key.key.at;
}

function chainSpan(chain: Expression | undefined, name: string): Span | undefined {
  const value = chain && valueOf(chain);
  const isIt =
    (value?.kind === 'chain-name' && value.name === name) ||
    (value?.kind === 'symbol' && value.text === name);
  return isIt ? value.at : undefined;
}
