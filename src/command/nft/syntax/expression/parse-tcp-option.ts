import type { Parser } from '../parser/parser.js';
import type { Token } from '../token.js';
import type { TcpOptionExpression } from '../tree/selector.js';
import type { Span } from '../tree/span.js';
import { parseRawLength } from './parse-raw-payload.js';

/** An option of TCP. */
export interface OptionWord {
  readonly option: number;
  readonly block?: number;
  /** Fields besides `length`, in the order of messages. */
  readonly fields: readonly string[];
}

const edges = ['left', 'right'];

/** The options by their keywords. Source: nft(8), EXTENSION HEADER EXPRESSIONS. */
export const tcpOptionWords: Readonly<Record<string, OptionWord>> = {
  eol: { option: 0, fields: [] },
  nop: { option: 1, fields: [] },
  mss: { option: 2, fields: ['size'] },
  window: { option: 3, fields: ['count'] },
  'sack-permitted': { option: 4, fields: [] },
  sack: { option: 5, block: 0, fields: edges },
  sack0: { option: 5, block: 0, fields: edges },
  sack1: { option: 5, block: 1, fields: edges },
  sack2: { option: 5, block: 2, fields: edges },
  sack3: { option: 5, block: 3, fields: edges },
  timestamp: { option: 8, fields: ['tsval', 'tsecr'] },
  echo: { option: 8, fields: [] },
  md5sig: { option: 19, fields: [] },
  mptcp: { option: 30, fields: ['subtype'] },
  fastopen: { option: 34, fields: [] },
};

const largestOption = 255n;

/** The option by its word or number. */
export function parseTcpOptionName(p: Parser): OptionWord {
  const token = p.acceptOf(['number', ...Object.keys(tcpOptionWords)]) ?? p.fail();
  return optionOf(p, token);
}

function optionOf(p: Parser, token: Token): OptionWord {
  if (token.kind !== 'number') return tcpOptionWords[token.kind] ?? p.fail();
  if (token.value > largestOption) p.refuse(token.at, 'value too large');
  return { option: Number(token.value), fields: [] };
}

/** `tcp option maxseg size` behind `tcp`. */
export function parseTcpOption(p: Parser, start: Span): TcpOptionExpression {
  p.take();
  if (p.accept('@')) return parseRawOption(p, start);
  const { option, block, fields } = parseTcpOptionName(p);
  const field = p.acceptOf(['length', ...fields])?.kind;
  // They are one byte. Source: nft's `tcpopt_expr_alloc`.
  if (field === 'length' && option <= 1) p.refuse(start, 'Could not find a tcp option template');
  p.closeScope('tcp');
  const at = p.spanFrom(start);
  return {
    kind: 'tcp-option',
    option,
    ...(block === undefined ? {} : { block }),
    ...(field === undefined ? {} : { field }),
    at,
  };
}

function parseRawOption(p: Parser, start: Span): TcpOptionExpression {
  p.closeScope('at');
  const { option } = parseTcpOptionName(p);
  p.expect('comma');
  const offset = p.expectNumber();
  p.expect('comma');
  const length = parseRawLength(p);
  p.closeScope('tcp');
  return { kind: 'tcp-option', option, raw: { offset, length }, at: p.spanFrom(start) };
}
