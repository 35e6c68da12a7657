import { numberWord } from '../expression/parse-rhs.js';
import { verdictWords } from '../expression/parse-verdict.js';
import type {
  BinaryOperator,
  ElementExpression,
  Expression,
  SetExpression,
  SetMember,
  SetReferenceExpression,
  VerdictExpression,
  HashExpression,
} from '../tree/expression.js';
import { internalSpan } from '../tree/span.js';
import { allowedIn, printContexts, type Context } from './contexts.js';
import {
  integer,
  isArray,
  property,
  text,
  typeName,
  type Json,
  type JsonReader,
} from './json-reader.js';
import {
  readCt,
  readFib,
  readIpsec,
  readNumgen,
  readOsf,
  readRt,
  readSocket,
} from './read-lookup.js';
import {
  readExtensionHeader,
  readIpOption,
  readMeta,
  readPayload,
  readSctpChunk,
  readTcpOption,
} from './read-selector.js';

const at = internalSpan;
const deepest = 1000;

/** Reads expressions; in which contexts it is decides what can stand there. */
export class ExpressionReader {
  readonly r: JsonReader;
  #contexts: readonly Context[] = [];
  #depth = 0;

  constructor(r: JsonReader) {
    this.r = r;
  }

  /** An expression in the contexts that are, and in one more. */
  read(value: Json, context?: Context): Expression {
    const before = this.#contexts;
    if (context !== undefined && !before.includes(context)) this.#contexts = [...before, context];
    if (this.#depth === deepest) this.r.fail('memory exhausted');
    this.#depth += 1;
    try {
      return this.#read(value);
    } finally {
      this.#contexts = before;
      this.#depth -= 1;
    }
  }

  #is(context: Context): boolean {
    return this.#contexts.includes(context);
  }

