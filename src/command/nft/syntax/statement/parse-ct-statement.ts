import { parseArgument } from '../expression/parse-argument.js';
import { parseCtKey } from '../expression/parse-ct.js';
import { checkMetaKey, parseMetaKey } from '../expression/parse-meta.js';
import type { Parser } from '../parser/parser.js';
import type { Expression } from '../tree/expression.js';
import type { Span } from '../tree/span.js';
import type { Statement } from '../tree/statement.js';
import { parseConnlimitBody } from './parse-stateful.js';

/** What the keyword gave: a statement, or the first operand of a match. */
export type StatementStart =
  | { readonly kind: 'statement'; readonly statement: Statement }
  | { readonly kind: 'operand'; readonly operand: Expression };

/** A statement or an expression that begins with `ct`, which was taken. */
export function parseCtStart(p: Parser, start: Span): StatementStart {
  if (p.peekIs('count')) return { kind: 'statement', statement: parseConnlimitBody(p, start) };
  const named = p.accept('timeout', 'expectation');
  if (named !== undefined) {
    p.expect('set');
    const reference = parseArgument(p);
    const at = p.spanFrom(start);
    p.closeScope('ct');
    const object = named.kind === 'timeout' ? 'ct timeout' : 'ct expectation';
    return { kind: 'statement', statement: { kind: 'object-reference', object, reference, at } };
  }
  const { key, direction, settable } = parseCtKey(p);
  const side = direction === undefined ? {} : { direction };
  if (!settable || p.accept('set') === undefined) {
    p.closeScope('ct');
    return { kind: 'operand', operand: { kind: 'ct', key, ...side, at: p.spanFrom(start) } };
  }
  const value = parseArgument(p);
  const at = p.spanFrom(start);
  p.closeScope('ct');
  const statement: Statement =
    key === 'helper'
      ? { kind: 'object-reference', object: 'ct helper', reference: value, at }
      : { kind: 'ct-set', key, ...side, value, at };
  return { kind: 'statement', statement };
}

/** What sets a key of `meta`: most are numbers, `secmark` is the name of an object. */
function metaStatement(key: string, value: Expression, at: Span): Statement {
  return key === 'secmark' && value.kind !== 'ct'
    ? { kind: 'object-reference', object: 'secmark', reference: value, at }
    : { kind: 'meta-set', key, value, at };
}

/** A statement or an expression that begins with `meta`, which was taken. */
export function parseMetaStart(p: Parser, start: Span): StatementStart {
  const token = parseMetaKey(p);
  if (p.accept('set') === undefined) {
    const at = p.spanFrom(start);
    p.closeScope('meta');
    return { kind: 'operand', operand: { kind: 'meta', key: checkMetaKey(p, token, at), at } };
  }
  const value = parseArgument(p);
  const at = p.spanFrom(start);
  p.closeScope('meta');
  const statement = metaStatement(checkMetaKey(p, token, at), value, at);
  return { kind: 'statement', statement };
}
