import type {
  CtExpression,
  FibExpression,
  FibFlag,
  IpsecExpression,
  NumgenExpression,
  OsfExpression,
  RtExpression,
  SocketExpression,
} from '../tree/selector.js';
import { internalSpan } from '../tree/span.js';
import { integer, property, text, wordList, type Json, type JsonReader } from './json-reader.js';

const at = internalSpan;

/** `ip` or `ip6` of an expression or a statement. */
export function readFamily(r: JsonReader, value: Json): { family?: 'ip' | 'ip6' } {
  const family = text(value, 'family');
  if (family === undefined) return {};
  if (family === 'ip' || family === 'ip6') return { family };
  return r.fail(`Invalid family '${family}'.`);
}

/** Source: libnftables-json(5), OSF. */
export function readOsf(r: JsonReader, value: Json): OsfExpression {
  const key = r.string(value, 'key');
  const ttl = text(value, 'ttl');
  if (ttl !== undefined && ttl !== 'loose' && ttl !== 'skip') {
    return r.fail(`Invalid osf ttl option '${ttl}'.`);
  }
  if (key !== 'name' && key !== 'version') return r.fail('Invalid osf key value.');
  return { kind: 'osf', ...(ttl === undefined ? {} : { ttl }), key, at };
}

/** Source: libnftables-json(5), SOCKET. */
export function readSocket(r: JsonReader, value: Json): SocketExpression {
  const key = r.string(value, 'key');
  if (key === 'transparent' || key === 'mark' || key === 'wildcard') {
    return { kind: 'socket', key, at };
  }
  return r.fail('Invalid socket key value.');
}

/** Source: libnftables-json(5), RT. */
export function readRt(r: JsonReader, value: Json): RtExpression {
  const key = r.string(value, 'key');
  const family = readFamily(r, value);
  if (key === 'classid' || key === 'nexthop' || key === 'mtu' || key === 'ipsec') {
    return { kind: 'rt', key, ...family, at };
  }
  return r.fail(`Unknown rt key '${key}'.`);
}

const sidedKeys = new Set(
  'l3proto saddr daddr protocol proto-src proto-dst packets bytes avgpkt zone'.split(' '),
);
const sidedAddresses = new Set(['ip saddr', 'ip daddr', 'ip6 saddr', 'ip6 daddr']);
const otherKeys = new Set(
  'state direction status mark expiration helper label event secmark id'.split(' '),
);

/** Source: libnftables-json(5), CT. */
export function readCt(r: JsonReader, value: Json): CtExpression {
  const key = r.string(value, 'key');
  const isSided = sidedKeys.has(key) || sidedAddresses.has(key);
  if (!isSided && !otherKeys.has(key)) r.fail(`Unknown ct key '${key}'.`);
  const direction = text(value, 'dir');
  if (direction === undefined) return { kind: 'ct', key, at };
  if (direction !== 'original' && direction !== 'reply') {
    return r.fail(`Invalid direction '${direction}'.`);
  }
  if (!isSided) r.fail(`Direction not supported by CT key '${key}'.`);
  return { kind: 'ct', key, direction, at };
}

/** Source: libnftables-json(5), NUMGEN. */
export function readNumgen(r: JsonReader, value: Json): NumgenExpression {
  const object = r.require(value, { mode: 'string', mod: 'integer' });
  const mode = text(object, 'mode');
  const offset = integer(value, 'offset') ?? 0n;
  if (mode !== 'inc' && mode !== 'random') return r.fail(`Unknown numgen mode '${mode}'.`);
  return { kind: 'numgen', mode, modulus: integer(object, 'mod') ?? 0n, offset, at };
}

const fibFlags: readonly FibFlag[] = ['saddr', 'daddr', 'mark', 'iif', 'oif'];

function readFlags(r: JsonReader, value: Json): FibFlag[] {
  const words = wordList(value) ?? r.fail('Unexpected object type in fib tuple.');
  return words.map((word, index) => {
    if (typeof word !== 'string') {
      return r.fail(`Unexpected object type in fib flags array at index ${index}.`);
    }
    return fibFlags.find((flag) => flag === word) ?? r.fail(`Invalid fib flag '${word}'.`);
  });
}

/** Source: libnftables-json(5), FIB. */
export function readFib(r: JsonReader, value: Json): FibExpression {
  const result = r.string(value, 'result');
  if (result !== 'oif' && result !== 'oifname' && result !== 'type') {
    return r.fail(`Invalid fib result '${result}'.`);
  }
  const given = property(value, 'flags');
  const tuple = given === undefined ? [] : readFlags(r, given);
  const source = tuple.includes('saddr');
  const destination = tuple.includes('daddr');
  if (!source && !destination) r.fail('fib: need either saddr or daddr');
  if (source && destination) r.fail('fib: saddr and daddr are mutually exclusive');
  if (tuple.includes('iif') && tuple.includes('oif')) {
    r.fail('fib: iif and oif are mutually exclusive');
  }
  return { kind: 'fib', tuple, result, at };
}

const largestSpnum = 255n;

/** Source: libnftables-json(5), IPSEC. */
export function readIpsec(r: JsonReader, value: Json): IpsecExpression {
  const key = r.string(value, 'key');
  if (key !== 'saddr' && key !== 'daddr' && key !== 'reqid' && key !== 'spi') {
    return r.fail(`Unknown xfrm key '${key}'.`);
  }
  const family = readFamily(r, value);
  const direction = text(value, 'dir') ?? 'in';
  if (direction !== 'in' && direction !== 'out') return r.fail(`Invalid direction '${direction}'.`);
  const spnum = integer(value, 'spnum') ?? 0n;
  if (spnum > largestSpnum) r.fail(`Invalid spnum'${spnum}'.`);
  return { kind: 'ipsec', direction, spnum, key, ...family, at };
}
