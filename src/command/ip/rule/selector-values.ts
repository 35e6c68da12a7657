import type { RequestedPorts } from '../../../rpdb/rule-request.js';
import type { MaskedValue } from '../../../rpdb/rule.js';
import { protocolNumber } from '../../protocol-names.js';
import { refuseValue } from '../arguments.js';
import { isDeviceName } from '../device-arguments.js';
import { readDscp } from '../named-numbers.js';
import type { Names } from '../names.js';
import { readU16, readU32, readU8 } from '../number-arguments.js';

/** A value and its mask as given; the mask is undefined when none was. */
export interface MaskedWord {
  readonly value: number;
  readonly mask: number | undefined;
}

/** Reads `MARK[/MASK]`. @throws Refusal */
export function parseFwmark(word: string): MaskedWord {
  return parseMasked(word, (text) => readU32(text), {
    value: 'fwmark value is invalid\n',
    mask: 'fwmask value is invalid\n',
  });
}

/** Reads `DSCP[/MASK]`; a mask of all six bits is as good as none. Only eight bits of each are sent. @throws Refusal */
export function parseDscp(word: string, names: Names): MaskedWord {
  const { value, mask } = parseMasked(word, (text) => readDscp(names, text), {
    value: 'invalid dscp',
    mask: 'invalid dscp mask',
  });
  return {
    value: value & 0xff,
    mask: mask === undefined || mask === 0x3f ? undefined : mask & 0xff,
  };
}

/** Reads `FLOWLABEL[/MASK]`. @throws Refusal */
export function parseFlowlabel(word: string): MaskedValue {
  const { value, mask } = parseMasked(word, (text) => readU32(text), {
    value: 'invalid flowlabel',
    mask: 'invalid flowlabel mask',
  });
  return { value, mask: mask ?? 0xfffff };
}

function parseMasked(
  word: string,
  read: (text: string) => number | undefined,
  reasons: { readonly value: string; readonly mask: string },
): MaskedWord {
  const [text, maskText] = splitAt(word, '/');
  const value = read(text) ?? refuseValue(text, reasons.value);
  if (maskText === undefined) return { value, mask: undefined };
  return { value, mask: readU32(maskText) ?? refuseValue(maskText, reasons.mask) };
}

/** Reads `PORT`, `PORT-PORT` or `PORT/MASK`; a mask of all bits is as good as none. @throws Refusal */
export function parsePorts(word: string): RequestedPorts {
  const [fromText, toText] = splitAt(word, '-');
  if (toText !== undefined) {
    const from = readU16(fromText) ?? refuseValue(fromText, 'invalid port range start');
    const to = readU16(toText) ?? refuseValue(toText, 'invalid port range end');
    return { from, to, mask: undefined };
  }
  const [text, maskText] = splitAt(word, '/');
  const mask =
    maskText === undefined ? 0xffff : (readU16(maskText) ?? refuseValue(maskText, 'invalid mask'));
  const port = readU16(text) ?? refuseValue(text, 'invalid port');
  return { from: port, to: port, mask: mask === 0xffff ? undefined : mask };
}

/** Reads `UID-UID` as sscanf(3) does: a minus counts down from 2^32, and what follows is ignored. @throws Refusal */
export function parseUidrange(word: string): { readonly from: number; readonly to: number } {
  const [, from, to] = /^\s*([+-]?\d+)-\s*([+-]?\d+)/.exec(word) ?? [];
  if (from === undefined || to === undefined) return refuseValue(word, 'invalid UID range\n');
  return { from: Number(from) >>> 0, to: Number(to) >>> 0 };
}

/** Reads a protocol by number or name. @throws Refusal */
export function parseIpproto(word: string): number {
  const number = readU8(word, 10) ?? protocolNumber(word);
  // The number is sent in eight bits.
  return number === undefined ? refuseValue(word, 'Invalid "ipproto" value\n') : number & 0xff;
}

/** Reads a tunnel id, a number of 64 bits, and gives it in decimal. @throws Refusal */
export function parseTunId(word: string): string {
  const digits = /^\s*\+?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.exec(word)?.[1];
  if (digits === undefined) return refuseValue(word, '"tun_id" value is invalid\n');
  const id = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return id >> 64n === 0n ? id.toString() : refuseValue(word, '"tun_id" value is invalid\n');
}

/** Reads the device name of an `iif` or `oif`; there need be no such device. @throws Refusal */
export function parseDeviceName(word: string, option: string): string {
  return isDeviceName(word) ? word : refuseValue(word, `${option} not a valid ifname`);
}

function splitAt(word: string, separator: string): readonly [string, string | undefined] {
  const at = word.indexOf(separator);
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}
