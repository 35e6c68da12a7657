import { parseValue } from '../expression/parse-expression.js';
import { parseCtBody } from '../expression/parse-ct.js';
import { parseSelector } from '../expression/parse-selector.js';
import type { Span } from '../tree/span.js';
import type { DataKeyType, KeyType, TypeName } from '../tree/block.js';
import { joinSpans, type Parser } from '../parser/parser.js';
import type { SelectorExpression } from '../tree/expression.js';

/** The types that a set can be of. Source: nft(8), DATA TYPES. */
const typeNames: ReadonlySet<string> = new Set(
  `invalid verdict nf_proto bitmask integer string ll_addr ipv4_addr ipv6_addr ether_addr ether_type
  arp_op inet_proto inet_service icmp_type tcp_flag dccp_pkttype mh_type time mark iface_index
  iface_type realm classid uid gid ct_state ct_dir ct_status icmpv6_type ct_label pkt_type icmp_code
  icmpv6_code icmpx_code devgroup dscp ecn fib_addrtype boolean ct_event ifname igmp_type hour day
  cgroupsv2`.split(/\s+/),
);

const nameKinds = ['string', 'ecn', 'dscp', 'mark', 'time', 'classid'];

/** Whether there is a type of the name. */
export function isTypeName(name: string): boolean {
  return typeNames.has(name);
}

function parseTypeName(p: Parser): TypeName {
  const { text: name, at } = p.acceptOf(nameKinds) ?? p.fail();
  if (!typeNames.has(name)) p.refuse(at, `unknown datatype ${name}`);
  return { kind: 'type', name, at };
}

/** Names of types, joined by dots. */
export function parseTypeNames(p: Parser): KeyType {
  const start = p.peek().at;
  const parts: TypeName[] = [parseTypeName(p)];
  while (p.peekIs('.')) {
    const dot = p.take().at;
    const part = parseTypeName(p);
    parts.push(parts.length > 1 ? { ...part, at: joinSpans(dot, p.last) } : part);
  }
  return { form: 'type', parts, at: p.spanFrom(start) };
}

/** `ct timeout` and `ct expectation`, which only the data of a map can be. */
function parseObjectName(p: Parser, start: Span): TypeName {
  const { kind } = p.expect('timeout', 'expectation');
  p.closeScope('ct');
  return { kind: 'type', name: `ct ${kind}`, at: p.spanFrom(start) };
}

function parseTypeSelector(p: Parser, canBeObject: boolean): SelectorExpression | TypeName {
  if (canBeObject && p.peekIs('ct')) {
    const start = p.take().at;
    if (p.peekIs('timeout', 'expectation')) return parseObjectName(p, start);
    return parseCtBody(p, start);
  }
  return parseSelector(p, parseValue) ?? p.fail();
}

/** Expressions whose types are meant, joined by dots. */
export function parseTypeofExpressions(p: Parser, canBeObject = false): KeyType {
  const start = p.peek().at;
  const parts = [parseTypeSelector(p, canBeObject)];
  while (p.peekIs('.')) {
    const dot = p.take().at;
    const part = parseTypeSelector(p, false);
    parts.push(parts.length > 1 ? { ...part, at: joinSpans(dot, p.last) } : part);
  }
  return { form: 'typeof', parts, at: p.spanFrom(start) };
}

/** `verdict` or `queue`, the types of data that no expression has. */
export function parseNamedType(p: Parser): DataKeyType {
  const { kind, text: name, at } = p.expect('string', 'queue');
  if (kind === 'string' && name !== 'verdict') {
    p.refuse(at, `map data type '${name}' lacks typeof serialization`);
  }
  // The scope that `queue` opens stays open.
  return { form: 'typeof', parts: [{ kind: 'type', name, at }], at };
}
