import { OBJECT_KINDS } from '../../../../netfilter/nft/object-kind.js';
import { hookOf } from '../block/parse-hook.js';
import { isTypeName } from '../block/parse-type.js';
import type {
  BaseChainSpec,
  ChainBlock,
  DataType,
  DeviceList,
  FlowtableBlock,
  KeyType,
  Priority,
  SetBlock,
  SetFlag,
  TableBlock,
} from '../tree/block.js';
import type { Expression } from '../tree/expression.js';
import { internalSpan } from '../tree/span.js';
import {
  integer,
  isArray,
  isObject,
  isTrue,
  printJson,
  property,
  text,
  wordList,
  type Json,
  type JsonReader,
} from './json-reader.js';
import type { ExpressionReader } from './read-expression.js';
import { unlocated } from './read-spec.js';
import { readStatement } from './read-statement.js';
import { readStatefulList } from './read-update.js';

const at = internalSpan;

/** Source: libnftables-json(5), TABLE. Undefined if nothing is said of it. */
export function readTableBlock(r: JsonReader, value: Json): TableBlock | undefined {
  const comment = text(value, 'comment');
  const given = property(value, 'flags') ?? [];
  const words = wordList(given) ?? r.fail('Unexpected table flags value.');
  const flags = words.map((word, index) => {
    if (word === 'dormant' || word === 'owner' || word === 'persist') return word;
    const single = typeof given === 'string';
    return r.fail(
      single ? `Invalid table flag '${given}'.` : `Invalid table flag at index ${index}.`,
    );
  });
  if (comment === undefined && flags.length === 0) return undefined;
  const named = comment === undefined ? {} : { comment };
  return { flags, ...named, chains: [], sets: [], flowtables: [], objects: [], at };
}

function priority(number: bigint): Priority {
  return { expression: { kind: 'integer', value: BigInt.asIntN(32, number), at }, at };
}

function readDevices(r: JsonReader, value: Json, what: string): { devices?: DeviceList } {
  const given = property(value, 'dev');
  if (given === undefined) return {};
  const words = wordList(given) ?? r.fail(`Invalid ${what} dev.`);
  const items = words.map((word, index): Expression =>
    r.within(`Invalid ${what} dev.`, () =>
      typeof word === 'string'
        ? { kind: 'symbol', text: word, at }
        : r.fail(`Invalid device at index ${index}.`),
    ),
  );
  return { devices: { kind: 'list', items, at } };
}

function readBase(r: JsonReader, value: Json): BaseChainSpec | 'of unknown type' | undefined {
  const type = text(value, 'type');
  const word = text(value, 'hook');
  const number = integer(value, 'prio');
  if (type === undefined || word === undefined || number === undefined) return undefined;
  const hook = hookOf(word) ?? r.fail(`Invalid chain hook '${word}'.`);
  if (type !== 'filter' && type !== 'nat' && type !== 'route') return 'of unknown type';
  return { type: unlocated(type), hook: unlocated(hook), priority: priority(number), at };
}

/** Source: libnftables-json(5), CHAIN. Undefined if nothing is said of it. */
export function readChainBlock(r: JsonReader, value: Json): ChainBlock | undefined {
  const comment = text(value, 'comment');
  const named = comment === undefined ? {} : { comment };
  const base = readBase(r, value);
  if (base === 'of unknown type') {
    return { ...named, isOfUnknownType: true, offload: false, rules: [], at };
  }
  if (base === undefined) {
    return comment === undefined ? undefined : { ...named, offload: false, rules: [], at };
  }
  const devices = readDevices(r, value, 'chain');
  const policy = text(value, 'policy');
  if (policy !== undefined && policy !== 'accept' && policy !== 'drop') {
    return r.fail(`Unknown policy '${policy}'.`);
  }
  const decided = policy === undefined ? {} : { policy: { kind: 'policy', policy, at } as const };
  return { base, ...devices, ...decided, ...named, offload: false, rules: [], at };
}

