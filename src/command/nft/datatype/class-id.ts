import type { DatatypeText } from './datatype-text.js';

const ROOT = 0xffffffffn;

const print = (value: bigint): string => {
  if (value === ROOT) return 'root';
  return value === 0n ? 'none' : `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
};

/** Handles of classes of traffic control: `1:10` in hexadecimal. Source: nft's `tchandle_type_parse`. */
export const classIdText: DatatypeText = {
  read: (word) => {
    if (word === 'root') return ROOT;
    if (word === 'none') return 0n;
    if (!word.includes(':')) return BigInt(/^(0[xX][0-9a-fA-F]+|\d+)/.exec(word)?.[0] ?? 0) & ROOT;
    const [, major, minor] = /^(?:0[xX])?([0-9a-fA-F]+):(?:0[xX])?([0-9a-fA-F]*)$/.exec(word) ?? [];
    if (major === undefined) return { mistake: 'Could not parse TC classid' };
    return ((BigInt(`0x${major}`) << 16n) & ROOT) | (BigInt(`0x0${minor ?? ''}`) & ROOT);
  },
  print,
  json: print,
};
