import type { ObjectKind } from '../../../../netfilter/nft/object-kind.js';
import type { Parser } from '../parser/parser.js';
import { parseLimit, parseQuota } from '../statement/parse-amount.js';
import type { ObjectBlock } from '../tree/block.js';
import type { Span } from '../tree/span.js';
import { parseCtExpectation, parseCtHelper, parseCtTimeout } from './parse-ct-object.js';
import { toByteText } from '../byte-text.js';

/** How the objects of a kind are made and read. */
export interface ObjectConfig {
  make(at: Span): ObjectBlock;
  /** The object with what is next; undefined if that can't stand there. */
  parse(p: Parser, object: ObjectBlock): ObjectBlock | undefined;
  /** What can stand behind the name of an object without braces, with the brace. */
  readonly expected: readonly string[];
}

const longestContext = 255;

function parseCounter(p: Parser, object: ObjectBlock): ObjectBlock | undefined {
  if (object.kind !== 'counter' || p.accept('packets') === undefined) return undefined;
  const packets = p.expectNumber();
  p.expect('bytes');
  return { ...object, packets, bytes: p.expectNumber() };
}

function parseQuotaConfig(p: Parser, object: ObjectBlock): ObjectBlock | undefined {
  if (object.kind !== 'quota' || !p.peekIs('over', 'until', 'number')) return undefined;
  return { ...object, ...parseQuota(p) };
}

function parseLimitConfig(p: Parser, object: ObjectBlock): ObjectBlock | undefined {
  if (object.kind !== 'limit' || p.accept('rate') === undefined) return undefined;
  return { ...object, ...parseLimit(p, true) };
}

function parseSecmark(p: Parser, object: ObjectBlock): ObjectBlock | undefined {
  const token = p.accept('string', 'quoted string', 'string with a trailing asterisk');
  if (object.kind !== 'secmark' || token === undefined) return undefined;
  const { text, at } = token;
  const { length } = toByteText(text);
  if (length === 0 || length > longestContext) {
    p.refuse(at, `invalid context '${text}', max length is ${longestContext + 1}\n`);
  }
  return { ...object, context: text };
}

function parseSynproxy(p: Parser, object: ObjectBlock): ObjectBlock | undefined {
  if (object.kind !== 'synproxy' || p.accept('mss') === undefined) return undefined;
  const mss = p.expectNumber(16);
  if (!p.peekIs('newline', 'semicolon', 'wscale')) p.fail('newline', 'semicolon', 'wscale');
  const isBroken = p.accept('newline', 'semicolon') !== undefined;
  p.expect('wscale');
  const wscale = p.expectNumber(8);
  if (isBroken) p.expect('newline', 'semicolon');
  const timestamp = p.accept('timestamp') !== undefined;
  const sackPermitted = p.accept('sack-permitted') !== undefined;
  return { ...object, mss, wscale, timestamp, sackPermitted };
}

/** The kinds of object. Source: nft(8), STATEFUL OBJECTS. */
export const objectConfigs: Readonly<Record<ObjectKind, ObjectConfig>> = {
  counter: {
    make: (at) => ({ kind: 'counter', packets: 0n, bytes: 0n, at }),
    parse: parseCounter,
    expected: ['packets', '{'],
  },
  quota: {
    make: (at) => ({ kind: 'quota', over: false, bytes: 0n, used: 0n, at }),
    parse: parseQuotaConfig,
    expected: ['number'],
  },
  limit: {
    make: (at) => ({ kind: 'limit', over: false, rate: 0n, seconds: 0n, burst: 0n, at }),
    parse: parseLimitConfig,
    expected: ['rate', '{'],
  },
  secmark: {
    make: (at) => ({ kind: 'secmark', at }),
    parse: parseSecmark,
    expected: ['string', 'quoted string', 'string with a trailing asterisk', '{'],
  },
  synproxy: {
    make: (at) => ({ kind: 'synproxy', timestamp: false, sackPermitted: false, at }),
    parse: parseSynproxy,
    expected: ['mss', '{'],
  },
  'ct helper': { make: (at) => ({ kind: 'ct helper', at }), parse: parseCtHelper, expected: ['{'] },
  'ct timeout': {
    make: (at) => ({ kind: 'ct timeout', policy: [], at }),
    parse: parseCtTimeout,
    expected: ['{'],
  },
  'ct expectation': {
    make: (at) => ({ kind: 'ct expectation', at }),
    parse: parseCtExpectation,
    expected: ['{'],
  },
};