  #read(value: Json): Expression {
    const { r } = this;
    if (isArray(value)) return this.#readList(value);
    if (typeof value === 'boolean' && !this.#is('RHS') && !this.#is('PRIMARY')) {
      r.fail('Boolean values not allowed in this context.');
    }
    const isInteger = typeof value === 'number' && Number.isInteger(value);
    if (typeof value === 'boolean' || typeof value === 'string' || isInteger) {
      return this.readImmediate(value);
    }
    const [type, body] = r.only(value);
    const allowed = allowedIn(type) ?? r.fail(`Unknown expression type '${type}'.`);
    if (!this.#contexts.every((context) => allowed.has(context))) {
      r.fail(`Expression type ${type} not allowed in context (${printContexts(this.#contexts)}).`);
    }
    return this.#readType(type, body);
  }

  #readList(values: readonly Json[]): Expression {
    const { r } = this;
    if (!this.#is('RHS') && !this.#is('STMT')) {
      r.fail('List expression only allowed on RHS or in statement expression.');
    }
    if (this.#is('PRIMARY')) r.fail('List expression not allowed as primary expression.');
    const items = values.map((value, index) =>
      r.within(`Parsing list expression item at index ${index} failed.`, () => this.read(value)),
    );
    return { kind: 'list', items, at };
  }

  /** A word, a number or a truth value. */
  readImmediate(value: Json): Expression {
    if (typeof value === 'boolean') return { kind: 'boolean', value, at };
    if (typeof value === 'number' && Number.isInteger(value)) {
      return { kind: 'symbol', text: String(value), at };
    }
    if (typeof value !== 'string') {
      return this.r.fail(`Unexpected JSON type ${typeName(value)} for immediate value.`);
    }
    if (value.startsWith('@')) return { kind: 'set-reference', name: value.slice(1), at };
    if (value === '*') return { kind: 'catch-all', at };
    return numberWord(value, at) ?? { kind: 'symbol', text: value, at };
  }

  #readType(type: string, value: Json): Expression {
    const { r } = this;
    switch (type) {
      case 'concat':
        return this.#readConcat(value);
      case 'set':
        return this.readSet(value);
      case 'map':
        return this.readMap(value);
      case 'prefix': {
        const object = r.require(value, { addr: 'any', len: 'integer' });
        const base = r.within('Invalid address in prefix expr.', () =>
          this.read(object['addr'] ?? null, 'PRIMARY'),
        );
        return { kind: 'prefix', base, length: integer(object, 'len') ?? 0n, at };
      }
      case 'range': {
        const [low, high] = r.requirePair(value);
        const from = r.within('Invalid low value in range expression.', () =>
          this.read(low, 'PRIMARY'),
        );
        const to = r.within('Invalid high value in range expression.', () =>
          this.read(high, 'PRIMARY'),
        );
        return { kind: 'range', from, to, at };
      }
      case '|':
      case '^':
      case '&':
      case '>>':
      case '<<':
        return this.#readBinary(type, value);
      case 'jhash':
      case 'symhash':
        return this.#readHash(type, value);
      case 'elem':
        return this.#readElement(value);
      case 'payload':
        return readPayload(r, value);
      case 'exthdr':
        return readExtensionHeader(r, value);
      case 'tcp option':
        return readTcpOption(r, value);
      case 'ip option':
        return readIpOption(r, value);
      case 'sctp chunk':
        return readSctpChunk(r, value);
      case 'dccp option': {
        const option = r.integer(value, 'type');
        if (option > 255n) r.fail(`Unknown dccp option type '${BigInt.asIntN(32, option)}'.`);
        return { kind: 'dccp-option', option, at };
      }
      case 'meta':
        return readMeta(r, value);
      case 'osf':
        return readOsf(r, value);
      case 'ipsec':
        return readIpsec(r, value);
      case 'socket':
        return readSocket(r, value);
      case 'rt':
        return readRt(r, value);
      case 'ct':
        return readCt(r, value);
      case 'numgen':
        return readNumgen(r, value);
      case 'fib':
        return readFib(r, value);
      default:
        return this.readVerdict(type, value);
    }
  }

  /** `accept`, `{ "jump": { "target": "c" } }`. Source: libnftables-json(5), VERDICT. */
  readVerdict(type: string, value: Json): VerdictExpression {
    const verdict = verdictWords.find((word) => word === type);
    if (verdict === undefined) return this.r.fail(`Unknown verdict '${type}'.`);
    if (verdict !== 'jump' && verdict !== 'goto') return { kind: 'verdict', verdict, at };
    const name = this.r.string(value, 'target');
    if (name === '') this.r.failSilently();
    return { kind: 'verdict', verdict, chain: { kind: 'chain-name', name, at }, at };
  }

  #readConcat(value: Json): Expression {
    const { r } = this;
    if (!isArray(value)) return r.fail(`Unexpected concat object type ${typeName(value)}.`);
    const parts = value.map((part, index) =>
      r.within(`Parsing expr at index ${index} failed.`, () => this.read(part, 'CONCAT')),
    );
    if (parts.length === 0) r.failSilently();
    // What is alone is no concatenation, and has no elements.
    if (parts.length === 1) r.fail('Concatenation with 0 elements is illegal');
    return { kind: 'concat', parts, at };
  }

  #readBinary(operator: BinaryOperator, value: Json): Expression {
    const { r } = this;
    const isChain = isArray(value) && value.length > 2;
    const [first, second] = isChain ? [value[0] ?? null, value[1] ?? null] : r.requirePair(value);
    const readRight = (right: Json, context: Context): Expression =>
      r.within('Failed to parse RHS of binop expression.', () => this.read(right, context));
    let left = r.within('Failed to parse LHS of binop expression.', () =>
      this.read(first, 'PRIMARY'),
    );
    const rest = isChain ? value.slice(1) : [second];
    for (const operand of rest) {
      const right = readRight(operand, isChain ? 'PRIMARY' : 'RHS');
      left = { kind: 'binary', operator, left, right, at };
    }
    return left;
  }

  #readHash(hash: HashExpression['hash'], value: Json): HashExpression {
    const { r } = this;
    const modulus = r.integer(value, 'mod');
    const offset = integer(value, 'offset') ?? 0n;
    if (hash === 'symhash') return { kind: 'hash', hash, modulus, offset, at };
    const expression = r.any(value, 'expr');
    const key = r.within('Invalid jhash expression.', () => this.read(expression));
    const seed = integer(value, 'seed');
    return {
      kind: 'hash',
      hash,
      key,
      modulus,
      ...(seed === undefined ? {} : { seed }),
      offset,
      at,
    };
  }

  #readElement(value: Json): ElementExpression {
    const key = this.read(this.r.any(value, 'val'));
    const timeout = integer(value, 'timeout');
    const expires = integer(value, 'expires');
    const comment = text(value, 'comment');
    return {
      kind: 'element',
      key,
      ...(timeout === undefined ? {} : { timeout: timeout * 1000n }),
      ...(expires === undefined ? {} : { expires: expires * 1000n }),
      ...(comment === undefined ? {} : { comment }),
      statements: [],
      at,
    };
  }

  /** The expression as the element of a set. */
  asElement(key: Expression): ElementExpression {
    return key.kind === 'element' ? key : { kind: 'element', key, statements: [], at };
  }

  #readMember(value: Json): SetMember {
    const pair = isArray(value) && value.length === 2 ? value : undefined;
    const key = this.asElement(this.read(pair?.[0] ?? value, 'RHS'));
    if (pair === undefined) return key;
    return { kind: 'mapping', key, data: this.read(pair[1] ?? null, 'SET_RHS'), at };
  }

  /** The elements of a set, or its name. Source: libnftables-json(5), SET. */
  readSet(value: Json): SetExpression | SetReferenceExpression {
    if (!isArray(value)) {
      const single = this.readImmediate(value);
      if (single.kind === 'set-reference') return single;
      return { kind: 'set', elements: [this.asElement(single)], at };
    }
    if (value.length === 0) this.r.failSilently();
    const elements = value.map((member, index) =>
      this.r.within(`Invalid set elem at index ${index}.`, () => this.#readMember(member)),
    );
    return { kind: 'set', elements, at };
  }

  /** `{ "key": ..., "data": ... }`. Source: libnftables-json(5), MAP. */
  readMap(value: Json): Expression & { readonly kind: 'map' } {
    const { r } = this;
    r.require(value, { key: 'any', data: 'any' });
    const key = r.within('Illegal map expression key.', () =>
      this.read(property(value, 'key') ?? null, 'MAP'),
    );
    const map = r.within('Illegal map expression data.', () =>
      this.read(property(value, 'data') ?? null, 'RHS'),
    );
    return { kind: 'map', key, map, at };
  }
}
