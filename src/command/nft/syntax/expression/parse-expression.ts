import type { Parser } from '../parser/parser.js';
import type { Expression } from '../tree/expression.js';
import { continueBinary } from './parse-binary.js';
import { continueConcat, parseConcatRhs, readRhsOperand } from './parse-rhs.js';
import { parseSelector } from './parse-selector.js';
import { parseSet } from './parse-set.js';
import { parseSetReference, parseSymbol } from './parse-symbol.js';

/** The smallest value that can stand on the left side of a match. */
export function parsePrimary(p: Parser): Expression {
  const simple = parseSymbol(p) ?? parseSelector(p, parseValue);
  if (simple !== undefined) return simple;
  if (p.accept('(') === undefined) p.fail();
  const inner = p.nest(() => parseBasic(p));
  p.expect(')');
  return inner;
}

/** A value with operators, whose first operand may have been read. */
function parseBasic(p: Parser, first: Expression = parsePrimary(p)): Expression {
  return continueBinary(p, first, readRhsOperand);
}

/** Values joined by dots. */
export function parseConcat(p: Parser, first?: Expression): Expression {
  return continueConcat(p, parseBasic(p, first), parseBasic);
}

/** The right side of a match: values, a set, or the name of a set. */
export function parseRight(p: Parser): Expression {
  if (p.peekIs('{')) return parseSet(p);
  return p.peekIs('@') ? parseSetReference(p) : parseConcatRhs(p);
}

/** `map { ... }` behind a value, if it is next. */
export function continueMap(p: Parser, key: Expression): Expression {
  if (p.accept('map') === undefined) return key;
  const map = parseRight(p);
  return { kind: 'map', key, map, at: p.spanFrom(key.at) };
}

/** The left side of a match, whose first operand may have been read. */
export function parseValue(p: Parser, first?: Expression): Expression {
  if (first === undefined && p.peekIs('{')) return parseSet(p);
  return continueMap(p, parseConcat(p, first));
}
