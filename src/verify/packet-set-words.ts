import type { Family } from '../address/family.js';
import { suggestWord } from '../nearest-word.js';
import { protocolNumber, PROTOCOL_NAMES } from '../packet/protocol-name.js';
import { wrongWord, type Word, type WordCursor } from '../packet/word-cursor.js';
import { ParseError } from '../parse-error.js';
import { packetSet, type PacketFilter, type PacketSet } from './packet-set.js';

/** What words say of packets, before their family is known. */
export interface PacketWords {
  /** The family that the words name, or that of their addresses; undefined when they say nothing of it. */
  readonly family: Family | undefined;
  /** The set of these packets, of one family. @throws ParseError when a value can't be read */
  set(family: Family): PacketSet;
}

/** Words that a value follows, and the field that it is of. */
const FIELDS: ReadonlyMap<string, keyof PacketFilter> = new Map<string, keyof PacketFilter>([
  ['from', 'src'],
  ['to', 'dst'],
  ['in', 'iif'],
  ['oif', 'oif'],
  ['proto', 'protocol'],
  ['sport', 'sport'],
  ['dport', 'dport'],
  ['mark', 'mark'],
  ['tos', 'tos'],
  ['ttl', 'ttl'],
  ['uid', 'uid'],
  ['gid', 'gid'],
  ['length', 'length'],
  ['flags', 'tcpFlags'],
  ['type', 'icmpType'],
  ['code', 'icmpCode'],
]);
const PLAIN = ['packet', 'packets', 'ipv4', 'ipv6', 'sent', 'received', 'unbound', 'except'];
const KNOWN = [...PLAIN, ...FIELDS.keys(), ...PROTOCOL_NAMES];

/** One description, and the word with which it begins. */
interface Description {
  readonly filter: PacketFilter;
  readonly start: Word;
}

/** Reads what words say of packets, up to a word of `ends` or the end of the text. @throws ParseError */
export function readPacketWords(cursor: WordCursor, ends: ReadonlySet<string>): PacketWords {
  const first = readDescription(cursor, ends);
  const exceptions: Description[] = [];
  while (cursor.peek().text === 'except') {
    cursor.take();
    exceptions.push(readDescription(cursor, ends));
  }
  const families = [first, ...exceptions].map(({ filter }) => familyOf(filter));
  return {
    family: families.find((family) => family !== undefined),
    set: (family) =>
      exceptions.reduce(
        (set, exception) =>
          set.except(makeSet(exception, { family, iif: first.filter.iif && 'any' })),
        makeSet(first, { family }),
      ),
  };
}

function makeSet({ filter, start }: Description, more: PacketFilter): PacketSet {
  try {
    return packetSet({ ...more, ...filter });
  } catch (error) {
    if (error instanceof RangeError) throw new ParseError(error.message, start.text, start);
    throw error;
  }
}

function familyOf({ family, src, dst }: PacketFilter): Family | undefined {
  if (family !== undefined) return family;
  const addresses = [src ?? [], dst ?? []].flat();
  if (addresses.some((text) => text.includes(':'))) return 6;
  return addresses.some((text) => text.includes('.')) ? 4 : undefined;
}

function readDescription(cursor: WordCursor, ends: ReadonlySet<string>): Description {
  const start = cursor.peek();
  const terms: PacketFilter[] = [];
  while (!cursor.atEnd && !ends.has(cursor.peek().text) && cursor.peek().text !== 'except') {
    terms.push(readTerm(cursor, ends));
  }
  if (terms.length === 0) throw wrongWord('packets', start);
  return { filter: Object.assign({}, ...terms), start };
}

function readTerm(cursor: WordCursor, ends: ReadonlySet<string>): PacketFilter {
  const word = cursor.take();
  const field = FIELDS.get(word.text);
  if (field !== undefined) {
    const values = cursor.take();
    if (values.text === '' || ends.has(values.text)) {
      throw wrongWord(`a value for ${word.text}`, values);
    }
    return { [field]: readValues(values.text) };
  }
  switch (word.text) {
    case 'packet':
    case 'packets':
    case 'sent':
      return {};
    case 'received':
      return { iif: 'any' };
    case 'unbound':
      return { src: 'none', oif: 'none' };
    case 'ipv4':
      return { family: 4 };
    case 'ipv6':
      return { family: 6 };
    default:
      break;
  }
  if (word.text === 'icmp') return { protocol: 'icmp' };
  const protocol = protocolNumber(word.text, 4);
  if (protocol !== undefined) return { protocol };
  throw wrongWord(suggestWord(word.text, [...KNOWN, ...ends]) ?? 'a word about packets', word);
}

/** Alternatives stand between commas; one after `!` is left out. */
function readValues(text: string): readonly string[] {
  const not = text.startsWith('!') ? '!' : '';
  return text
    .slice(not.length)
    .split(',')
    .map((value) => `${not}${value}`);
}