/** Source: libnftables-json(5), FLOWTABLE. */
export function readFlowtableBlock(r: JsonReader, value: Json): FlowtableBlock {
  r.require(value, { hook: 'string', prio: 'integer' });
  const word = text(value, 'hook') ?? '';
  const hook = hookOf(word) ?? r.fail(`Invalid flowtable hook '${word}'.`);
  const devices = readDevices(r, value, 'flowtable');
  const order = priority(integer(value, 'prio') ?? 0n);
  const flags = { counter: false, offload: false };
  return { hook: unlocated(hook), priority: order, ...devices, ...flags, at };
}

function typeParts(e: ExpressionReader, value: Json): KeyType['parts'] {
  const { r } = e;
  if (typeof value === 'string') {
    if (!isTypeName(value)) r.fail(`Invalid datatype '${value}'.`);
    return [{ kind: 'type', name: value, at }];
  }
  if (!isArray(value)) return r.fail('Invalid set datatype.');
  const parts = value.flatMap((part, index) =>
    r.within(`Invalid datatype at index ${index}.`, () => typeParts(e, part)),
  );
  if (parts.length < 2) r.fail(`Concatenation with ${parts.length} elements is illegal`);
  return parts;
}

function typeofParts(r: JsonReader, expression: Expression): KeyType['parts'] {
  const given = expression.kind === 'concat' ? expression.parts : [expression];
  return given.map((part) => {
    switch (part.kind) {
      case 'ct':
      case 'dccp-option':
      case 'exthdr':
      case 'fib':
      case 'hash':
      case 'ip-option':
      case 'ipsec':
      case 'meta':
      case 'numgen':
      case 'osf':
      case 'payload':
      case 'raw-payload':
      case 'rt':
      case 'sctp-chunk':
      case 'socket':
      case 'tcp-option':
        return part;
      case 'symbol':
        return { kind: 'type', name: part.text, at };
      default:
        return r.fail('Invalid set datatype.');
    }
  });
}

function readType(e: ExpressionReader, value: Json): KeyType {
  if (!isObject(value)) return { form: 'type', parts: typeParts(e, value), at };
  const [key, body] = e.r.only(value);
  if (key !== 'typeof') e.r.fail('Invalid set datatype.');
  return { form: 'typeof', parts: typeofParts(e.r, e.read(body)), at };
}

function readData(e: ExpressionReader, value: Json): DataType {
  const object = OBJECT_KINDS.find((kind) => kind === value);
  if (object !== undefined) return { kind: 'object', object };
  const type = e.r.within(`Invalid map type '${printJson(value)}'.`, () => readType(e, value));
  return { kind: 'data', interval: false, type };
}

const setFlags: readonly SetFlag[] = ['constant', 'interval', 'timeout', 'dynamic'];

/** Source: libnftables-json(5), SET and MAP. */
export function readSetBlock(e: ExpressionReader, value: Json): SetBlock {
  const { r } = e;
  const type = property(value, 'type') ?? r.fail('Invalid set type.');
  const key = r.within('Invalid set type.', () => readType(e, type));
  const map = property(value, 'map');
  const data = map === undefined ? {} : { data: readData(e, map) };
  const policy = text(value, 'policy');
  if (policy !== undefined && policy !== 'performance' && policy !== 'memory') {
    return r.fail(`Unknown set policy '${policy}'.`);
  }
  const given = property(value, 'flags');
  const flags = (isArray(given) ? given : []).map(
    (word, index) =>
      setFlags.find((flag) => flag === word) ?? r.fail(`Invalid set flag at index ${index}.`),
  );
  const members = property(value, 'elem');
  const elements =
    members === undefined
      ? undefined
      : r.within('Invalid set elem expression.', () => e.readSet(members));
  const timeout = integer(value, 'timeout');
  const gcInterval = integer(value, 'gc-interval');
  const size = integer(value, 'size');
  return {
    kind: map === undefined ? 'set' : 'map',
    key,
    ...data,
    flags,
    ...(timeout === undefined ? {} : { timeout: timeout * 1000n }),
    ...(gcInterval === undefined ? {} : { gcInterval: gcInterval * 1000n }),
    ...(size === undefined ? {} : { size }),
    ...(policy === undefined ? {} : { policy }),
    ...(elements?.kind === 'set' ? { elements } : {}),
    autoMerge: isTrue(value, 'auto-merge'),
    statements: readStatefulList(e, value, (part) => readStatement(e, part)),
    at,
  };
}
