import type { Parser } from '../parser/parser.js';
import type {
  DccpOptionExpression,
  HeaderName,
  IpOptionExpression,
  PayloadExpression,
  SctpChunkExpression,
  TcpOptionExpression,
  TunnelName,
} from '../tree/selector.js';
import type { Span } from '../tree/span.js';
import { headerFields, innerHeaders, innerLinkHeaders, isHeaderName } from './header-fields.js';
import { parseIpOption } from './parse-ip-option.js';
import { parseSctpChunk } from './parse-sctp-chunk.js';
import { parseTcpOption } from './parse-tcp-option.js';

/** What the keyword of a header can begin. */
export type HeaderExpression =
  | DccpOptionExpression
  | IpOptionExpression
  | PayloadExpression
  | SctpChunkExpression
  | TcpOptionExpression;

const largestDccpOption = 255n;

/** A field of the header whose keyword is next, or an option of it. */
export function parseHeader(p: Parser): HeaderExpression {
  return parseHeaderBody(p, p.take().kind, p.last);
}

/** Reads what stands behind the keyword of a header, which was taken. */
export function parseHeaderBody(p: Parser, header: string, start: Span): HeaderExpression {
  if (header === 'gretap') {
    p.closeScope('gre');
    return parseInner(p, 'gretap', p.last);
  }
  if (!isHeaderName(header)) throw new TypeError(`no header: ${header}`);
  switch (header) {
    case 'vxlan':
    case 'geneve':
      return parseTunnel(p, header, start);
    case 'gre':
      if (!p.peekIsOf(headerFields.gre.fields)) {
        p.closeScope('gre');
        return parseInner(p, 'gre', p.last);
      }
      break;
    case 'ip':
      if (p.peekIs('option')) return parseIpOption(p, start);
      break;
    case 'tcp':
      if (p.peekIs('option')) return parseTcpOption(p, start);
      break;
    case 'dccp':
      if (p.peekIs('option')) return parseDccpOption(p, start);
      break;
    case 'sctp':
      if (p.peekIs('chunk')) return parseSctpChunk(p);
      break;
    default:
  }
  return parseField(p, header, start);
}

/** The kinds of token that can follow the keyword of the header, if they are few enough to list. */
function expectedFields(header: HeaderName): readonly string[] {
  const { fields } = headerFields[header];
  switch (header) {
    case 'dccp':
      return [...fields, 'option'];
    case 'sctp':
    case 'gre':
      return [];
    default:
      return fields;
  }
}

function parseField(p: Parser, header: HeaderName, start: Span): PayloadExpression {
  const { scope, fields } = headerFields[header];
  const token = p.acceptOf(fields) ?? p.fail(...expectedFields(header));
  if (token.kind === 'type') p.closeScope('type');
  let field = token.text;
  if (header === 'arp' && (token.kind === 'saddr' || token.kind === 'daddr')) {
    const side = p.expect('ether', 'ip');
    p.closeScope(side.kind === 'ip' ? 'ip' : 'ether');
    field += ` ${side.kind}`;
  }
  if (scope !== undefined) p.closeScope(scope);
  return { kind: 'payload', header, field, at: p.spanFrom(start) };
}

function parseTunnel(p: Parser, tunnel: 'vxlan' | 'geneve', start: Span): HeaderExpression {
  if (!p.peekIsOf(headerFields[tunnel].fields)) return parseInner(p, tunnel, start);
  const token = p.take();
  // The scope that `type` opens stays open here.
  return {
    kind: 'payload',
    header: tunnel,
    field: token.text,
    inner: tunnel,
    at: p.spanFrom(start),
  };
}

function parseInner(p: Parser, tunnel: TunnelName, start: Span): HeaderExpression {
  const { kind } = p.peek();
  const canStand = innerHeaders.has(kind) || (tunnel !== 'gre' && innerLinkHeaders.has(kind));
  if (!canStand) p.fail();
  const inner = parseHeader(p);
  const begin = tunnel === 'vxlan' || tunnel === 'geneve' ? start : inner.at;
  const at = p.spanFrom(begin);
  return inner.kind === 'payload' ? { ...inner, inner: tunnel, at } : { ...inner, at };
}

function parseDccpOption(p: Parser, start: Span): DccpOptionExpression {
  p.take();
  const option = p.expectNumber();
  p.closeScope('dccp');
  if (option > largestDccpOption) p.refuse(start, 'value too large');
  return { kind: 'dccp-option', option, at: p.spanFrom(start) };
}
