import { isKey, NO_KEY } from '../../namespace/wireguard/key.js';
import { giveUp, type WgReading } from './reading.js';

/**
 * Reads a UDP port as getaddrinfo(3) does: a number, of which the last 16 bits count, or the name of a service; undefined when it is
 * neither. Source: `gaih_inet_serv` of glibc.
 */
export function findPort(text: string, { databases }: WgReading): number | undefined {
  const [, sign, digits] = /^[\t-\r ]*([+-]?)(\d+)$/.exec(text) ?? [];
  if (digits === undefined) return databases.services.portOf(text, 'udp');
  const magnitude = BigInt(digits);
  const value = magnitude > MOST_LONG ? MOST_LONG : sign === '-' ? -magnitude : magnitude;
  const narrowed = BigInt.asIntN(32, value);
  return narrowed < 0n ? undefined : Number(narrowed & 0xffffn);
}

/** Source: ULONG_MAX. */
const MOST_LONG = 2n ** 64n - 1n;

/** The C library's words for a port that is none. */
export const NO_SERVICE = 'Servname not supported for ai_socktype';

/** Reads the port to listen on. @throws Refusal */
export function readListenPort(text: string, reading: WgReading): number {
  if (text === '') giveUp('Unable to parse empty port');
  return findPort(text, reading) ?? giveUp(`${NO_SERVICE}: \`${text}'`);
}

/** Reads a mark: decimal, or hexadecimal behind 0x. @throws Refusal */
export function readFwmark(text: string): number {
  if (isOff(text)) return 0;
  const isNumber = /^(\d+|0x[\da-f]+)$/i.test(text) && !text.startsWith('0X');
  const value = isNumber ? Number(text) : Number.NaN;
  if (value <= 0xffffffff) return value;
  return giveUp(`Fwmark is neither 0/off nor 0-0xffffffff: \`${text}'`);
}

/** Reads the seconds from one keepalive to the next. @throws Refusal */
export function readKeepalive(text: string): number {
  if (isOff(text)) return 0;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 0xffff) return value;
  return giveUp(`Persistent keepalive interval is neither 0/off nor 1-65535: \`${text}'`);
}

function isOff(text: string): boolean {
  return text.toLowerCase() === 'off';
}

/** Reads a key. @throws Refusal */
export function readKey(text: string): string {
  return isKey(text) ? text : giveUp(`Key is not the correct length or format: \`${text}'`);
}

const KEY_LENGTH = NO_KEY.length;

/** Reads the key that a file holds; an empty one stands for none. @throws Refusal */
export function readKeyFile(path: string, { readFile }: WgReading): string {
  const text = readFile(path);
  if (text === undefined) return giveUp('fopen: No such file or directory');
  if (text === '') return NO_KEY;
  if (text.length < KEY_LENGTH) return giveUp('Invalid length key in key file');
  const [trailing] = text.slice(KEY_LENGTH).replaceAll(/[\t-\r ]/g, '');
  if (trailing !== undefined) giveUp(`Found trailing character in key file: \`${trailing}'`);
  return readKey(text.slice(0, KEY_LENGTH));
}
