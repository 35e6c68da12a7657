import { addToBitmap, deleteFromBitmap, isInBitmap } from '../../ipset/edit-bitmap.js';
import { addToHash, deleteFromHash, isInHash } from '../../ipset/edit-hash.js';
import {
  addToList,
  deleteFromList,
  isInList,
  type FindSet,
  type MemberRequest,
} from '../../ipset/edit-list.js';
import type { EntryCounters } from '../../ipset/entry.js';
import type { EntryMapping } from '../../netfilter/set-lookup.js';
import type { EntryEdit, EntryRequest, RequestedExtras } from '../../ipset/entry-request.js';
import { hasNetworks } from '../../ipset/hash-type.js';
import type { IpSet, ListSet } from '../../ipset/ip-set.js';
import { LONGEST_TIMEOUT } from './create-options.js';
import { IpsetMistake, parameterMistake, syntaxMistake } from './mistake.js';
import { readOptionWord } from './option-word.js';
import { printRequest } from './print-request.js';
import { readEntry, type ElementSet, type EntryCommand } from './read-entry.js';
import { readMark, readPriority } from './read-mapping.js';
import { readCount, readInteger } from './read-number.js';

/** What a command asks of a set's entries, read and ready to be done. */
export interface EntryChange {
  /** What it asks for, as the answer of a test names it. */
  name(): string;
  add(set: IpSet, force: boolean, findSet: FindSet): EntryEdit<IpSet>;
  delete(set: IpSet, force: boolean, findSet: FindSet): EntryEdit<IpSet>;
  test(set: IpSet): boolean;
}

/** Reads the words after `add NAME`, `del NAME` or `test NAME`. @throws IpsetMistake */
export function readEntryChange(
  set: IpSet,
  [text = '', ...words]: readonly string[],
  command: EntryCommand,
): EntryChange {
  return set.kind === 'list:set'
    ? memberChange(set, text, words, command)
    : elementChange(set, text, words, command);
}

function elementChange(
  set: ElementSet,
  text: string,
  words: readonly string[],
  command: EntryCommand,
): EntryChange {
  const read = readEntry(text, set, command);
  const options = readOptions(words, optionsFor(set, command));
  const { device } = read;
  const request: EntryRequest = {
    ...read,
    ...extrasOf(options),
    nomatch: options.nomatch,
    device: device && { ...device, wildcard: options.wildcard },
  };
  return {
    name: () => printRequest(set, request),
    add: (to, force) =>
      to.kind === 'hash'
        ? addToHash(to, request, force)
        : addToBitmap(asBitmap(to), request, force),
    delete: (from, force) =>
      from.kind === 'hash'
        ? deleteFromHash(from, request, force)
        : deleteFromBitmap(asBitmap(from), request, force),
    test: (of) => (of.kind === 'hash' ? isInHash(of, request) : isInBitmap(asBitmap(of), request)),
  };
}

function memberChange(
  list: ListSet,
  text: string,
  words: readonly string[],
  command: EntryCommand,
): EntryChange {
  const options = readOptions(words, optionsFor(list, command));
  const [set = '', where, other, ...more] = text.split(',');
  const beside = where === 'before' || where === 'after' ? where : undefined;
  if (where !== undefined && (beside === undefined || other === undefined || more.length > 0)) {
    throw new IpsetMistake('other', 'you must specify elements as setname,[before|after],setname');
  }
  const place: MemberRequest['place'] =
    beside === undefined || other === undefined ? options.place : { where: beside, other };
  const request: MemberRequest = { set, place, ...extrasOf(options) };
  return {
    // The tool says `after` of both places.
    name: () => (place === undefined ? set : `${set} after ${place.other}`),
    add: (to, force, findSet) => addToList(asList(to), request, force, findSet),
    delete: (from, force, findSet) => deleteFromList(asList(from), request, force, findSet),
    test: (of) => isInList(asList(of), request),
  };
}

function asList(set: IpSet): ListSet {
  if (set.kind !== 'list:set') throw new TypeError(`set: a list, got ${set.kind}`);
  return set;
}

function asBitmap(set: IpSet): Exclude<ElementSet, { kind: 'hash' }> {
  if (set.kind === 'list:set' || set.kind === 'hash') {
    throw new TypeError(`set: a bitmap, got ${set.kind}`);
  }
  return set;
}

/** The options that may follow an entry. */
interface EntryOptions {
  nomatch: boolean;
  wildcard: boolean;
  timeout: number | undefined;
  comment: string | undefined;
  counters: Partial<EntryCounters>;
  mapping: Partial<EntryMapping>;
  place: MemberRequest['place'];
}

function extrasOf({ timeout, comment, counters, mapping }: EntryOptions): RequestedExtras {
  const hasMapping = Object.keys(mapping).length > 0;
  return {
    timeout,
    comment,
    counters: Object.keys(counters).length > 0 ? counters : undefined,
    mapping: hasMapping ? { mark: 0, mask: 0, priority: 0, queue: 0, ...mapping } : undefined,
  };
}

const LAST_QUEUE = 65535;

const ADD_OPTIONS = ['timeout', 'packets', 'bytes', 'comment', 'skbmark', 'skbprio', 'skbqueue'];

function optionsFor(set: IpSet, command: EntryCommand): readonly string[] {
  const places = set.kind === 'list:set' ? ['before', 'after'] : [];
  const hasNets = set.kind === 'hash' && hasNetworks(set.type);
  const nomatch = hasNets ? ['nomatch'] : [];
  if (command === 'del') return places;
  if (command === 'test') return [...places, ...nomatch];
  const isOfDevices = set.kind === 'hash' && set.type.dimensions.includes('iface');
  return [...places, ...nomatch, ...(isOfDevices ? ['wildcard'] : []), ...ADD_OPTIONS];
}

function readOptions(words: readonly string[], known: readonly string[]): EntryOptions {
  const options: EntryOptions = {
    nomatch: false,
    wildcard: false,
    timeout: undefined,
    comment: undefined,
    counters: {},
    mapping: {},
    place: undefined,
  };
  for (let at = 0; at < words.length; at++) {
    const word = readOptionWord(words[at] ?? '', known);
    if (word === 'nomatch' || word === 'wildcard') {
      options[word] = true;
      continue;
    }
    at += 1;
    const value = words[at];
    if (value === undefined) {
      throw parameterMistake(`Missing mandatory argument of option \`${word}'`);
    }
    readOption(options, word, value);
  }
  return options;
}

function readOption(options: EntryOptions, word: string, value: string): void {
  switch (word) {
    case 'timeout':
      options.timeout = readInteger(value, 0, LONGEST_TIMEOUT);
      break;
    case 'comment':
      if (value.includes('"')) {
        throw syntaxMistake('" character is not permitted in comments');
      }
      options.comment = value;
      break;
    case 'before':
    case 'after':
      if (options.place !== undefined) throw syntaxMistake(`${word} already specified`);
      options.place = { where: word === 'before' ? 'before' : 'after', other: value };
      break;
    case 'packets':
    case 'bytes':
      options.counters = { ...options.counters, [word]: readCount(value) };
      break;
    case 'skbmark':
      options.mapping = { ...options.mapping, ...readMark(value) };
      break;
    case 'skbprio':
      options.mapping = { ...options.mapping, priority: readPriority(value) };
      break;
    case 'skbqueue':
      options.mapping = { ...options.mapping, queue: readInteger(value, 0, LAST_QUEUE) };
      break;
    default:
      throw parameterMistake(`Unknown argument: \`${word}'`);
  }
}
