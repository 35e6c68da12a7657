import { printAddress } from '../address/address-text.js';
import { isAccountKind, type AccountKind, type Accounts } from '../databases/accounts.js';
import { assertNever } from '../assert-never.js';
import { nearestWord } from '../nearest-word.js';
import {
  readAccount,
  readDevice,
  readEndpoint,
  readFlags,
  readNumber,
  type Endpoint,
} from './clause-value.js';
import { givenNumbers } from './given-numbers.js';
import { makePacket } from './make-packet.js';
import type { Packet } from './packet.js';
import { NUMBER_FIELDS, PACKET_NUMBERS, type NumberField } from './packet-number.js';
import { PROTOCOL_NAMES, protocolName, protocolNumber } from './protocol-name.js';
import { printTcpFlags } from './tcp-flags.js';
import { WordCursor, wrongWord, type Word } from './word-cursor.js';

/** What follows a keyword, and which fields it fills. */
type Clause =
  | { readonly kind: 'endpoint'; readonly address: 'src' | 'dst'; readonly port: 'sport' | 'dport' }
  | { readonly kind: 'device'; readonly field: 'iif' | 'oif'; readonly after?: string }
  | { readonly kind: 'number'; readonly field: NumberField; readonly hex: boolean }
  | { readonly kind: 'account'; readonly field: AccountKind }
  | { readonly kind: 'flags' };

const FROM = { kind: 'endpoint', address: 'src', port: 'sport' } as const;
const TO = { kind: 'endpoint', address: 'dst', port: 'dport' } as const;

const CLAUSES: ReadonlyMap<string, Clause> = new Map<string, Clause>([
  ['from', FROM],
  ['to', TO],
  ['in', { kind: 'device', field: 'iif' }],
  ['oif', { kind: 'device', field: 'oif' }],
  ['bound', { kind: 'device', field: 'oif', after: 'to' }],
  ...NUMBER_FIELDS.map((field) => [PACKET_NUMBERS[field].word, numberClause(field)] as const),
]);

function numberClause(field: NumberField): Clause {
  if (field === 'tcpFlags') return { kind: 'flags' };
  if (isAccountKind(field)) return { kind: 'account', field };
  return { kind: 'number', field, hex: 'print' in PACKET_NUMBERS[field] };
}

/** What the words of one packet have said so far. */
interface Draft extends Partial<Record<NumberField, number>> {
  src?: Endpoint['address'];
  dst?: Endpoint['address'];
  iif?: string;
  oif?: string;
}

/**
 * Reads one packet in words: `tcp from 10.0.0.5 to 203.0.113.9:25 mark 7`.
 *
 * @param accounts - the users and groups that `uid` and `gid` may name: `host.accounts`; only numbers when left out
 * @throws ParseError when a word is wrong: where, and what was expected there
 * @throws RangeError when the words say a packet that can't exist: the message names the fields
 *
 * @example
 * ```ts
 * import { parsePacketWords } from 'nexthop';
 * parsePacketWords('udp 10.0.0.5:5000 to 8.8.8.8:53 in eth1').sport; // 5000
 * ```
 */
export function parsePacketWords(text: string, accounts?: Accounts): Packet {
  const cursor = new WordCursor(text);
  const packet = takePacket(cursor, accounts);
  if (!cursor.atEnd) throw wrongWord('one packet only', cursor.peek());
  return packet;
}

/**
 * Reads several packets in words, one after the other: each begins with its protocol. Errors as {@link parsePacketWords}.
 *
 * @example
 * ```ts
 * import { parsePacketsWords } from 'nexthop';
 * parsePacketsWords('tcp to 192.0.2.1:25 udp to 192.0.2.1:53').length; // 2
 * ```
 */
export function parsePacketsWords(text: string, accounts?: Accounts): readonly Packet[] {
  const cursor = new WordCursor(text);
  const packets = [takePacket(cursor, accounts)];
  while (!cursor.atEnd) packets.push(takePacket(cursor, accounts));
  return packets;
}

/**
 * Writes a packet in words, without what it has by default; {@link parsePacketWords} gives it again.
 *
 * @example
 * ```ts
 * import { printPacketWords, udp } from 'nexthop';
 * printPacketWords(udp({ dst: '192.0.2.1', dport: 53, mark: 7 })); // 'udp to 192.0.2.1:53 mark 0x7'
 * ```
 */
