import { addressFromWords, type Address } from '../address/address.js';
import { readNumber } from './extension/option/number/number.js';

/**
 * Reads an IPv4 address as iptables does: four numbers, also hexadecimal or octal, with dots between.
 *
 * @param mayBeShort - whether the last numbers may be left out (`10.1` is 10.1.0.0)
 */
export function readDotted(text: string, mayBeShort: boolean): Address | undefined {
  const parts = text.split('.').map((part) => readNumber(part, 0, 255));
  if (parts.length > 4 || (parts.length < 4 && !mayBeShort)) return undefined;
  const bytes = parts.filter((part) => part !== undefined);
  if (bytes.length < parts.length) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return addressFromWords(4, [((a << 24) | (b << 16) | (c << 8) | d) >>> 0]);
}
