import { LOG_LEVELS } from '../../../../netfilter/nft/statement.js';
import { verdictWords } from '../expression/parse-verdict.js';
import { internalSpan } from '../tree/span.js';
import type {
  LogFlag,
  LogStatement,
  ObjectReferenceStatement,
  RejectStatement,
  Statement,
  SynproxyStatement,
} from '../tree/statement.js';
import type { RelationalOperator } from '../tree/expression.js';
import { integer, isTrue, property, text, wordList, type Json } from './json-reader.js';
import { readLimit, readQuota } from './read-amount.js';
import type { ExpressionReader } from './read-expression.js';
import { readFamily } from './read-lookup.js';
import { readFlags, readGiven, readNat, readTproxy } from './read-nat.js';
import { readMeter, readUpdate } from './read-update.js';

const at = internalSpan;
const operators: readonly RelationalOperator[] = ['==', '!=', '<', '>', '<=', '>=', '!'];

function readMatch(e: ExpressionReader, value: Json): Statement {
  const { r } = e;
  r.require(value, { left: 'any', right: 'any', op: 'string' });
  const word = text(value, 'op') ?? '';
  const operator = word === 'in' ? 'implicit' : operators.find((known) => known === word);
  if (operator === undefined) return r.fail(`Invalid relational op '${word}'.`);
  const left = r.within('Invalid LHS of relational.', () =>
    e.read(property(value, 'left') ?? null),
  );
  const right = r.within('Invalid RHS of relational.', () =>
    e.read(property(value, 'right') ?? null, 'RHS'),
  );
  return { kind: 'match', expression: { kind: 'relational', operator, left, right, at }, at };
}

function reference(
  e: ExpressionReader,
  object: ObjectReferenceStatement['object'],
  value: Json,
  end = '.',
): Statement {
  const message = `Invalid ${object} reference${end}`;
  return {
    kind: 'object-reference',
    object,
    reference: e.r.within(message, () => e.read(value, 'STMT')),
    at,
  };
}

function readMangle(e: ExpressionReader, given: Json): Statement {
  const { r } = e;
  r.require(given, { key: 'any', value: 'any' });
  const target = r.within('Invalid mangle statement key', () =>
    e.read(property(given, 'key') ?? null, 'MANGLE'),
  );
  const value = r.within('Invalid mangle statement value', () =>
    e.read(property(given, 'value') ?? null, 'STMT'),
  );
  switch (target.kind) {
    case 'payload':
    case 'raw-payload':
      return { kind: 'payload-set', target, value, at };
    case 'tcp-option':
    case 'ip-option':
    case 'sctp-chunk':
    case 'dccp-option':
    case 'exthdr':
      return { kind: 'option-set', target, value, at };
    case 'meta':
      return { kind: 'meta-set', key: target.key, value, at };
    case 'ct': {
      const { key, direction } = target;
      if (key === 'helper') {
        return { kind: 'object-reference', object: 'ct helper', reference: value, at };
      }
      return { kind: 'ct-set', key, ...(direction === undefined ? {} : { direction }), value, at };
    }
    default:
      return r.fail('Invalid mangle statement key expression type.');
  }
}

const logFlags: readonly LogFlag[] = [
  'tcp sequence',
  'tcp options',
  'ip options',
  'skuid',
  'ether',
  'all',
];

function readLog(e: ExpressionReader, value: Json): LogStatement {
  const { r } = e;
  const prefix = text(value, 'prefix');
  const group = integer(value, 'group');
  const snaplen = integer(value, 'snaplen');
  const queueThreshold = integer(value, 'queue-threshold');
  const word = text(value, 'level');
  const level = LOG_LEVELS.find((known) => known === word);
  if (word !== undefined && level === undefined) r.fail(`Invalid log level '${word}'.`);
  return {
    kind: 'log',
    ...(prefix === undefined ? {} : { prefix }),
    ...(group === undefined ? {} : { group }),
    ...(snaplen === undefined ? {} : { snaplen }),
    ...(queueThreshold === undefined ? {} : { queueThreshold }),
    ...(level === undefined ? {} : { level }),
    flags: readFlags(r, value, 'flags', logFlags, 'log'),
    at,
  };
}

function readReject(e: ExpressionReader, value: Json): RejectStatement {
  const type = text(value, 'type');
  if (type === 'tcp reset') return { kind: 'reject', with: { type }, at };
  const given = property(value, 'expr');
  if (given === undefined) return { kind: 'reject', at };
  const code = e.r.within('Illegal reject expr.', () => e.readImmediate(given));
  if (type !== 'icmp' && type !== 'icmpv6' && type !== 'icmpx') return { kind: 'reject', at };
  return { kind: 'reject', with: { type, code }, at };
}

/** What `synproxy` is given; undefined if it names an object. */
export function readSynproxy(
  e: ExpressionReader,
  value: Json,
): Omit<SynproxyStatement, 'kind' | 'at'> | undefined {
  const { r } = e;
  const mss = integer(value, 'mss');
  const wscale = integer(value, 'wscale');
  const isGiven =
    mss !== undefined || wscale !== undefined || property(value, 'flags') !== undefined;
  if (!isGiven && value !== null) return undefined;
  const flags = readFlags(r, value, 'flags', ['timestamp', 'sack-perm'], 'synproxy');
  return {
    ...(mss === undefined ? {} : { mss }),
    ...(wscale === undefined ? {} : { wscale }),
    timestamp: flags.includes('timestamp'),
    sackPermitted: flags.includes('sack-perm'),
  };
}

