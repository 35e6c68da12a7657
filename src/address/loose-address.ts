import { addressFromWords, type Address } from './address.js';

/**
 * Reads an IPv4 address as inet_aton(3) does: fewer than four parts, the last of which fills the rest, are enough; numbers may be
 * hexadecimal or octal. Undefined when the text is none.
 */
export function readLooseAddress(text: string): Address | undefined {
  const parts = text.split('.').map(readNumber);
  const last = parts.pop();
  if (last === undefined || parts.length > 3) return undefined;
  let sum = 0;
  for (const part of parts) {
    if (part === undefined || part > 0xff) return undefined;
    sum = sum * 256 + part;
  }
  const room = 256 ** (4 - parts.length);
  return last < room ? addressFromWords(4, [sum * room + last]) : undefined;
}

function readNumber(part: string): number | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(part)) return Number(part);
  if (/^0[0-7]*$/.test(part)) return Number.parseInt(part, 8);
  return /^[1-9]\d*$/.test(part) ? Number(part) : undefined;
}
