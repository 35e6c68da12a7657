import type { ScopeName } from '../lexer/keywords.js';
import type { Parser } from '../parser/parser.js';
import type { Expression, KeywordExpression } from '../tree/expression.js';
import { joinSpans } from '../parser/parser.js';
import type { Span } from '../tree/span.js';
import { continueBinary } from './parse-binary.js';
import {
  isPlainWord,
  isSymbolKind,
  parseBoolean,
  parsePlainWord,
  parseSymbol,
} from './parse-symbol.js';

interface NumberWord {
  readonly scope: ScopeName | undefined;
  readonly value: number;
}

/** Keywords that stand for a protocol's number. */
const protocols: Readonly<Record<string, NumberWord>> = {
  icmp: { scope: 'icmp', value: 1 },
  // The scope of igmp stays open here.
  igmp: { scope: undefined, value: 2 },
  tcp: { scope: 'tcp', value: 6 },
  udp: { scope: 'udp', value: 17 },
  dccp: { scope: 'dccp', value: 33 },
  gre: { scope: 'gre', value: 47 },
  esp: { scope: 'esp', value: 50 },
  ah: { scope: 'ah', value: 51 },
  icmpv6: { scope: 'icmp', value: 58 },
  comp: { scope: 'comp', value: 108 },
  sctp: { scope: 'sctp', value: 132 },
  udplite: { scope: 'udplite', value: 136 },
};

const icmpRedirect = 5;

/** The number that a word stands for where JSON gives it; undefined if it is a plain word there. */
export function numberWord(name: string, at: Span): KeywordExpression | undefined {
  if (name === 'redirect')
    return { kind: 'keyword', type: 'icmp_type', name, value: icmpRedirect, at };
  const isWord = Object.hasOwn(protocols, name) && name !== 'igmp' && name !== 'gre';
  const word = isWord ? protocols[name] : undefined;
  if (word === undefined) return undefined;
  return { kind: 'keyword', type: 'inet_proto', name, value: word.value, at };
}

function parseNumberWord(p: Parser): KeywordExpression | undefined {
  const { kind: name } = p.peek();
  if (name === 'redirect') {
    const { at } = p.take();
    p.closeScope('nat');
    return { kind: 'keyword', type: 'icmp_type', name, value: icmpRedirect, at };
  }
  const word = Object.hasOwn(protocols, name) ? protocols[name] : undefined;
  if (word === undefined) return undefined;
  const { at } = p.take();
  if (word.scope !== undefined) p.closeScope(word.scope);
  return { kind: 'keyword', type: 'inet_proto', name, value: word.value, at };
}

/** Whether a value of a right side or an element of a set can begin with the kind of token. */
export function beginsRhs(kind: string): boolean {
  return (
    isSymbolKind(kind) ||
    isPlainWord(kind) ||
    Object.hasOwn(protocols, kind) ||
    ['exists', 'missing', 'redirect', '('].includes(kind)
  );
}

/** The smallest value that can stand on the right side of a match or in a set. */
function parsePrimaryRhs(p: Parser): Expression {
  const word = parseSymbol(p) ?? parseBoolean(p) ?? parsePlainWord(p) ?? parseNumberWord(p);
  if (word !== undefined) return word;
  if (p.accept('(') === undefined) p.fail();
  const inner = p.nest(() => parseBasicRhs(p));
  p.expect(')');
  return inner;
}

/** What stands on the right of an operator. */
export const readRhsOperand = parsePrimaryRhs;

/** A value with operators, whose first operand may have been read. */
export function parseBasicRhs(p: Parser, first: Expression = parsePrimaryRhs(p)): Expression {
  return continueBinary(p, first, parsePrimaryRhs);
}

/** `/24` or `-5` behind a value, if one is next. */
export function continueRange(p: Parser, from: Expression): Expression {
  if (p.accept('/')) {
    const length = p.expectNumber(32);
    return { kind: 'prefix', base: from, length, at: p.spanFrom(from.at) };
  }
  return p.accept('-') ? continueRangeEnd(p, from) : from;
}

function continueRangeEnd(p: Parser, from: Expression): Expression {
  const to = parseBasicRhs(p);
  const at = p.spanFrom(from.at);
  if (from.kind === 'symbol' && to.kind === 'symbol') {
    return { kind: 'symbol-range', from: from.text, to: to.text, at };
  }
  return { kind: 'range', from, to, at };
}

/** `. value` behind a value, as often as it stands there. */
export function continueConcat(
  p: Parser,
  first: Expression,
  readPart: (p: Parser) => Expression,
): Expression {
  if (!p.peekIs('.')) return first;
  const parts = [first];
  while (p.peekIs('.')) {
    const dot = p.take().at;
    const part = readPart(p);
    // From the third part on, nft takes the dot for a piece of the part.
    parts.push(parts.length > 1 ? { ...part, at: joinSpans(dot, p.last) } : part);
  }
  return { kind: 'concat', parts, at: p.spanFrom(first.at) };
}

/** Values, ranges and prefixes, joined by dots. */
export function parseConcatRhs(p: Parser): Expression {
  return continueConcatRhs(p, parsePart(p));
}

function parsePart(p: Parser): Expression {
  return continueRange(p, parseBasicRhs(p));
}

/** What is joined by dots to the first part. */
export function continueConcatRhs(p: Parser, first: Expression): Expression {
  return continueConcat(p, first, parsePart);
}
