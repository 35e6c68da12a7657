import { parseVariable } from '../expression/parse-symbol.js';
import type { Parser } from '../parser/parser.js';
import type { DeviceList } from '../tree/block.js';
import type { ListExpression, SymbolExpression, VariableExpression } from '../tree/expression.js';
import type { Span } from '../tree/span.js';
import { toByteText } from '../byte-text.js';

const longestName = 15;

function checkName(p: Parser, text: string, at: Span): SymbolExpression {
  if (text === '') p.refuse(at, 'empty interface name');
  if (toByteText(text).length > longestName) p.refuse(at, 'interface name too long');
  return { kind: 'symbol', text, at };
}

function parseDeviceMember(p: Parser): SymbolExpression | VariableExpression {
  if (p.peekIs('$')) return parseVariable(p);
  const { text, at } = p.expect('string', 'quoted string', '$');
  return checkName(p, text, at);
}

/** `{ "eth0", $dev }` or a variable. */
export function parseDevices(p: Parser): DeviceList {
  if (p.peekIs('$')) return parseVariable(p);
  const start = p.expect('{', '$').at;
  const items = [parseDeviceMember(p)];
  while (p.accept('comma')) {
    if (p.accept('newline') === undefined && p.peekIs('string', 'quoted string', '$')) {
      items.push(parseDeviceMember(p));
    }
  }
  p.expect('comma', '}');
  return { kind: 'list', items, at: p.spanFrom(start) };
}

/** The devices of a hook line; undefined if it names none. */
export function parseHookDevices(p: Parser): DeviceList | undefined {
  if (p.accept('devices')) {
    p.expect('=');
    return parseDevices(p);
  }
  const start = p.accept('device')?.at;
  if (start === undefined) return undefined;
  const item = p.peekIs('$') ? parseVariable(p) : parseDeviceName(p, start);
  const list: ListExpression = { kind: 'list', items: [item], at: p.spanFrom(start) };
  return list;
}

function parseDeviceName(p: Parser, start: Span): SymbolExpression {
  const kinds = ['string', 'quoted string', 'string with a trailing asterisk'];
  const { text } = p.acceptOf(kinds) ?? p.fail(...kinds, '$');
  return checkName(p, text, p.spanFrom(start));
}
