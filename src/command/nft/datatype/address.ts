import { addressBits, type Family } from '../../../address/family.js';
import { addressFromWords } from '../../../address/address.js';
import {
  printAddress,
  printIPv4Word,
  readAddress,
  readIPv4Word,
} from '../../../address/address-text.js';
import { KNOWN_HOSTS, namedAddress, nameOfHost } from '../../../databases/hosts.js';
import { readLooseAddress } from '../../../address/loose-address.js';
import type { DatatypeText, NumberContext } from './datatype-text.js';

const WORD = 0xffffffffn;

/** Addresses of IPv4 or IPv6. A name is looked up by the C library, which here knows no name server. */
export function addressText(family: Family): DatatypeText {
  const print = (value: bigint, { style }: NumberContext): string => {
    if (family === 6) return printAddress(addressFromWords(family, wordsOf(value, family)));
    const word = Number(value & WORD);
    return (style.hostNames ? nameOfHost(word) : undefined) ?? printIPv4Word(word);
  };
  return {
    read: (word) => {
      // Nobody is called so, and none of the other ways of writing an address reads it otherwise.
      const plain = family === 4 ? readIPv4Word(word) : undefined;
      if (plain !== undefined) return BigInt(plain);
      const named = family === 4 ? namedAddress(KNOWN_HOSTS, word) : undefined;
      const address = named ?? readAddress(word) ?? readLooseAddress(word);
      if (address === undefined) return { mistake: isAsked(word, family) ? UNKNOWN_HOST : NO_NAME };
      if (address.family !== family) return { mistake: OTHER_FAMILY };
      return address.words.reduce((sum, one) => (sum << 32n) | BigInt(one), 0n);
    },
    print,
    json: print,
  };
}

const OTHER_FAMILY = 'Could not resolve hostname: Address family for hostname not supported';
const UNKNOWN_HOST = 'Could not resolve hostname: Temporary failure in name resolution';

const NO_NAME = 'Could not resolve hostname: Name or service not known';

/** Whether the C library would ask a name server for a word: not where it is no name of a host, or digits and dots alone. Source: `res_hnok`, `__nss_hostname_digits_dots` */
function isAsked(word: string, family: Family): boolean {
  const labels = word.replace(/\.$/, '').split('.');
  if ((family === 4 && /^[\d.]+$/.test(word)) || word.startsWith('-')) return false;
  return word.length < 255 && labels.every((label) => /^[\w-]{1,63}$/.test(label));
}

function wordsOf(value: bigint, family: Family): readonly number[] {
  const count = addressBits(family) / 32;
  return Array.from({ length: count }, (_, at) =>
    Number((value >> BigInt(32 * (count - 1 - at))) & WORD),
  );
}
