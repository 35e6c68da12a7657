import { parseTime } from '../expression/parse-time.js';
import { joinSpans, type Parser } from '../parser/parser.js';
import type {
  ConnlimitStatement,
  CounterStatement,
  LastStatement,
  LimitStatement,
  QuotaStatement,
  StatefulStatement,
} from '../tree/expression.js';
import type { Span } from '../tree/span.js';
import { parseLimit, parseQuota } from './parse-amount.js';

/** What `counter` has behind it. Source: nft(8), COUNTER STATEMENT. */
export function parseCounterBody(p: Parser, at: Span): CounterStatement {
  let packets = 0n;
  let bytes = 0n;
  for (;;) {
    const word = p.accept('packets', 'bytes');
    if (word === undefined) break;
    const value = p.expectNumber();
    if (word.kind === 'packets') packets = value;
    else bytes = value;
  }
  p.closeScope('counter');
  return { kind: 'counter', packets, bytes, at };
}

/** What stands behind `limit`. */
export function parseLimitBody(p: Parser, start: Span): LimitStatement {
  const at = joinSpans(start, p.expect('rate').at);
  const limit = parseLimit(p);
  p.closeScope('limit');
  return { kind: 'limit', ...limit, at };
}

/** What stands behind `quota`. */
export function parseQuotaBody(p: Parser, at: Span): QuotaStatement {
  const quota = parseQuota(p);
  p.closeScope('quota');
  return { kind: 'quota', ...quota, at };
}

/** `count over 10` behind `ct`. Source: nft(8), SET STATEMENT (connlimit). */
export function parseConnlimitBody(p: Parser, start: Span): ConnlimitStatement {
  const at = joinSpans(start, p.expect('count').at);
  if (!p.peekIs('number', 'over')) p.fail('number', 'over');
  const over = p.accept('over') !== undefined;
  const count = p.expectNumber(32);
  p.closeScope('ct');
  return { kind: 'connlimit', over, count, at };
}

/** What `last` has behind it. */
export function parseLastBody(p: Parser, at: Span): LastStatement {
  if (p.accept('used') === undefined) {
    p.closeScope('last');
    return { kind: 'last', at };
  }
  if (!p.peekIs('string', 'never')) p.fail('string', 'never');
  const used = p.accept('never') ? undefined : parseTime(p);
  p.closeScope('last');
  return { kind: 'last', ...(used === undefined ? {} : { used }), at };
}

/** A statement that keeps state; undefined if something else is next. */
function parseStateful(p: Parser): StatefulStatement | undefined {
  const token = p.accept('counter', 'limit', 'quota', 'ct', 'last');
  switch (token?.kind) {
    case 'counter':
      return parseCounterBody(p, token.at);
    case 'limit':
      return parseLimitBody(p, token.at);
    case 'quota':
      return parseQuotaBody(p, token.at);
    case 'ct':
      return parseConnlimitBody(p, token.at);
    case 'last':
      return parseLastBody(p, token.at);
    default:
      return undefined;
  }
}

/** None: what most elements have. */
export const NO_STATEMENTS: readonly StatefulStatement[] = [];

/** All the statements that keep state up to something else. */
export function parseStatefulList(p: Parser): readonly StatefulStatement[] {
  let statement = parseStateful(p);
  if (statement === undefined) return NO_STATEMENTS;
  const statements: StatefulStatement[] = [];
  for (; statement !== undefined; statement = parseStateful(p)) statements.push(statement);
  return statements;
}
