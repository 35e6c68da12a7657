import { assertNever } from '../../assert-never.js';
import type { Expression, KnownValue } from '../nft/expression.js';
import { protocols } from '../nft/header/protocol.js';
import type { PayloadSelector, RawPayloadSelector } from '../nft/selector.js';
import type { MatchStatement, SetFieldStatement, Statement } from '../nft/statement.js';
import type { ScalarType } from '../nft/value-type.js';
import type { ComparedData, KernelExpression } from './kernel-expression.js';

/** The most bytes that two fields side by side are compared with at once. Source: `NFT_REG_SIZE`. */
const MOST_BYTES = 16;

const WORD_BYTES = 4;

const UNKNOWN: KernelExpression = { name: 'unknown' };

/** What the kernel keeps of the statements of nft, one expression after the other. Source: nft's `netlink_linearize_rule`. */
export function kernelExpressions(statements: readonly Statement[]): readonly KernelExpression[] {
  return mergeNeighbours(statements.map((statement) => expressionsOf(statement))).flat();
}

function expressionsOf(statement: Statement): readonly KernelExpression[] {
  switch (statement.kind) {
    case 'match':
      return matchExpressions(statement);
    case 'vmap':
      return [...keyExpressions(statement.key, hasIntervals(statement.map)), { name: 'lookup' }];
    case 'mangle':
      return mangleExpressions(statement);
    case 'verdict':
      return [{ name: 'verdict', verdict: statement.verdict }];
    case 'counter':
      return [{ name: 'counter' }];
    case 'limit':
      return [{ name: 'limit', limit: statement }];
    case 'log':
      return [{ name: 'log', log: statement }];
    default:
      return [UNKNOWN];
  }
}

function matchExpressions({ left, operator, right }: MatchStatement): readonly KernelExpression[] {
  switch (right.kind) {
    case 'set':
    case 'set-reference':
      return [...keyExpressions(left, hasIntervals(right)), { name: 'lookup' }];
    case 'concat-value':
      return [UNKNOWN];
    case 'range': {
      const bytes = Math.ceil(right.type.bits / 8);
      const { from, to } = right;
      const inverted = operator === '!=';
      return [...keyExpressions(left, true), { name: 'range', inverted, from, to, bytes }];
    }
    case 'prefix': {
      const { value, length, type } = right;
      const mask = ((1n << BigInt(length)) - 1n) << BigInt(type.bits - length);
      const data = { value, bytes: Math.ceil(type.bits / 8) };
      return [...load(left), { name: 'bitwise', mask }, { name: 'cmp', operator, data }];
    }
    case 'number':
    case 'text': {
      const isOrdered = operator !== '==' && operator !== '!=';
      return [...keyExpressions(left, isOrdered), { name: 'cmp', operator, data: dataOf(right) }];
    }
    default:
      return assertNever(right);
  }
}

/** Loads what is compared; in network order where the order counts, for which iptables has no word. */
function keyExpressions(key: Expression, isOrdered: boolean): readonly KernelExpression[] {
  return [...load(key), ...(isOrdered && isTurned(key) ? [UNKNOWN] : [])];
}

/** Whether a value lies in the order of the host, and is longer than a byte. */
function isTurned(key: Expression): boolean {
  if (key.kind === 'concat') return key.parts.some(isTurned);
  const type = key.type.kind === 'scalar' ? key.type : undefined;
  return type?.order === 'host' && type.bits > 8 && type.datatype !== 'ifname';
}

function hasIntervals(map: MatchStatement['right'] | { readonly kind: 'map' }): boolean {
  return 'elements' in map && Array.isArray(map.elements)
    ? (map.elements as readonly { readonly key: KnownValue | '*' }[]).some(
        ({ key }) => key !== '*' && (key.kind === 'range' || key.kind === 'prefix'),
      )
    : false;
}

function load(expression: Expression): readonly KernelExpression[] {
  switch (expression.kind) {
    case 'payload':
    case 'raw-payload':
      return loadPayload(expression);
    case 'meta':
      return expression.inner === undefined ? [{ name: 'meta', key: expression.key }] : [UNKNOWN];
    case 'binary':
      return loadBinary(expression);
    case 'concat':
      return expression.parts.flatMap(load);
    case 'map-lookup':
      return [...keyExpressions(expression.key, hasIntervals(expression.map)), { name: 'lookup' }];
    case 'number':
      return [{ name: 'immediate', value: expression.value }];
    default:
      return [UNKNOWN];
  }
}

