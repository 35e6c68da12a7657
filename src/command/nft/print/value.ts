import { assertNever } from '../../../assert-never.js';
import { datatypes } from '../../../netfilter/nft/datatype.js';
import type { KnownValue, NumberValue } from '../../../netfilter/nft/expression.js';
import type { ScalarType } from '../../../netfilter/nft/value-type.js';
import { rangeValue } from '../../../netfilter/nft/set/range-value.js';
import { datatypeText } from '../datatype/registry.js';
import type { Json } from '../json.js';
import { inNumbers, type Printing } from './printing.js';

/** A value as a listing has it. */
export function printValue(value: KnownValue, printing: Printing): string {
  switch (value.kind) {
    case 'number':
      return splitFlags(value)
        .map((flag) => printNumber(flag, value.type, printing))
        .join(' | ');
    case 'text':
      return `"${escapeName(value.text)}${value.wildcard ? '*' : ''}"`;
    case 'range': {
      const plain = inNumbers(printing);
      return [value.from, value.to].map((end) => printNumber(end, value.type, plain)).join('-');
    }
    case 'prefix':
      return `${printNumber(value.value, value.type, printing)}/${value.length}`;
    case 'concat-value':
      return value.parts.map((part) => printValue(part, printing)).join(' . ');
    default:
      return assertNever(value);
  }
}

/** A value in JSON. */
export function valueJson(value: KnownValue, printing: Printing): Json {
  switch (value.kind) {
    case 'number': {
      const flags = splitFlags(value).map((flag) => numberJson(flag, value.type, printing));
      return flags.length === 1 ? (flags[0] ?? null) : { '|': flags };
    }
    case 'text':
      return `${escapeName(value.text)}${value.wildcard ? '*' : ''}`;
    case 'range': {
      const style = { ...printing.style, service: false, numericProtocol: true };
      const ends = [value.from, value.to];
      return { range: ends.map((end) => numberJson(end, value.type, { ...printing, style })) };
    }
    case 'prefix':
      return {
        prefix: { addr: numberJson(value.value, value.type, printing), len: value.length },
      };
    case 'concat-value':
      return { concat: value.parts.map((part) => valueJson(part, printing)) };
    default:
      return assertNever(value);
  }
}

/**
 * A value of a map whose elements have spans: one that stands alone is listed as the prefix of all its bits, and a range as a prefix if it is one.
 * Source: nft's `netlink_parse_interval_elem`.
 */
export function spanned(value: KnownValue): KnownValue {
  if (value.kind === 'range' && value.from !== value.to) {
    return rangeValue({ low: value.from, high: value.to }, value.type);
  }
  if (value.kind !== 'number' && value.kind !== 'range') return value;
  const { type } = value;
  return {
    kind: 'prefix',
    value: value.kind === 'range' ? value.from : value.value,
    length: type.bits,
    type,
  };
}

/** A number by its type. */
export function printNumber(value: bigint, type: ScalarType, printing: Printing): string {
  const { datatype, bits } = type;
  return datatypeText(datatype).print(value, { datatype, bits, ...printing });
}

/** A number in JSON. */
export function numberJson(value: bigint, type: ScalarType, printing: Printing): Json {
  const { datatype, bits } = type;
  return datatypeText(datatype).json(value, { datatype, bits, ...printing });
}

/** The flags that a number is; a number that isn't flags, or none, is itself. */
export function splitFlags({ value, type }: NumberValue): readonly bigint[] {
  if (datatypes[type.datatype].base !== 'bitmask') return [value];
  const flags: bigint[] = [];
  for (let flag = 1n; flag <= value; flag <<= 1n) if ((value & flag) !== 0n) flags.push(flag);
  return flags.length === 0 ? [value] : flags;
}

/** A name that really ends in `*`. */
function escapeName(text: string): string {
  return text.endsWith('*') ? `${text.slice(0, -1)}\\*` : text;
}