function readQueue(e: ExpressionReader, value: Json): Statement {
  const { r } = e;
  const queue = readGiven(e, value, 'num', 'Invalid queue num.');
  const given = property(value, 'flags') ?? [];
  const words = wordList(given) ?? r.fail('Unexpected object type in queue flags.');
  const flags = words.map((word, index) => {
    if (typeof word !== 'string') {
      return r.fail(`Invalid object in queue flag array at index ${index}.`);
    }
    return word === 'bypass' || word === 'fanout' ? word : r.fail(`Invalid queue flag '${word}'.`);
  });
  return { kind: 'queue', ...(queue === undefined ? {} : { queue }), flags, at };
}

function readFwd(e: ExpressionReader, value: Json): Statement {
  const { r } = e;
  const given = r.any(value, 'dev');
  const device = r.within('Invalid fwd dev value.', () => e.read(given, 'STMT'));
  const { family } = readFamily(r, value);
  const hasAddress = family !== undefined && property(value, 'addr') !== undefined;
  if (!hasAddress) return { kind: 'fwd', device, at };
  const address = readGiven(e, value, 'addr', 'Invalid fwd addr value.') ?? device;
  return { kind: 'fwd', family, address, device, at };
}

function readDup(e: ExpressionReader, value: Json): Statement {
  const given = e.r.any(value, 'addr');
  const to = e.r.within('Illegal dup addr arg.', () => e.read(given, 'STMT'));
  const device = readGiven(e, value, 'dev', 'Illegal dup dev.');
  return { kind: 'dup', to, ...(device === undefined ? {} : { device }), at };
}

function readFlow(e: ExpressionReader, value: Json): Statement {
  const { r } = e;
  r.require(value, { op: 'string', flowtable: 'string' });
  const operation = text(value, 'op');
  if (operation !== 'add') r.fail(`Unknown flow offload statement op '${operation}'.`);
  const name = text(value, 'flowtable') ?? '';
  if (!name.startsWith('@')) r.fail('Illegal flowtable reference in flow offload statement.');
  return { kind: 'flow', flowtable: name.slice(1), at };
}

function readOptionStrip(e: ExpressionReader, value: Json): Statement {
  const message = 'Illegal TCP optstrip argument';
  const option = e.r.within(message, () => e.read(value));
  if (option.kind !== 'tcp-option') return e.r.fail(message);
  return { kind: 'option-strip', option, at };
}

function readCounter(e: ExpressionReader, value: Json): Statement {
  const packets = integer(value, 'packets');
  const bytes = integer(value, 'bytes');
  if (value === null) return { kind: 'counter', packets: 0n, bytes: 0n, at };
  if (packets === undefined || bytes === undefined) return reference(e, 'counter', value);
  return { kind: 'counter', packets, bytes, at };
}

const usualBurst = 5n;
const neverUsed = 2n ** 64n - 1n;

function readLast(e: ExpressionReader, value: Json): Statement {
  const used = integer(value, 'used');
  if (value !== null && used === undefined) e.r.failSilently();
  return { kind: 'last', ...(used === undefined || used === neverUsed ? {} : { used }), at };
}

type Reader = (e: ExpressionReader, value: Json) => Statement;

/** Source: libnftables-json(5), STATEMENTS. */
const readers: Readonly<Record<string, Reader>> = {
  ...Object.fromEntries(
    verdictWords.map((word): [string, Reader] => [
      word,
      (e, value) => ({ kind: 'verdict', verdict: e.readVerdict(word, value), at }),
    ]),
  ),
  vmap: (e, value) => ({
    kind: 'verdict',
    verdict: e.r.within('Illegal vmap statement.', () => e.readMap(value)),
    at,
  }),
  match: readMatch,
  counter: readCounter,
  mangle: readMangle,
  quota: (e, value) => {
    const quota = readQuota(value);
    return quota === undefined ? reference(e, 'quota', value) : { kind: 'quota', ...quota, at };
  },
  last: readLast,
  limit: (e, value) => {
    const limit = readLimit(value, usualBurst);
    return limit === undefined ? reference(e, 'limit', value) : { kind: 'limit', ...limit, at };
  },
  flow: readFlow,
  fwd: readFwd,
  notrack: () => ({ kind: 'notrack', at }),
  dup: readDup,
  snat: (e, value) => readNat(e, 'snat', value),
  dnat: (e, value) => readNat(e, 'dnat', value),
  masquerade: (e, value) => readNat(e, 'masquerade', value),
  redirect: (e, value) => readNat(e, 'redirect', value),
  reject: readReject,
  set: (e, value) => readUpdate(e, 'set', value, (part) => readStatement(e, part)),
  map: (e, value) => readUpdate(e, 'map', value, (part) => readStatement(e, part)),
  log: readLog,
  'ct helper': (e, value) => reference(e, 'ct helper', value),
  'ct timeout': (e, value) => reference(e, 'ct timeout', value),
  'ct expectation': (e, value) => reference(e, 'ct expectation', value),
  meter: (e, value) => readMeter(e, value, (part) => readStatement(e, part)),
  queue: readQueue,
  'ct count': (e, value) => ({
    kind: 'connlimit',
    count: e.r.integer(value, 'val'),
    over: isTrue(value, 'inv'),
    at,
  }),
  tproxy: readTproxy,
  synproxy: (e, value) => {
    const synproxy = readSynproxy(e, value);
    if (synproxy === undefined) return reference(e, 'synproxy', value, '');
    return { kind: 'synproxy', ...synproxy, at };
  },
  reset: readOptionStrip,
  secmark: (e, value) => reference(e, 'secmark', value),
  xt: (e) => e.r.fail('unsupported xtables compat expression, use iptables-nft with this ruleset'),
};

/** A statement: an object with one property. */
export function readStatement(e: ExpressionReader, value: Json): Statement {
  const [type, body] = e.r.only(value);
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  return read === undefined ? e.r.fail(`Unknown statement object '${type}'.`) : read(e, body);
}
