import { assertNever } from '../../../assert-never.js';
import type { ScalarValue } from '../expression.js';
import type { ScalarType } from '../value-type.js';
import { isPoint, isText, type KeyRange } from './key-part.js';

const BYTE = 8n;

/** The range of values that a value or a span of values is. */
export function valueRange(value: ScalarValue): KeyRange {
  switch (value.kind) {
    case 'number':
      return { low: value.value, high: value.value };
    case 'range':
      return { low: value.from, high: value.to };
    case 'prefix': {
      const rest = (1n << BigInt(value.type.bits - value.length)) - 1n;
      return { low: value.value, high: value.value | rest };
    }
    case 'text': {
      const low = textNumber(value.text, value.type);
      const rest = (1n << BigInt(value.type.bits - 8 * value.text.length)) - 1n;
      return { low, high: value.wildcard ? low | rest : low };
    }
    default:
      return assertNever(value);
  }
}

/** The value or span of values that a range is, in the form in which it is listed: addresses by prefixes, names with `*`. Source: `interval_map_decompose`. */
export function rangeValue(range: KeyRange, type: ScalarType): ScalarValue {
  const { low, high } = range;
  if (isText(type)) {
    const text = numberText(low, type);
    return { kind: 'text', text, wildcard: !isPoint(range), type };
  }
  if (isPoint(range)) return { kind: 'number', value: low, type };
  const length = prefixLength(range, type);
  const isAddress = type.datatype === 'ipv4_addr' || type.datatype === 'ipv6_addr';
  return isAddress && length !== undefined
    ? { kind: 'prefix', value: low, length, type }
    : { kind: 'range', from: low, to: high, type };
}

/** The length of the prefix that a range is; undefined for other ranges. */
function prefixLength({ low, high }: KeyRange, { bits }: ScalarType): number | undefined {
  const rest = low ^ high;
  const isSpan = (rest & (rest + 1n)) === 0n && (low & rest) === 0n;
  return isSpan ? bits - (rest === 0n ? 0 : rest.toString(2).length) : undefined;
}

/** Text as a number, its first character the most significant byte. */
function textNumber(text: string, { bits }: ScalarType): bigint {
  const bytes = new TextEncoder().encode(text);
  const value = bytes.reduce((sum, byte) => (sum << BYTE) | BigInt(byte), 0n);
  return value << BigInt(Math.max(0, bits - 8 * bytes.length));
}

function numberText(value: bigint, { bits }: ScalarType): string {
  const bytes: number[] = [];
  for (let shift = BigInt(bits) - BYTE; shift >= 0n; shift -= BYTE) {
    const byte = Number((value >> shift) & 0xffn);
    if (byte === 0) break;
    bytes.push(byte);
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
