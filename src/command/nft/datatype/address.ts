import { addressBits, type Family } from '../../../address/family.js';
import { addressFromWords } from '../../../address/address.js';
import { printAddress, readAddress } from '../../../address/address-text.js';
import { readLooseAddress } from '../../../address/loose-address.js';
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
