import type { HostNames } from '../../host/host-names.js';
import { UnknownName } from '../../unknown-name.js';
import { nearestWord } from '../../nearest-word.js';
import { protocolNumber, PROTOCOL_NAMES } from '../../packet/protocol-name.js';
import { wrongWord, type Word, type WordCursor } from '../../packet/word-cursor.js';
import { ParseError } from '../../parse-error.js';
import { FIELD_WORDS, VALUE_FIELDS, type PacketFilter, type ValueField } from './packet-filter.js';
import { checkGiven, namesOf, packetSet, type PacketSet } from './packet-set.js';

/** Words that a value follows, and the field that it is of. */
const FIELDS: ReadonlyMap<string, ValueField> = new Map(
  VALUE_FIELDS.map((field) => [FIELD_WORDS[field], field]),
);

/** Words that stand alone. */
const PLAIN: ReadonlyMap<string, PacketFilter> = new Map<string, PacketFilter>([
  ['packet', {}],
  ['packets', {}],
  ['ipv4', { family: 4 }],
  ['ipv6', { family: 6 }],
  ['sent', { direction: 'sent' }],
  ['received', { direction: 'received' }],
  ['unbound', { src: 'none', oif: 'none' }],
]);
const KNOWN = [...PLAIN.keys(), 'except', ...FIELDS.keys(), ...PROTOCOL_NAMES];

/**
 * Reads what words say of packets, up to a word of `ends` or the end of the text.
 *
 * @throws ParseError when they are none, or name a device, a user or a group that the host doesn't have
 */
export function readPacketWords(
  cursor: WordCursor,
  ends: ReadonlySet<string>,
  names: HostNames,
): PacketSet {
  let set = readDescription(cursor, ends, names);
  while (cursor.peek().text === 'except') {
    cursor.take();
    set = set.except(readDescription(cursor, ends, names));
  }
  return set;
}

function readDescription(
  cursor: WordCursor,
  ends: ReadonlySet<string>,
  names: HostNames,
): PacketSet {
  const start = cursor.peek();
  const terms = new Map<string, unknown>();
  let any = false;
  while (!cursor.atEnd && !ends.has(cursor.peek().text) && cursor.peek().text !== 'except') {
    const word = cursor.peek();
    for (const [field, values] of Object.entries(readTerm(cursor, ends, names))) {
      if (terms.has(field)) throw wrongWord(`${field} once`, word);
      terms.set(field, values);
    }
    any = true;
  }
  if (!any) throw wrongWord('packets', start);
  const filter: PacketFilter = Object.fromEntries(terms);
  try {
    return packetSet(filter);
  } catch (error) {
    if (error instanceof RangeError) throw new ParseError(error.message, start.text, start);
    throw error;
  }
}

function readTerm(cursor: WordCursor, ends: ReadonlySet<string>, names: HostNames): PacketFilter {
  const word = cursor.take();
  const field = FIELDS.get(word.text);
  if (field !== undefined) {
    const values = cursor.take();
    if (values.text === '' || ends.has(values.text)) {
      throw wrongWord(`a value for ${word.text}`, values);
    }
    const term = { [field]: readValues(values.text) };
    checkNames(term, values, names);
    return term;
  }
  const plain = PLAIN.get(word.text);
  if (plain !== undefined) return plain;
  if (protocolNumber(word.text, 4) !== undefined) return { protocol: word.text };
  const nearest = nearestWord(word.text, [...KNOWN, ...ends]);
  const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
  throw wrongWord(`a word about packets${hint}`, word);
}

function checkNames(filter: PacketFilter, values: Word, names: HostNames): void {
  for (const given of namesOf(filter)) {
    try {
      checkGiven(given, names);
    } catch (error) {
      if (!(error instanceof UnknownName)) throw error;
      const column = values.column + Math.max(0, values.text.indexOf(given.name));
      throw new ParseError(error.expected, given.name, { line: values.line, column });
    }
  }
}

/** Alternatives stand between commas; one after `!` is left out. */
function readValues(text: string): readonly string[] {
  const not = text.startsWith('!') ? '!' : '';
  return text
    .slice(not.length)
    .split(',')
    .map((value) => `${not}${value}`);
}
