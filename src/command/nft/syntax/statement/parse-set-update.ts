import { parseElementOptions } from '../expression/parse-set.js';
import { parseConcat } from '../expression/parse-expression.js';
import { parseSetName } from '../expression/parse-symbol.js';
import type { Parser } from '../parser/parser.js';
import type { ElementExpression } from '../tree/expression.js';
import type { MeterStatement, SetStatement, Statement } from '../tree/statement.js';
import type { Span } from '../tree/span.js';
import { parseStatefulList } from './parse-stateful.js';

/** The words that begin an update of a set. */
const updateWords = ['add', 'update', 'delete'] as const;

type Operation = (typeof updateWords)[number];

function parseKey(p: Parser): ElementExpression {
  const key = parseConcat(p);
  const options = parseElementOptions(p, false);
  return { kind: 'element', key, ...options, statements: [], at: key.at };
}

/** `set add ip saddr @s` behind `set`. Source: nft(8), SET STATEMENT. */
export function parseOldSetUpdate(p: Parser, start: Span): SetStatement {
  const { kind } = p.expectOf(updateWords);
  const operation = updateWords.find((word) => word === kind) ?? 'add';
  const key = parseKey(p);
  const set = parseSetName(p);
  return { kind: 'set-update', operation, set, key, statements: [], at: p.spanFrom(start) };
}

/** `@s { ip saddr }` behind `add` and its like. */
export function parseSetUpdate(p: Parser, operation: Operation, start: Span): SetStatement {
  const set = parseSetName(p);
  p.expect('{');
  const key = parseKey(p);
  const statements = parseStatefulList(p);
  const data = p.accept('colon') ? parseKey(p) : undefined;
  if (!p.peekIs('}')) p.fail(...(data === undefined ? [] : ['}']));
  p.take();
  const at = p.spanFrom(start);
  return {
    kind: 'set-update',
    operation,
    set,
    key,
    ...(data === undefined ? {} : { data }),
    statements,
    at,
  };
}

/** What stands behind `meter`; `parse` reads the statement in it. Source: nft(8), METER STATEMENT. */
export function parseMeterBody(
  p: Parser,
  start: Span,
  parse: (p: Parser) => Statement,
): MeterStatement {
  const { value: name } = p.expectName();
  if (!p.peekIs('size', '{')) p.fail('size', '{');
  const size = p.accept('size') ? p.expectNumber(32) : 0n;
  p.expect('{');
  const keyStart = p.peek().at;
  const key = parseKey(p);
  const keyAt = p.spanFrom(keyStart);
  const statement = p.nest(() => parse(p));
  p.expect('}');
  return {
    kind: 'meter',
    name,
    size,
    key: { ...key, at: keyAt },
    statement,
    at: p.spanFrom(start),
  };
}
