import type { Parser } from '../parser/parser.js';
import type { Expression, ListExpression } from '../tree/expression.js';
import { parseRight } from './parse-expression.js';
import { continueConcatRhs, continueRange, parseBasicRhs } from './parse-rhs.js';
import { parseSetBody } from './parse-set.js';

/** `, value` behind a value, as often as it stands there. */
export function continueList(p: Parser, first: Expression): ListExpression {
  const items = [first];
  p.expect('comma');
  items.push(parseBasicRhs(p));
  while (p.accept('comma')) items.push(parseBasicRhs(p));
  return { kind: 'list', items, at: p.spanFrom(first.at) };
}

/** What `define` gives a variable. Source: nft(8), SYMBOLIC VARIABLES. */
export function parseInitializer(p: Parser): Expression {
  const minus = p.accept('-');
  if (minus !== undefined) {
    const value = BigInt.asIntN(32, -p.expectNumber());
    return { kind: 'integer', value, at: p.spanFrom(minus.at) };
  }
  const open = p.accept('{');
  if (open !== undefined) {
    if (p.accept('}') === undefined) return parseSetBody(p, open.at);
    return { kind: 'set', elements: [], at: p.spanFrom(open.at) };
  }
  if (p.peekIs('@')) return parseRight(p);
  const first = parseBasicRhs(p);
  if (p.peekIs('comma')) return continueList(p, first);
  return continueConcatRhs(p, continueRange(p, first));
}
