import type { ObjectKind } from '../../../../netfilter/nft/object-kind.js';
import { assertNever } from '../../../../assert-never.js';
import type { FamilyName, ObjectBlock } from '../tree/block.js';
import { internalSpan } from '../tree/span.js';
import {
  integer,
  isObject,
  isTrue,
  property,
  text,
  type Json,
  type JsonReader,
} from './json-reader.js';
import { readLimit } from './read-amount.js';
import type { ExpressionReader } from './read-expression.js';
import { findFamily } from './read-spec.js';
import { readSynproxy } from './read-statement.js';

const at = internalSpan;

function readProtocol(r: JsonReader, value: Json, kind: string): { protocol?: 'tcp' | 'udp' } {
  const protocol = text(value, 'protocol');
  if (protocol === undefined) return {};
  if (protocol === 'tcp' || protocol === 'udp') return { protocol };
  return r.fail(`Invalid ${kind} protocol '${protocol}'.`);
}

function readL3proto(r: JsonReader, value: Json, kind: string): { l3proto?: FamilyName } {
  const word = text(value, 'l3proto');
  if (word === undefined) return {};
  return { l3proto: findFamily(word) ?? r.fail(`Invalid ${kind} l3proto '${word}'.`) };
}

function readPolicy(r: JsonReader, value: Json) {
  const given = property(value, 'policy') ?? {};
  if (!isObject(given)) return r.fail('Invalid ct timeout policy.');
  return Object.keys(given).map((state) => {
    const seconds = integer(given, state);
    if (seconds === undefined) return r.fail(`Invalid ct timeout policy value for '${state}'.`);
    return { state, seconds, at };
  });
}

function limited(r: JsonReader, value: string | undefined, length: number, what: string) {
  if (value !== undefined && value.length >= length) {
    r.fail(`Invalid ${what} '${value}', max length is ${length}.`);
  }
  return value;
}

/** Source: libnftables-json(5), RULESET ELEMENTS. */
export function readObjectBlock(e: ExpressionReader, kind: ObjectKind, value: Json): ObjectBlock {
  const { r } = e;
  const comment = text(value, 'comment');
  const named = { at, ...(comment === undefined ? {} : { comment }) };
  switch (kind) {
    case 'counter': {
      const packets = integer(value, 'packets') ?? 0n;
      return { kind, packets, bytes: integer(value, 'bytes') ?? 0n, ...named };
    }
    case 'quota': {
      const bytes = integer(value, 'bytes') ?? 0n;
      const used = integer(value, 'used') ?? 0n;
      return { kind, over: isTrue(value, 'inv'), bytes, used, ...named };
    }
    case 'limit': {
      r.require(value, { rate: 'integer', per: 'string' });
      const limit = readLimit(value, 5n);
      return limit === undefined ? r.fail('Invalid limit.') : { kind, ...limit, ...named };
    }
    case 'secmark': {
      const context = limited(r, text(value, 'context'), 256, 'secmark context');
      return { kind, ...(context === undefined ? {} : { context }), ...named };
    }
    case 'synproxy': {
      r.require(value, { mss: 'integer', wscale: 'integer' });
      const synproxy = readSynproxy(e, value);
      return { kind, timestamp: false, sackPermitted: false, ...synproxy, ...named };
    }
    case 'ct helper': {
      const type = limited(r, text(value, 'type'), 16, 'CT helper type');
      const protocol = readProtocol(r, value, kind);
      const l3proto = readL3proto(r, value, kind);
      return { kind, ...(type === undefined ? {} : { type }), ...protocol, ...l3proto, ...named };
    }
    case 'ct timeout': {
      const protocol = readProtocol(r, value, kind);
      const l3proto = readL3proto(r, value, kind);
      return { kind, ...protocol, ...l3proto, policy: readPolicy(r, value), ...named };
    }
    case 'ct expectation': {
      const l3proto = readL3proto(r, value, kind);
      const protocol = readProtocol(r, value, kind);
      const dport = integer(value, 'dport');
      const timeout = integer(value, 'timeout');
      const size = integer(value, 'size');
      return {
        kind,
        ...l3proto,
        ...protocol,
        ...(dport === undefined ? {} : { dport }),
        ...(timeout === undefined ? {} : { timeout }),
        ...(size === undefined ? {} : { size }),
        ...named,
      };
    }
    default:
      return assertNever(kind);
  }
}
