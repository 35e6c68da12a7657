import { addressBits, type Family } from '../../../address/family.js';
import { addressFromWords } from '../../../address/address.js';
import { printAddress, readAddress } from '../../../address/address-text.js';
import type { DatatypeText } from './datatype-text.js';

const WORD = 0xffffffffn;

/** Addresses of IPv4 or IPv6. A name is looked up by the C library, which here knows no name server. */
export function addressText(family: Family): DatatypeText {
  const print = (value: bigint) => printAddress(addressFromWords(family, wordsOf(value, family)));
  return {
    read: (word) => {
      const address = readAddress(word) ?? readLooseAddress(word);
      if (address === undefined) return { mistake: UNKNOWN_HOST };
      if (address.family !== family) return { mistake: OTHER_FAMILY };
      return address.words.reduce((sum, one) => (sum << 32n) | BigInt(one), 0n);
    },
    print,
    json: print,
  };
}

const OTHER_FAMILY = 'Could not resolve hostname: Address family for hostname not supported';
const UNKNOWN_HOST = 'Could not resolve hostname: Temporary failure in name resolution';

function wordsOf(value: bigint, family: Family): readonly number[] {
  const count = addressBits(family) / 32;
  return Array.from({ length: count }, (_, at) =>
    Number((value >> BigInt(32 * (count - 1 - at))) & WORD),
  );
}

/** What inet_aton(3) takes besides: fewer parts, the last of which fills the rest; hexadecimal and octal numbers. */
function readLooseAddress(word: string) {
  const parts = word.split('.');
  const numbers = parts.map((part) => {
    if (/^0[xX][0-9a-fA-F]+$/.test(part)) return Number(part);
    if (/^0[0-7]*$/.test(part)) return Number.parseInt(part, 8);
    return /^[1-9]\d*$/.test(part) ? Number(part) : undefined;
  });
  const last = numbers.at(-1);
  if (parts.length > 4 || last === undefined) return undefined;
  let sum = 0;
  for (const number of numbers.slice(0, -1)) {
    if (number === undefined || number > 0xff) return undefined;
    sum = sum * 256 + number;
  }
  const room = 256 ** (5 - parts.length);
  return last < room ? addressFromWords(4, [sum * room + last]) : undefined;
}
