import type { Parser } from '../parser/parser.js';
import type { RawPayloadExpression } from '../tree/selector.js';
import type { Uint64 } from '../tree/span.js';

const longestRaw = 512n;

/** `@nh,0,8`. */
export function parseRawPayload(p: Parser): RawPayloadExpression {
  const start = p.expect('@').at;
  const token = p.expect('string', 'll', 'nh', 'th');
  if (token.kind === 'th') p.closeScope('th');
  const base = rawBase(token.text) ?? p.refuse(token.at, 'unknown raw payload base');
  p.expect('comma');
  const offset = p.expectNumber(32);
  p.expect('comma');
  const length = parseRawLength(p);
  p.closeScope('at');
  return { kind: 'raw-payload', base, offset, length, at: p.spanFrom(start) };
}

function rawBase(word: string): RawPayloadExpression['base'] | undefined {
  return word === 'll' || word === 'nh' || word === 'th' || word === 'ih' ? word : undefined;
}

/** How many bits are read. */
export function parseRawLength(p: Parser): Uint64 {
  const length = p.expectNumber();
  if (length > longestRaw) {
    const shown = BigInt.asUintN(32, length);
    p.refuse(p.last, `raw payload length ${shown} exceeds upper limit of ${longestRaw}`);
  }
  if (length === 0n) p.refuse(p.last, 'raw payload length cannot be 0');
  return length;
}
