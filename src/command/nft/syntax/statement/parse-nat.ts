import { continuePlainWord, parseArgument } from '../expression/parse-argument.js';
import { parseFamilyWord } from '../expression/parse-lookup.js';
import type { Parser } from '../parser/parser.js';
import type { Expression } from '../tree/expression.js';
import type { NatFlag, NatStatement, TproxyStatement } from '../tree/statement.js';
import type { Span } from '../tree/span.js';

const flagWords: readonly NatFlag[] = ['random', 'fully-random', 'persistent'];

function natFlag(p: Parser): NatFlag {
  const { kind } = p.expectOf(flagWords);
  return flagWords.find((flag) => flag === kind) ?? 'random';
}

/** `random,persistent`; nothing if no flag is next. */
function parseNatFlags(p: Parser): NatFlag[] {
  if (!p.peekIsOf(flagWords)) return [];
  const flags = [natFlag(p)];
  while (p.accept('comma')) flags.push(natFlag(p));
  return flags;
}

interface NatTarget {
  family?: 'ip' | 'ip6';
  address?: Expression;
  port?: Expression;
  form?: 'concat' | 'prefix';
}

function parsePort(p: Parser): { port?: Expression } {
  return p.accept('colon') ? { port: parseArgument(p) } : {};
}

function parseFamilyTarget(p: Parser, family: 'ip' | 'ip6'): NatTarget {
  const form = p.accept('addr', 'interval', 'prefix')?.kind;
  if (form === 'addr') {
    p.expect('.');
    p.expect('port');
  }
  p.expect('to');
  const address = parseArgument(p);
  if (form === 'addr') return { family, address, form: 'concat' };
  if (form === 'prefix') return { family, address, form };
  return form === undefined ? { family, address, ...parsePort(p) } : { family, address };
}

function parseTarget(p: Parser): NatTarget {
  if (p.peekIs('colon')) return parsePort(p);
  const { kind, at } = p.peek();
  if (kind === 'ip' || kind === 'ip6') {
    p.take();
    if (p.peekIs('to', 'addr', 'interval', 'prefix')) {
      p.closeScope(kind);
      return parseFamilyTarget(p, kind);
    }
    const address = parseArgument(p, continuePlainWord(p, kind, at));
    return { address, ...parsePort(p) };
  }
  const form = p.accept('interval', 'prefix')?.kind;
  if (form !== undefined) {
    p.expect('to');
    const address = parseArgument(p);
    return form === 'prefix' ? { address, form } : { address };
  }
  p.accept('to');
  if (p.peekIs('colon')) return parsePort(p);
  return { address: parseArgument(p), ...parsePort(p) };
}

/** What stands behind `snat` or `dnat`. Source: nft(8), NAT STATEMENTS. */
export function parseNatBody(p: Parser, nat: 'snat' | 'dnat', at: Span): NatStatement {
  const target = parseTarget(p);
  let flags: NatFlag[] = [];
  while (p.peekIsOf(flagWords)) flags = parseNatFlags(p);
  p.closeScope('nat');
  return { kind: 'nat', nat, flags, at, ...target };
}

/** What `masquerade` or `redirect` has behind it. */
export function parseOwnNatBody(p: Parser, nat: 'masquerade' | 'redirect', at: Span): NatStatement {
  let port: Expression | undefined;
  if (p.accept('to')) {
    if (nat === 'masquerade') p.expect('colon');
    else p.accept('colon');
    port = parseArgument(p);
  }
  const flags = parseNatFlags(p);
  p.closeScope('nat');
  return { kind: 'nat', nat, ...(port === undefined ? {} : { port }), flags, at };
}

/** What stands behind `tproxy`. Source: nft(8), TPROXY STATEMENT. */
export function parseTproxyBody(p: Parser, start: Span): TproxyStatement {
  if (!p.peekIs('to', 'ip', 'ip6')) p.fail('to', 'ip', 'ip6');
  const family = parseFamilyWord(p);
  p.expect('to');
  const address = p.peekIs('colon') ? undefined : parseArgument(p);
  const target = { ...(address === undefined ? {} : { address }), ...parsePort(p) };
  const at = p.spanFrom(start);
  p.closeScope('tproxy');
  return { kind: 'tproxy', ...(family === undefined ? {} : { family }), ...target, at };
}
