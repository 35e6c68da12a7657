import type { Parser } from '../parser/parser.js';
import type { Expression, SelectorExpression } from '../tree/expression.js';
import { isHeaderName } from './header-fields.js';
import { parseCt } from './parse-ct.js';
import {
  isExtensionHeader,
  parseExtensionBody,
  parseExtensionExists,
} from './parse-extension-header.js';
import { parseHeader } from './parse-header.js';
import { parseFib, parseIpsecBody, parseOsf, parseRtBody, parseSocket } from './parse-lookup.js';
import { isMetaKey, metaKey, parseMeta } from './parse-meta.js';
import { parseHash, parseNumgen } from './parse-number-source.js';
import { parseRawPayload } from './parse-raw-payload.js';

type Reader = (p: Parser) => Expression;

/**
 * An expression that reads something of the packet, if one is next; `parseKey` reads what is hashed.
 * Source: nft(8), PRIMARY EXPRESSIONS.
 */
export function parseSelector(p: Parser, parseKey: Reader): SelectorExpression | undefined {
  const { kind } = p.peek();
  switch (kind) {
    case 'ipsec':
      return parseIpsec(p);
    case 'rt':
      return parseRt(p);
    case 'fib':
      return parseFib(p);
    default:
      if (!isExtensionHeader(kind)) return parseValueSelector(p, parseKey);
      return parseExtensionBody(p, kind, p.take().at);
    case 'exthdr':
      return parseExtensionExists(p);
  }
}

/** Those of them that can also be given to a statement. */
export function parseValueSelector(p: Parser, parseKey: Reader): SelectorExpression | undefined {
  const { kind } = p.peek();
  switch (kind) {
    case 'meta':
      return parseMeta(p);
    case 'ct':
      return parseCt(p);
    case 'numgen':
      return parseNumgen(p);
    case 'jhash':
    case 'symhash':
      return parseHash(p, parseKey);
    case 'socket':
      return parseSocket(p);
    case 'osf':
      return parseOsf(p);
    case '@':
      return parseRawPayload(p);
    default:
      return parseKeySelector(p, kind);
  }
}

function parseKeySelector(p: Parser, kind: string): SelectorExpression | undefined {
  if (isHeaderName(kind) || kind === 'gretap') return parseHeader(p);
  if (!isMetaKey(kind)) return undefined;
  return { kind: 'meta', key: metaKey(kind), at: p.take().at };
}

const routingFields = ['type', 'hdrlength', 'nexthdr', 'seg-left'];

/** What stands behind `rt`: a key of the route, or a field of the routing header. */
function parseRt(p: Parser): SelectorExpression {
  const start = p.expect('rt').at;
  if (p.peekIsOf(routingFields)) return parseExtensionBody(p, 'rt', start);
  if (!p.peekIs('ip', 'ip6', 'mtu', 'classid', 'nexthop', 'ipsec')) p.fail();
  return parseRtBody(p, start);
}

function parseIpsec(p: Parser): SelectorExpression {
  const start = p.expect('ipsec').at;
  if (p.peekIs('in', 'out')) return parseIpsecBody(p, start);
  p.closeScope('ipsec');
  return { kind: 'meta', key: 'ipsec', at: start };
}
