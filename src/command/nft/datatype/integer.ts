import { datatypeAncestry, datatypes, type DatatypeName } from '../../../netfilter/nft/datatype.js';
import type { Json } from '../json.js';
import type { DatatypeText } from './datatype-text.js';

/** Plain numbers. Source: `mpz_set_str`, which takes hexadecimal after `0x` and octal after `0`. */
export const integerText: DatatypeText = {
  read: (word, { datatype }) =>
    readInteger(word) ?? { mistake: `Could not parse ${datatypes[datatype].description}` },
  print: (value, { datatype }) => printInteger(value, datatype),
  json: integerJson,
};

/** A number as C writes numbers; undefined for another word. */
export function readInteger(word: string): bigint | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(word) || /^(0|[1-9]\d*)$/.test(word)) return BigInt(word);
  if (/^0[0-7]+$/.test(word)) return BigInt(`0o${word.slice(1)}`);
  if (/^0[bB][01]+$/.test(word)) return BigInt(word);
  return undefined;
}

/** A number without a name, in the form that its type or one that it is made from has. */
export function printInteger(value: bigint, datatype: DatatypeName): string {
  for (const ancestor of datatypeAncestry(datatype)) {
    const { format } = datatypes[ancestor];
    if (format === 'decimal') break;
    if (format !== undefined) return `0x${value.toString(16).padStart(format.hexDigits, '0')}`;
  }
  return value.toString();
}

/** A number in JSON: what takes more than 64 bits is text. */
export function integerJson(value: bigint): Json {
  return value < 1n << 64n ? value : `0x${value.toString(16)}`;
}
