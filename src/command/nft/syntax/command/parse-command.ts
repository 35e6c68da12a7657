import { parsePrimary } from '../expression/parse-expression.js';
import { parseElements } from '../expression/parse-set.js';
import type { Parser } from '../parser/parser.js';
import { parseRule } from '../statement/parse-rule.js';
import type { Command } from '../tree/command.js';
import type { Span } from '../tree/span.js';
import { parseAdd, parseRuleCommand } from './parse-add.js';
import { parseDelete } from './parse-delete.js';
import { parseFlush, parseList, parseReset } from './parse-list.js';
import { parseMarkup, parseMonitor } from './parse-monitor.js';
import { parseChainSpec, parseNameSpec, parseRuleHandle } from './parse-spec.js';

type Reader = (p: Parser, start: Span) => Command;

function parseReplace(p: Parser, start: Span): Command {
  p.expect('rule');
  const spec = parseRuleHandle(p);
  const rule = parseRule(p);
  return { operation: 'replace', object: 'rule', spec, rule, at: p.spanFrom(start) };
}

function parseInsert(p: Parser, start: Span): Command {
  p.expect('rule');
  return parseRuleCommand(p, 'insert', start);
}

function parseGet(p: Parser, start: Span): Command {
  p.expect('element');
  const spec = parseNameSpec(p);
  const elements = parseElements(p);
  return { operation: 'get', object: 'element', spec, elements, at: p.spanFrom(start) };
}

function parseRename(p: Parser, start: Span): Command {
  p.expect('chain');
  const spec = parseChainSpec(p);
  const { value: newName } = p.expectName();
  return { operation: 'rename', object: 'chain', spec, newName, at: p.spanFrom(start) };
}

function parseDescribe(p: Parser, start: Span): Command {
  const expression = parsePrimary(p);
  const at = p.spanFrom(start);
  return { operation: 'describe', object: 'expression', spec: {}, expression, at };
}

/** Reads, and then closes the scope of the operation. */
function scoped(scope: 'list' | 'reset' | 'destroy', read: Reader): Reader {
  return (p, start) => {
    const command = read(p, start);
    p.closeScope(scope);
    return command;
  };
}

const readers: Readonly<Record<string, Reader>> = {
  add: (p, start) => parseAdd(p, 'add', start),
  create: (p, start) => parseAdd(p, 'create', start),
  insert: parseInsert,
  replace: parseReplace,
  delete: (p, start) => parseDelete(p, 'delete', start),
  destroy: scoped('destroy', (p, start) => parseDelete(p, 'destroy', start)),
  get: parseGet,
  list: scoped('list', parseList),
  reset: scoped('reset', parseReset),
  flush: parseFlush,
  rename: parseRename,
  import: (p, start) => parseMarkup(p, 'import', start),
  export: (p, start) => parseMarkup(p, 'export', start),
  monitor: parseMonitor,
  describe: parseDescribe,
};

/** What can stand at the beginning of a command that leaves out `add`. */
const bareWords = new Set(
  `table chain rule set map element flowtable counter quota limit secmark synproxy ct ip ip6 inet arp
  bridge netdev string last`.split(/\s+/),
);

/** One command, up to what ends it. Source: nft(8). */
export function parseCommand(p: Parser): Command {
  const { kind, at } = p.peek();
  const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (read !== undefined) {
    p.take();
    return read(p, at);
  }
  if (!bareWords.has(kind)) p.fail();
  return parseAdd(p, 'add', at);
}
