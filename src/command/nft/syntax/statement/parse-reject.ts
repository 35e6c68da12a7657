import type { Parser } from '../parser/parser.js';
import type { Expression } from '../tree/expression.js';
import type { RejectStatement } from '../tree/statement.js';
import type { Span } from '../tree/span.js';

function parseCode(p: Parser, expected: readonly string[]): Expression {
  const { kind, text, value, at } = p.accept('number', 'string') ?? p.fail(...expected);
  return { kind: 'symbol', text: kind === 'number' ? String(value) : text, at };
}

/** What `reject` has behind it. Source: nft(8), REJECT STATEMENT. */
export function parseRejectBody(p: Parser, at: Span): RejectStatement {
  if (p.accept('with') === undefined) {
    p.closeScope('reject');
    return { kind: 'reject', at };
  }
  const { kind } = p.expect('icmp', 'icmpv6', 'tcp', 'icmpx');
  if (kind === 'tcp') {
    p.closeScope('tcp');
    p.expect('reset');
    p.closeScope('reset');
    p.closeScope('reject');
    return { kind: 'reject', with: { type: 'tcp reset' }, at };
  }
  const type = kind === 'icmp' || kind === 'icmpv6' ? kind : 'icmpx';
  const named = p.accept('type') !== undefined;
  const code = parseCode(p, named ? ['number', 'string'] : ['number', 'string', 'type']);
  if (named) {
    p.closeScope('type');
    // Without `type`, the scope of icmp stays open.
    if (type !== 'icmpx') p.closeScope('icmp');
  }
  p.closeScope('reject');
  return { kind: 'reject', with: { type, code }, at };
}
