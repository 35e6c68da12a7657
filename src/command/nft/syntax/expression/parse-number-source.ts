import type { Parser } from '../parser/parser.js';
import type { NumgenExpression } from '../tree/selector.js';
import type { Uint64 } from '../tree/span.js';
import type { Expression, HashExpression } from '../tree/expression.js';

function parseOffset(p: Parser): Uint64 {
  return p.accept('offset') ? p.expectNumber(32) : 0n;
}

/** `numgen inc mod 2 offset 10`. Source: nft(8), NUMGEN EXPRESSION. */
export function parseNumgen(p: Parser): NumgenExpression {
  const start = p.expect('numgen').at;
  const mode = p.expect('random', 'inc').kind === 'inc' ? 'inc' : 'random';
  p.expect('mod');
  const modulus = p.expectNumber(32);
  const offset = parseOffset(p);
  p.closeScope('numgen');
  return { kind: 'numgen', mode, modulus, offset, at: p.spanFrom(start) };
}

/**
 * `jhash ip saddr mod 2 seed 1`, `symhash mod 2`; `parseKey` reads what is hashed.
 * Source: nft(8), HASH EXPRESSIONS.
 */
export function parseHash(p: Parser, parseKey: (p: Parser) => Expression): HashExpression {
  const { kind: word, at: start } = p.expect('jhash', 'symhash');
  const key = word === 'jhash' ? p.nest(() => parseKey(p)) : undefined;
  p.expect('mod');
  const modulus = p.expectNumber(32);
  const seed = word === 'jhash' && p.accept('seed') ? p.expectNumber(32) : undefined;
  const offset = parseOffset(p);
  p.closeScope('hash');
  return {
    kind: 'hash',
    hash: word === 'jhash' ? 'jhash' : 'symhash',
    ...(key === undefined ? {} : { key }),
    modulus,
    ...(seed === undefined ? {} : { seed }),
    offset,
    at: p.spanFrom(start),
  };
}
