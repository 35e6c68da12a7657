import { LOG_LEVELS, type LogLevel } from '../../../../netfilter/nft/statement.js';
import type { Parser } from '../parser/parser.js';
import type { LogFlag, LogStatement } from '../tree/statement.js';
import type { Span } from '../tree/span.js';

function parseLevel(p: Parser): LogLevel {
  const { value, at } = p.expectText();
  return LOG_LEVELS.find((level) => level === value) ?? p.refuse(at, 'invalid log level');
}

function parseTcpFlags(p: Parser): LogFlag[] {
  const flags: LogFlag[] = [];
  do {
    flags.push(p.expect('seq', 'options').kind === 'seq' ? 'tcp sequence' : 'tcp options');
  } while (p.accept('comma'));
  p.closeScope('tcp');
  return flags;
}

function parseFlags(p: Parser): LogFlag[] {
  const token = p.accept('all', 'ether', 'ip', 'tcp', 'skuid') ?? p.fail();
  switch (token.kind) {
    case 'tcp':
      return parseTcpFlags(p);
    case 'ip':
      p.expect('options');
      p.closeScope('ip');
      return ['ip options'];
    case 'ether':
      p.closeScope('ether');
      return ['ether'];
    case 'skuid':
      return ['skuid'];
    default:
      return ['all'];
  }
}

/** The text with the variables of its `$name`s put in. */
function parsePrefix(p: Parser): string {
  const { value, at } = p.expectText();
  return value.replaceAll(/\$(?!\d)([A-Za-z0-9_]*)/g, (_, name: string) => {
    const variable = p.variables.get(name);
    if (variable === undefined) {
      const { message, nearest } = p.variables.unknown(name);
      p.refuse(
        at,
        nearest === undefined ? message : `${message}; did you mean identifier '${nearest}'?`,
      );
    }
    return variable.kind === 'symbol' ? variable.text : '';
  });
}

/** What `log` has behind it. Source: nft(8), LOG STATEMENT. */
export function parseLogBody(p: Parser, at: Span): LogStatement {
  const log: { -readonly [Key in keyof LogStatement]: LogStatement[Key] } = {
    kind: 'log',
    flags: [],
    at,
  };
  for (;;) {
    const word = p.accept('flags', 'prefix', 'group', 'snaplen', 'queue-threshold', 'level');
    switch (word?.kind) {
      case 'prefix':
        log.prefix = parsePrefix(p);
        break;
      case 'group':
        log.group = p.expectNumber(16);
        break;
      case 'snaplen':
        log.snaplen = p.expectNumber(32);
        break;
      case 'queue-threshold':
        log.queueThreshold = p.expectNumber(16);
        break;
      case 'level':
        log.level = parseLevel(p);
        break;
      case 'flags':
        log.flags = [...log.flags, ...parseFlags(p)];
        break;
      default:
        p.closeScope('log');
        return log;
    }
  }
}
