import type { Parser } from '../parser/parser.js';
import type { Span } from '../tree/span.js';
import type { CtExpression } from '../tree/selector.js';

const both = ['bytes', 'packets', 'avgpkt', 'zone'];
const sided = ['saddr', 'daddr', 'l3proto', 'protocol', 'proto-src', 'proto-dst', ...both];
const unsided = [
  ...sided,
  'mark',
  'state',
  'direction',
  'status',
  'expiration',
  'helper',
  'label',
  'event',
  'id',
];

/** What stands behind `ct`, which is an expression or is set. Source: nft(8), CONNTRACK EXPRESSIONS. */
export interface CtKey {
  readonly key: string;
  readonly direction?: 'original' | 'reply';
  /** Whether there is such a statement. */
  readonly settable: boolean;
}

/** A key behind `ct`, with its direction. */
export function parseCtKey(p: Parser): CtKey {
  const token = p.acceptOf(['original', 'reply', 'secmark', ...unsided]) ?? p.fail();
  const { kind } = token;
  if (kind === 'secmark') p.closeScope('secmark');
  if (kind !== 'original' && kind !== 'reply') return { key: kind, settable: true };
  if (p.peekIs('ip', 'ip6')) {
    const family = p.take().kind === 'ip' ? 'ip' : 'ip6';
    const side = p.expect('saddr', 'daddr').kind;
    p.closeScope(family);
    return { key: `${family} ${side}`, direction: kind, settable: false };
  }
  const { kind: key } = p.acceptOf(sided) ?? p.fail();
  return { key, direction: kind, settable: both.includes(key) };
}

/** `ct original ip saddr`. */
export function parseCt(p: Parser): CtExpression {
  return parseCtBody(p, p.expect('ct').at);
}

/** A key behind `ct`, which was taken. */
export function parseCtBody(p: Parser, start: Span): CtExpression {
  const { key, direction } = parseCtKey(p);
  p.closeScope('ct');
  const at = p.spanFrom(start);
  return { kind: 'ct', key, ...(direction === undefined ? {} : { direction }), at };
}
