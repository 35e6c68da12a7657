import type { EntryMapping } from '../../netfilter/set-lookup.js';
import { syntaxMistake } from './mistake.js';

const WORD = 0xffffffffn;
const LONG = 2n ** 64n - 1n;

/** Reads `0xMARK[/0xMASK]`; what follows is passed over. Source: `ipset_parse_skbmark`. @throws IpsetMistake */
export function readMark(text: string): Pick<EntryMapping, 'mark' | 'mask'> {
  const [, mark, mask] = /^0x([0-9a-f]+)(?:\/0x([0-9a-f]+))?/i.exec(text) ?? [];
  if (mark === undefined) {
    throw syntaxMistake('Invalid skbmark format, it should be:  MARK/MASK or MARK (see manpage)');
  }
  return { mark: lowWord(mark), mask: mask === undefined ? Number(WORD) : lowWord(mask) };
}

/** Reads `MAJOR:MINOR`, both hexadecimal; what follows is passed over. Source: `ipset_parse_skbprio`. @throws IpsetMistake */
export function readPriority(text: string): number {
  const [, major, minor] = /^(?:0x)?([0-9a-f]+):(?:0x)?([0-9a-f]+)/i.exec(text) ?? [];
  if (major === undefined || minor === undefined) {
    throw syntaxMistake('Invalid skbprio format, it should be:MAJOR:MINOR (see manpage)');
  }
  return ((lowWord(major) << 16) | (lowWord(minor) & 0xffff)) >>> 0;
}

/** Hexadecimal digits as strtoul(3) reads them, cut to 32 bits. */
function lowWord(digits: string): number {
  const value = BigInt(`0x${digits}`);
  return Number((value > LONG ? LONG : value) & WORD);
}
