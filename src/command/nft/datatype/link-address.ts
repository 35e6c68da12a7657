import type { DatatypeText } from './datatype-text.js';

const print = (value: bigint, { bits }: { readonly bits: number }): string => {
  const bytes = Math.ceil(bits / 8);
  const digits = value.toString(16).padStart(bytes * 2, '0');
  return (digits.match(/../g) ?? []).join(':');
};

/** Addresses of the link layer: bytes in hexadecimal, whatever stands between them. Source: `strtoul` in nft's reader. */
export const linkAddressText: DatatypeText = {
  read: (word) => {
    let value = 0n;
    let rest = word;
    for (;;) {
      const [all = '', byte] = /^\s*(?:0[xX])?([0-9a-fA-F]+)/.exec(rest) ?? [];
      if (byte === undefined || Number.parseInt(byte, 16) > 0xff) {
        return { mistake: 'Invalid LL address' };
      }
      value = (value << 8n) | BigInt(`0x${byte}`);
      if (all.length === rest.length) return value;
      rest = rest.slice(all.length + 1);
    }
  },
  print,
  json: print,
};
