import { parseArgument } from '../expression/parse-argument.js';
import { headerFields } from '../expression/header-fields.js';
import { isExtensionHeader } from '../expression/parse-extension-header.js';
import { isMetaKey } from '../expression/parse-meta.js';
import { parseTcpOptionName } from '../expression/parse-tcp-option.js';
import { parseJump, parseVerdict } from '../expression/parse-verdict.js';
import type { ScopeName } from '../lexer/keywords.js';
import type { Parser } from '../parser/parser.js';
import type { Token } from '../token.js';
import type { Span } from '../tree/span.js';
import type { ObjectReferenceStatement, Statement } from '../tree/statement.js';
import { parseCtStart, parseMetaStart, type StatementStart } from './parse-ct-statement.js';
import { parseExpressionStatement } from './parse-expression-statement.js';
import { parseLogBody } from './parse-log.js';
import { parseNatBody, parseOwnNatBody, parseTproxyBody } from './parse-nat.js';
import { parseDupBody, parseFwdBody, parseQueueBody } from './parse-redirect.js';
import { parseRejectBody } from './parse-reject.js';
import { parseMeterBody, parseOldSetUpdate, parseSetUpdate } from './parse-set-update.js';
import {
  parseCounterBody,
  parseLastBody,
  parseLimitBody,
  parseQuotaBody,
} from './parse-stateful.js';
import { parseSynproxyBody } from './parse-synproxy.js';

/** Reads the rules in the braces of `jump { ... }`. */
export type ReadChain = (p: Parser, verdict: 'jump' | 'goto', start: Span) => Statement;

type NamedObject = Extract<
  ObjectReferenceStatement['object'] & ScopeName,
  'counter' | 'limit' | 'quota' | 'synproxy'
>;

/** `name "c"` behind the keyword of an object. */
function parseReference(p: Parser, object: NamedObject, start: Span): Statement | undefined {
  if (p.accept('name') === undefined) return undefined;
  const reference = parseArgument(p);
  const at = p.spanFrom(start);
  p.closeScope(object);
  return { kind: 'object-reference', object, reference, at };
}

function finish(p: Parser, begun: StatementStart): Statement {
  return begun.kind === 'statement' ? begun.statement : parseExpressionStatement(p, begun.operand);
}

function parseFlow(p: Parser, start: Span): Statement {
  p.expect('add', 'offload');
  p.expect('@');
  const { value: flowtable } = p.expectText();
  const at = p.spanFrom(start);
  p.closeScope('at');
  return { kind: 'flow', flowtable, at };
}

function parseOptionStrip(p: Parser, start: Span): Statement {
  p.expect('tcp');
  p.expect('option');
  const { option, block } = parseTcpOptionName(p);
  const at = p.spanFrom(start);
  p.closeScope('tcp');
  const name = block === undefined ? { option } : { option, block };
  return { kind: 'option-strip', option: { kind: 'tcp-option', ...name, at }, at };
}

function parseXt(p: Parser, start: Span): never {
  p.expect('string');
  p.expectText();
  const advice = 'use iptables-nft with this ruleset';
  return p.refuse(p.spanFrom(start), `unsupported xtables compat expression, ${advice}`);
}

/** The readers of what stands behind the keywords that begin a statement and nothing else. */
const readers: Readonly<Record<string, (p: Parser, at: Span, read: ReadChain) => Statement>> = {
  counter: (p, at) => parseReference(p, 'counter', at) ?? parseCounterBody(p, at),
  limit: (p, at) => {
    if (!p.peekIs('name', 'rate')) p.fail('name', 'rate');
    return parseReference(p, 'limit', at) ?? parseLimitBody(p, at);
  },
  quota: (p, at) => parseReference(p, 'quota', at) ?? parseQuotaBody(p, at),
  synproxy: (p, at) => parseReference(p, 'synproxy', at) ?? parseSynproxyBody(p, at),
  last: parseLastBody,
  log: parseLogBody,
  reject: parseRejectBody,
  snat: (p, at) => parseNatBody(p, 'snat', at),
  dnat: (p, at) => parseNatBody(p, 'dnat', at),
  masquerade: (p, at) => parseOwnNatBody(p, 'masquerade', at),
  redirect: (p, at) => parseOwnNatBody(p, 'redirect', at),
  tproxy: parseTproxyBody,
  queue: parseQueueBody,
  dup: parseDupBody,
  fwd: parseFwdBody,
  notrack: (_, at) => ({ kind: 'notrack', at }),
  flow: parseFlow,
  set: parseOldSetUpdate,
  add: (p, at) => parseSetUpdate(p, 'add', at),
  update: (p, at) => parseSetUpdate(p, 'update', at),
  delete: (p, at) => parseSetUpdate(p, 'delete', at),
  meter: (p, at, readChain) =>
    parseMeterBody(p, at, () => parseStatement(p, readChain) ?? p.fail()),
  reset: parseOptionStrip,
  xt: parseXt,
  ct: (p, at) => finish(p, parseCtStart(p, at)),
  meta: (p, at) => finish(p, parseMetaStart(p, at)),
};

const operandKinds: ReadonlySet<string> = new Set([
  ...Object.keys(headerFields),
  'gretap',
  '{',
  '(',
  '$',
  '@',
  'number',
  'string',
  'quoted string',
  'string with a trailing asterisk',
  'ipsec',
  'fib',
  'exthdr',
  'numgen',
  'jhash',
  'symhash',
  'socket',
  'osf',
]);

function beginsExpression({ kind }: Token): boolean {
  return operandKinds.has(kind) || isMetaKey(kind) || isExtensionHeader(kind);
}

function parseJumpStatement(p: Parser, readChain: ReadChain): Statement {
  const { kind, at } = p.take();
  const verdict = kind === 'jump' ? 'jump' : 'goto';
  if (!p.peekIs('string', 'last', '$')) return readChain(p, verdict, at);
  const expression = parseJump(p, verdict, at, []);
  return { kind: 'verdict', verdict: expression, at: expression.at };
}

/** A statement; undefined if what is next can't begin one. Source: nft(8), STATEMENTS. */
export function parseStatement(p: Parser, readChain: ReadChain): Statement | undefined {
  const token = p.peek();
  const read = Object.hasOwn(readers, token.kind) ? readers[token.kind] : undefined;
  if (read !== undefined) {
    p.take();
    return read(p, token.at, readChain);
  }
  if (p.peekIs('jump', 'goto')) return parseJumpStatement(p, readChain);
  const verdict = parseVerdict(p);
  if (verdict !== undefined) return { kind: 'verdict', verdict, at: verdict.at };
  return beginsExpression(token) ? parseExpressionStatement(p) : undefined;
}
