import { joinSpans, type Parser } from '../parser/parser.js';
import type {
  FibExpression,
  FibFlag,
  IpsecExpression,
  OsfExpression,
  RtExpression,
  SocketExpression,
} from '../tree/selector.js';
import type { Span } from '../tree/span.js';

function fibFlag(p: Parser): FibFlag {
  const { kind } = p.peek();
  switch (kind) {
    case 'saddr':
    case 'daddr':
    case 'mark':
    case 'iif':
    case 'oif':
      p.take();
      return kind;
    default:
      return p.fail();
  }
}

function checkTuple(p: Parser, at: Span, tuple: ReadonlySet<FibFlag>): void {
  const source = tuple.has('saddr');
  const destination = tuple.has('daddr');
  if (!source && !destination) p.refuse(at, 'fib: need either saddr or daddr');
  if (source && destination) p.refuse(at, 'fib: saddr and daddr are mutually exclusive');
  if (tuple.has('iif') && tuple.has('oif')) {
    p.refuse(at, 'fib: iif and oif are mutually exclusive');
  }
}

/** `fib saddr . iif oif`. Source: nft(8), FIB EXPRESSIONS. */
export function parseFib(p: Parser): FibExpression {
  const start = p.expect('fib').at;
  const begin = p.peek().at;
  const tuple = [fibFlag(p)];
  while (p.accept('.')) tuple.push(fibFlag(p));
  const tupleAt = p.spanFrom(begin);
  const { kind } = p.expect('type', 'oif', 'oifname');
  if (kind === 'type') p.closeScope('type');
  p.closeScope('fib');
  checkTuple(p, tupleAt, new Set(tuple));
  const result = kind === 'type' || kind === 'oif' ? kind : 'oifname';
  return { kind: 'fib', tuple, result, at: p.spanFrom(start) };
}

/** `osf ttl skip name`. Source: nft(8), OSF EXPRESSION. */
export function parseOsf(p: Parser): OsfExpression {
  const start = p.expect('osf').at;
  let ttl: OsfExpression['ttl'];
  if (p.accept('ttl')) {
    const { text, at } = p.expect('string');
    if (text !== 'loose' && text !== 'skip') p.refuse(at, 'invalid ttl option');
    ttl = text === 'loose' ? 'loose' : 'skip';
  }
  const key = p.expect('version', 'name').kind === 'name' ? 'name' : 'version';
  p.closeScope('osf');
  return { kind: 'osf', ...(ttl === undefined ? {} : { ttl }), key, at: p.spanFrom(start) };
}

/** `socket cgroupv2 level 1`. Source: nft(8), SOCKET EXPRESSION. */
export function parseSocket(p: Parser): SocketExpression {
  const start = p.expect('socket').at;
  const { kind } = p.expect('transparent', 'wildcard', 'cgroupv2', 'mark');
  if (kind === 'cgroupv2') {
    p.expect('level');
    const level = p.expectNumber();
    p.closeScope('socket');
    return { kind: 'socket', key: 'cgroupv2', level, at: p.spanFrom(start) };
  }
  p.closeScope('socket');
  const key = kind === 'mark' || kind === 'wildcard' ? kind : 'transparent';
  return { kind: 'socket', key, at: p.spanFrom(start) };
}

/** `ip` or `ip6` that says of which family something is. */
export function parseFamilyWord(p: Parser): 'ip' | 'ip6' | undefined {
  const token = p.accept('ip', 'ip6');
  if (token === undefined) return undefined;
  const family = token.kind === 'ip' ? 'ip' : 'ip6';
  p.closeScope(family);
  return family;
}

/** A key of `rt`, which was taken, with its family. Source: nft(8), ROUTING EXPRESSIONS. */
export function parseRtBody(p: Parser, start: Span): RtExpression {
  const family = parseFamilyWord(p);
  const { kind } = p.expect('mtu', 'classid', 'nexthop', 'ipsec');
  if (kind === 'ipsec') p.closeScope('ipsec');
  p.closeScope('rt');
  const key = kind === 'mtu' || kind === 'classid' || kind === 'nexthop' ? kind : 'ipsec';
  return { kind: 'rt', key, ...(family === undefined ? {} : { family }), at: p.spanFrom(start) };
}

const largestSpnum = 255n;

/** `in spnum 1 ip saddr` behind `ipsec`. Source: nft(8), IPSEC EXPRESSIONS. */
export function parseIpsecBody(p: Parser, start: Span): IpsecExpression {
  const direction = p.expect('in', 'out').kind === 'in' ? 'in' : 'out';
  let spnum = 0n;
  let spnumAt = p.emptySpan();
  const word = p.accept('spnum');
  if (word !== undefined) {
    spnum = p.expectNumber();
    spnumAt = joinSpans(word.at, p.last);
  }
  if (!p.peekIs('ip', 'ip6', 'spi', 'reqid')) p.fail('ip', 'ip6', 'spi', 'reqid');
  const family = parseFamilyWord(p);
  const kinds = family === undefined ? ['spi', 'reqid'] : ['saddr', 'daddr'];
  const key = ipsecKey(p.expectOf(kinds).kind);
  p.closeScope('ipsec');
  if (spnum > largestSpnum) p.refuse(spnumAt, 'value too large');
  const at = p.spanFrom(start);
  return { kind: 'ipsec', direction, spnum, key, ...(family === undefined ? {} : { family }), at };
}

function ipsecKey(kind: string): IpsecExpression['key'] {
  return kind === 'saddr' || kind === 'daddr' || kind === 'spi' ? kind : 'reqid';
}
