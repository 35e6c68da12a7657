import type { Parser } from '../parser/parser.js';
import type { Expression } from '../tree/expression.js';
import type { Span } from '../tree/span.js';
import { headerFields, isHeaderName } from './header-fields.js';
import { continueBinary } from './parse-binary.js';
import { parseValue } from './parse-expression.js';
import { parseHeaderBody } from './parse-header.js';
import { parseRtBody } from './parse-lookup.js';
import { continueConcat } from './parse-rhs.js';
import { parseValueSelector } from './parse-selector.js';
import { parseSet } from './parse-set.js';
import {
  isPlainWord,
  parseBoolean,
  parsePlainWord,
  parseSetName,
  parseSymbol,
  plainWord,
} from './parse-symbol.js';

/**
 * What stands behind a keyword that can be a plain word or begin a header: `ip` or `ip saddr`. The next word decides,
 * read while the scope of the keyword is open.
 */
export function continuePlainWord(p: Parser, kind: string, start: Span): Expression {
  if (isHeaderName(kind) && (p.peekIs('option') || p.peekIsOf(headerFields[kind].fields))) {
    return parseHeaderBody(p, kind, start);
  }
  return plainWord(p, kind, start);
}

const routeWords = ['ip', 'ip6', 'mtu', 'classid', 'nexthop', 'ipsec'];

function parsePrimaryArgument(p: Parser): Expression {
  const { kind, at } = p.peek();
  if (isPlainWord(kind)) {
    p.take();
    return continuePlainWord(p, kind, at);
  }
  if (kind === 'rt') {
    p.take();
    if (!p.peekIsOf(routeWords)) p.fail();
    return parseRtBody(p, at);
  }
  if (kind === 'ipsec') {
    p.take();
    p.closeScope('ipsec');
    return { kind: 'meta', key: 'ipsec', at };
  }
  const simple = parseSymbol(p) ?? parseBoolean(p) ?? parseValueSelector(p, parseValue);
  if (simple !== undefined) return simple;
  if (p.accept('(') === undefined) p.fail();
  const inner = p.nest(() => continueBinary(p, parsePrimaryArgument(p), parsePrimaryArgument));
  p.expect(')');
  return inner;
}

function continueSymbols(p: Parser, first: Expression): Expression {
  const items = [first];
  while (p.accept('comma')) {
    if (p.peekIs('number')) p.fail();
    items.push(parseSymbol(p) ?? parsePlainWord(p) ?? p.fail());
  }
  return { kind: 'list', items, at: p.spanFrom(first.at) };
}

/**
 * What a statement is given: a value, a range, or a map of them. The first operand may have been read.
 * Source: nft(8), STATEMENTS.
 */
export function parseArgument(p: Parser, given?: Expression): Expression {
  const isNumber = given === undefined && p.peekIs('number');
  const first = given ?? parsePrimaryArgument(p);
  const isSymbol = (first.kind === 'symbol' && !isNumber) || first.kind === 'variable';
  if (isSymbol && p.peekIs('comma')) return continueSymbols(p, first);
  const basic = continueBinary(p, first, parsePrimaryArgument);
  if (p.accept('/')) {
    const length = p.expectNumber(32);
    return { kind: 'prefix', base: basic, length, at: p.spanFrom(basic.at) };
  }
  if (p.accept('-')) {
    const to = continueBinary(p, parsePrimaryArgument(p), parsePrimaryArgument);
    return { kind: 'range', from: basic, to, at: p.spanFrom(basic.at) };
  }
  const key = continueConcat(p, basic, parsePrimaryArgument);
  if (p.accept('map') === undefined) return key;
  if (!p.peekIs('{', '@', '$')) p.fail('@', '{', '$');
  const map = p.peekIs('{') ? parseSet(p) : parseSetName(p);
  return { kind: 'map', key, map, at: p.spanFrom(key.at) };
}
