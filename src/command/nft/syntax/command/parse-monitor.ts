import { joinSpans, located, type Parser } from '../parser/parser.js';
import type { Command, MarkupCommand, MonitorCommand } from '../tree/command.js';
import type { Span } from '../tree/span.js';

type Format = MarkupCommand['format'];

const monitored: readonly Exclude<MonitorCommand['objects'], 'any'>[] = [
  'tables',
  'chains',
  'sets',
  'rules',
  'elements',
  'ruleset',
  'trace',
];

/** The format of an output, if one is next. */
function parseFormat(p: Parser): Format | undefined {
  const token = p.accept('xml', 'json', 'vm');
  switch (token?.kind) {
    case 'xml':
      return 'xml';
    case 'json':
      return 'json';
    case 'vm':
      p.expect('json');
      return 'vm json';
    default:
      return undefined;
  }
}

/** What stands behind `import` or `export`. */
export function parseMarkup(p: Parser, operation: 'import' | 'export', start: Span): Command {
  const isRuleset = p.accept('ruleset') !== undefined;
  const expected = ['xml', 'json', 'vm'];
  const format = parseFormat(p) ?? p.fail(...(isRuleset ? expected : ['ruleset', ...expected]));
  p.closeScope(operation);
  // What ends the command belongs to it.
  const at = joinSpans(start, p.peek().at);
  return { operation, object: 'markup', spec: {}, format, at };
}

/** What stands behind `monitor`. Source: nft(8), MONITOR. */
export function parseMonitor(p: Parser, start: Span): Command {
  const event = p.accept('string');
  const objects = monitored.find((word) => p.peekIs(word));
  if (objects !== undefined) p.take();
  const format = parseFormat(p);
  const at = p.spanFrom(start);
  p.closeScope('monitor');
  return {
    operation: 'monitor',
    object: 'monitor',
    spec: {},
    ...(event === undefined ? {} : { event: located(event) }),
    objects: objects ?? 'any',
    ...(format === undefined ? {} : { format }),
    at,
  };
}