function loadBinary({
  operator,
  left,
  right,
  type,
}: Extract<Expression, { readonly kind: 'binary' }>): readonly KernelExpression[] {
  const all = (1n << BigInt(type.bits)) - 1n;
  const loaded = load(left);
  if (right.kind !== 'number') return [...loaded, UNKNOWN];
  switch (operator) {
    case '&':
      return [...loaded, { name: 'bitwise', mask: right.value }];
    case '|':
      return [...loaded, { name: 'bitwise', mask: all & ~right.value }];
    case '^':
    case '<<':
    case '>>':
      return [...loaded, { name: 'bitwise', mask: all }];
    default:
      return assertNever(operator);
  }
}

/** A field that doesn't fill its bytes is cut out of them. */
function loadPayload(selector: PayloadSelector | RawPayloadSelector): readonly KernelExpression[] {
  const { base, offset, bits } = placeOf(selector);
  if (selector.kind === 'payload' && selector.inner !== undefined) return [UNKNOWN];
  const first = Math.floor(offset / 8);
  const bytes = Math.ceil((offset + bits) / 8) - first;
  const loaded: KernelExpression = { name: 'payload', base, offset: first, bytes };
  const after = BigInt((first + bytes) * 8 - offset - bits);
  const mask = ((1n << BigInt(bits)) - 1n) << after;
  return bits % 8 === 0 && offset % 8 === 0 ? [loaded] : [loaded, { name: 'bitwise', mask }];
}

function placeOf(selector: PayloadSelector | RawPayloadSelector) {
  const { bits } = selector.type;
  if (selector.kind === 'raw-payload') {
    return { base: selector.base, offset: selector.offset, bits };
  }
  const { base, fields } = protocols[selector.protocol];
  const field = fields.find(({ name }) => name === selector.field);
  return { base, offset: field?.offset ?? 0, bits: field?.bits ?? bits };
}

function mangleExpressions({ target, value }: SetFieldStatement): readonly KernelExpression[] {
  switch (target.kind) {
    case 'meta':
      return [...load(value), { name: 'meta-set', key: target.key }];
    case 'payload':
    case 'raw-payload':
      return [...load(value), { name: 'payload-set' }];
    default:
      return [UNKNOWN];
  }
}

function dataOf(
  value: Exclude<KnownValue, { readonly kind: 'concat-value' | 'range' | 'prefix' }>,
): ComparedData {
  if (value.kind === 'text') return { text: value.text, wildcard: value.wildcard };
  return { value: value.value, bytes: bytesOf(value.type) };
}

function bytesOf({ bits }: ScalarType): number {
  return Math.ceil(bits / 8);
}

/** Equal fields side by side are compared at once. Source: nft's `payload_try_merge`. */
function mergeNeighbours(
  statements: readonly (readonly KernelExpression[])[],
): readonly (readonly KernelExpression[])[] {
  const done: (readonly KernelExpression[])[] = [];
  for (const statement of statements) {
    const merged = merge(done.at(-1) ?? [], statement);
    if (merged !== undefined) done.pop();
    done.push(merged ?? statement);
  }
  return done;
}

function merge(
  earlier: readonly KernelExpression[],
  later: readonly KernelExpression[],
): readonly KernelExpression[] | undefined {
  const [a, b] = [plainMatch(earlier), plainMatch(later)];
  if (a === undefined || b === undefined || a.base !== b.base) return undefined;
  const bytes = a.bytes + b.bytes;
  if (a.offset + a.bytes !== b.offset || bytes > MOST_BYTES) return undefined;
  // Up to a word is as fast as before, and so is what needs more than one anyhow.
  if (!isWordLong(bytes) && a.base !== 'll' && isWordLong(a.bytes) && isWordLong(b.bytes))
    return undefined;
  const value = (a.value << BigInt(8 * b.bytes)) | b.value;
  return [
    { name: 'payload', base: a.base, offset: a.offset, bytes },
    { name: 'cmp', operator: '==', data: { value, bytes } },
  ];
}

function plainMatch([loaded, compared, ...rest]: readonly KernelExpression[]) {
  if (loaded?.name !== 'payload' || compared?.name !== 'cmp' || rest.length > 0) return undefined;
  if (compared.operator !== '==' || !('value' in compared.data)) return undefined;
  return { ...loaded, value: compared.data.value };
}

function isWordLong(bytes: number): boolean {
  return bytes <= WORD_BYTES;
}