export function printPacketWords(packet: Packet): string {
  const { sport, dport, ...numbers } = givenNumbers(packet);
  const { src, dst, protocol } = packet;
  const words = [protocolName(protocol, dst.family) ?? `proto ${protocol}`];
  if (src !== undefined) words.push('from', printEndpoint({ address: src, port: sport }));
  words.push('to', printEndpoint({ address: dst, port: dport }));
  if (packet.iif !== undefined) words.push('in', packet.iif);
  if (packet.oif !== undefined) words.push('oif', packet.oif);
  const rest: Draft = src === undefined && sport !== undefined ? { sport, ...numbers } : numbers;
  for (const [keyword, clause] of CLAUSES) {
    if (clause.kind === 'number' || clause.kind === 'account') {
      const value = rest[clause.field];
      if (value === undefined) continue;
      const isHex = clause.kind === 'number' && clause.hex;
      words.push(keyword, isHex ? `0x${value.toString(16)}` : String(value));
    } else if (clause.kind === 'flags' && rest.tcpFlags !== undefined) {
      words.push(keyword, printTcpFlags(rest.tcpFlags));
    }
  }
  return words.join(' ');
}

function printEndpoint({ address, port }: Endpoint): string {
  const text = printAddress(address);
  if (port === undefined) return text;
  return address.family === 6 ? `[${text}]:${port}` : `${text}:${port}`;
}

function takePacket(cursor: WordCursor, accounts: Accounts | undefined): Packet {
  const protocol = takeProtocol(cursor);
  const draft: Draft = {};
  if (/[.:[]/.test(cursor.peek().text)) {
    fill(draft, FROM, cursor, cursor.peek(), accounts);
  }
  while (!cursor.atEnd && !startsPacket(cursor.peek())) {
    const keyword = cursor.take();
    const clause = CLAUSES.get(keyword.text);
    if (clause === undefined) throw wrongKeyword(keyword);
    fill(draft, clause, cursor, keyword, accounts);
  }
  const { dst } = draft;
  if (dst === undefined) throw wrongWord('to ADDRESS', cursor.peek());
  return makePacket({ ...draft, dst, protocol: protocol(dst.family) });
}

/** Reads the protocol. Which one `icmp` is depends on the destination, which comes later. */
function takeProtocol(cursor: WordCursor): (family: 4 | 6) => number {
  const word = cursor.take();
  if (word.text === 'proto') {
    if (/^\d/.test(cursor.peek().text)) {
      const number = readNumber('protocol', cursor.take());
      return () => number;
    }
    return takeProtocol(cursor);
  }
  if (!PROTOCOL_NAMES.includes(word.text)) {
    const nearest = nearestWord(word.text, [...PROTOCOL_NAMES, 'proto']);
    const names = `${PROTOCOL_NAMES.join(', ')}, or proto NUMBER`;
    throw wrongWord(`a protocol (${nearest ? `did you mean ${nearest}?` : names})`, word);
  }
  return (family) => protocolNumber(word.text, family) ?? 0;
}

function startsPacket(word: Word): boolean {
  return word.text === 'proto' || PROTOCOL_NAMES.includes(word.text);
}

function wrongKeyword(word: Word): Error {
  const nearest = nearestWord(word.text, [...CLAUSES.keys(), ...PROTOCOL_NAMES]);
  const known = nearest === undefined ? [...CLAUSES.keys()].join(', ') : `did you mean ${nearest}?`;
  return wrongWord(`a keyword (${known})`, word);
}

/** Reads what follows a keyword into the draft. */
function fill(
  draft: Draft,
  clause: Clause,
  cursor: WordCursor,
  keyword: Word,
  accounts: Accounts | undefined,
): void {
  switch (clause.kind) {
    case 'endpoint': {
      const { address, port } = readEndpoint(clause.port, cursor.take());
      put(draft, clause.address, address, keyword);
      if (port !== undefined) put(draft, clause.port, port, keyword);
      return;
    }
    case 'device': {
      if (clause.after !== undefined) {
        const word = cursor.take();
        if (word.text !== clause.after) throw wrongWord(clause.after, word);
      }
      return put(draft, clause.field, readDevice(cursor.take()), keyword);
    }
    case 'number':
      return put(draft, clause.field, readNumber(clause.field, cursor.take()), keyword);
    case 'account':
      return put(draft, clause.field, readAccount(clause.field, cursor.take(), accounts), keyword);
    case 'flags':
      return put(draft, 'tcpFlags', readFlags(cursor.take()), keyword);
    default:
      return assertNever(clause);
  }
}

function put<Name extends keyof Draft>(
  draft: Draft,
  name: Name,
  value: Draft[Name],
  keyword: Word,
): void {
  if (draft[name] !== undefined) throw wrongWord(`${name} only once`, keyword);
  draft[name] = value;
}
