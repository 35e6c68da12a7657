import { readAddress } from '../address/address-text.js';
import type { Address } from '../address/address.js';
import { accountNumber, type AccountKind, type Accounts } from '../databases/accounts.js';
import { UnknownName } from '../unknown-name.js';
import { PACKET_NUMBER_MAX, type PacketNumber } from './packet-number.js';
import { readTcpFlags, TCP_FLAGS_TEXT } from './tcp-flags.js';
import { wrongWord, type Word } from './word-cursor.js';

/** An address, with a port if one was given. */
export interface Endpoint {
  readonly address: Address;
  readonly port: number | undefined;
}

/** Reads a number, decimal or hexadecimal. @throws ParseError when it is none or out of the field's range */
export function readNumber(field: PacketNumber, word: Word, offset = 0): number {
  const text = word.text.slice(offset);
  const max = PACKET_NUMBER_MAX[field];
  const value = /^(\d+|0[xX][0-9a-fA-F]+)$/.test(text) ? Number(text) : Infinity;
  if (value > max) throw wrongWord(`${field} 0..${max}`, word, offset);
  return value;
}

/**
 * Reads a user or a group: its number, or its name where there are accounts to look it up in.
 *
 * @throws ParseError when the word is neither
 */
export function readAccount(
  field: AccountKind,
  word: Word,
  accounts: Accounts | undefined,
): number {
  if (accounts === undefined || word.text === '' || /^\d/.test(word.text)) {
    return readNumber(field, word);
  }
  try {
    return accountNumber(field, word.text, accounts);
  } catch (error) {
    if (error instanceof UnknownName) throw wrongWord(error.expected, word);
    throw error;
  }
}

/**
 * Reads `ADDRESS`, `ADDRESS:PORT` or, for IPv6, `[ADDRESS]:PORT`.
 *
 * @throws ParseError when the word is none of these
 */
export function readEndpoint(port: 'sport' | 'dport', word: Word): Endpoint {
  const { text } = word;
  const whole = readAddress(text);
  if (whole !== undefined) return { address: whole, port: undefined };
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([^:]*))(?::|$)/.exec(text) ?? [];
  const address = readAddress(bracketed ?? plain ?? '');
  if (address === undefined) throw wrongWord('ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT', word);
  const before = (bracketed ?? plain ?? '').length + (bracketed === undefined ? 0 : 2);
  if (before === text.length) return { address, port: undefined };
  return { address, port: readNumber(port, word, before + 1) };
}

/** Reads the name of a device. @throws ParseError at the end of the text */
export function readDevice(word: Word): string {
  if (word.text === '') throw wrongWord('a device', word);
  return word.text;
}

/** Reads TCP flags: a number, letters or names. @throws ParseError when the word is none of these */
export function readFlags(word: Word): number {
  if (/^\d/.test(word.text)) return readNumber('tcpFlags', word);
  const flags = readTcpFlags(word.text);
  if (flags === undefined) throw wrongWord(`flags: a number, ${TCP_FLAGS_TEXT}`, word);
  return flags;
}
