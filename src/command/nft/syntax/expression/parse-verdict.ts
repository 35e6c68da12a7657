import type { Parser } from '../parser/parser.js';
import type { VerdictExpression } from '../tree/expression.js';
import type { Span } from '../tree/span.js';
import { parseVariable } from './parse-symbol.js';

/** The words that begin a verdict, in the order of messages. */
export const verdictWords = ['accept', 'drop', 'continue', 'jump', 'goto', 'return'] as const;

/** `accept`, `jump chain`; undefined if something else is next. */
export function parseVerdict(p: Parser): VerdictExpression | undefined {
  const verdict = verdictWords.find((word) => p.peekIs(word));
  if (verdict === undefined) return undefined;
  const { at } = p.take();
  if (verdict === 'jump' || verdict === 'goto')
    return parseJump(p, verdict, at, ['string', 'last', '$']);
  return { kind: 'verdict', verdict, at };
}

/** The chain behind `jump` or `goto`, which was taken. */
export function parseJump(
  p: Parser,
  verdict: 'jump' | 'goto',
  start: Span,
  expected: readonly string[],
): VerdictExpression {
  if (p.peekIs('$')) {
    const chain = parseVariable(p);
    return { kind: 'verdict', verdict, chain, at: p.spanFrom(start) };
  }
  const { text: name, at } = p.accept('string', 'last') ?? p.fail(...expected);
  return {
    kind: 'verdict',
    verdict,
    chain: { kind: 'chain-name', name, at },
    at: p.spanFrom(start),
  };
}
