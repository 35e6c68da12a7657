import { parseArgument } from '../expression/parse-argument.js';
import { parseConcat } from '../expression/parse-expression.js';
import { continueMap } from '../expression/parse-expression.js';
import { parseFamilyWord } from '../expression/parse-lookup.js';
import { parseVariable } from '../expression/parse-symbol.js';
import { joinSpans, type Parser } from '../parser/parser.js';
import type { Expression } from '../tree/expression.js';
import type { Span } from '../tree/span.js';
import type { DupStatement, FwdStatement, QueueStatement } from '../tree/statement.js';

type QueueFlag = QueueStatement['flags'][number];

function queueFlag(p: Parser): QueueFlag {
  return p.expect('bypass', 'fanout').kind === 'bypass' ? 'bypass' : 'fanout';
}

function parseQueueFlags(p: Parser): QueueFlag[] {
  const flags = [queueFlag(p)];
  while (p.accept('comma')) flags.push(queueFlag(p));
  return flags;
}

function parseQueueNumber(p: Parser): Expression {
  if (p.peekIs('$')) return parseVariable(p);
  const { value, at } = p.expect('number', '$');
  return { kind: 'symbol', text: String(value), at };
}

function continueQueueRange(p: Parser, from: Expression): Expression {
  if (p.accept('-') === undefined) return from;
  const to = parseQueueNumber(p);
  return { kind: 'range', from, to, at: p.spanFrom(from.at) };
}

function parseQueueTarget(p: Parser): Expression {
  const isNumber = p.peekIs('number', '$');
  const value = parseConcat(p);
  const isSimple = isNumber && (value.kind === 'symbol' || value.kind === 'variable');
  if (isSimple && !p.peekIs('map')) return continueQueueRange(p, value);
  if (value.kind !== 'numgen' && value.kind !== 'hash' && !p.peekIs('map')) p.fail('.', 'map');
  return continueMap(p, value);
}

/** What `queue` has behind it. Source: nft(8), QUEUE STATEMENT. */
export function parseQueueBody(p: Parser, start: Span): QueueStatement {
  if (p.accept('to')) {
    const queue = parseQueueTarget(p);
    const at = p.spanFrom(start);
    p.closeScope('queue');
    return { kind: 'queue', queue, flags: [], at };
  }
  if (p.accept('flags')) {
    const flags = parseQueueFlags(p);
    if (!p.peekIs('to', 'num')) p.fail('comma', 'to', 'num');
    const isTo = p.take().kind === 'to';
    const queue = isTo ? parseQueueTarget(p) : continueQueueRange(p, parseQueueNumber(p));
    const at = p.spanFrom(start);
    p.closeScope('queue');
    return { kind: 'queue', queue, flags, at };
  }
  return parseOldQueue(p, start);
}

function parseOldQueue(p: Parser, at: Span): QueueStatement {
  let queue: Expression | undefined;
  const flags: QueueFlag[] = [];
  for (;;) {
    const word = p.accept('num');
    if (word !== undefined) {
      const number = continueQueueRange(p, parseQueueNumber(p));
      queue = { ...number, at: joinSpans(word.at, number.at) };
    } else if (p.peekIs('bypass', 'fanout')) flags.push(...parseQueueFlags(p));
    else break;
  }
  p.closeScope('queue');
  return { kind: 'queue', ...(queue === undefined ? {} : { queue }), flags, at };
}

/** What stands behind `dup`. Source: nft(8), DUP STATEMENT. */
export function parseDupBody(p: Parser, start: Span): DupStatement {
  p.expect('to');
  const to = parseArgument(p);
  const device = p.accept('device') ? parseArgument(p) : undefined;
  const at = p.spanFrom(start);
  p.closeScope('dup');
  return { kind: 'dup', to, ...(device === undefined ? {} : { device }), at };
}

/** What stands behind `fwd`. Source: nft(8), FWD STATEMENT. */
export function parseFwdBody(p: Parser, start: Span): FwdStatement {
  if (!p.peekIs('to', 'ip', 'ip6')) p.fail('to', 'ip', 'ip6');
  const family = parseFamilyWord(p);
  p.expect('to');
  const first = parseArgument(p);
  if (family === undefined) {
    const at = p.spanFrom(start);
    p.closeScope('fwd');
    return { kind: 'fwd', device: first, at };
  }
  p.expect('device');
  const device = parseArgument(p);
  const at = p.spanFrom(start);
  p.closeScope('fwd');
  return { kind: 'fwd', family, address: first, device, at };
}
