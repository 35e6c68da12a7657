import { assertNever } from '../../assert-never.js';
import { printAddress, printPrefixShort } from '../../address/address-text.js';
import { addressFromWords } from '../../address/address.js';
import { addressBits } from '../../address/family.js';
import { tick } from '../../bound.js';
import { deviceOf, type Entry, type EntryExtras, type EntryPart } from '../../ipset/entry.js';
import { entriesOf } from '../../ipset/hash-table.js';
import type { HashSet, IpSet } from '../../ipset/ip-set.js';
import { printPort } from './print-port.js';

/** One word of a listing with its value; true for a word that stands alone. */
export interface SetWord {
  readonly name: string;
  readonly value: string | true;
  /** JSON has it in quotes. */
  readonly quoted?: boolean;
}

/** An entry as every way of listing has it. */
export interface MemberWords {
  /** The parts between commas; of those that are addresses JSON makes words of their own. */
  readonly parts: readonly { readonly text: string; readonly quoted: boolean }[];
  readonly words: readonly SetWord[];
}

/** What a set was made with, in the tool's order. */
export function headerWords(set: IpSet): readonly SetWord[] {
  switch (set.kind) {
    case 'hash':
      return hashWords(set);
    case 'bitmap:port':
      return [{ name: 'range', value: `${set.from}-${set.to}` }, ...extensionWords(set)];
    case 'bitmap:ip':
    case 'bitmap:ip,mac': {
      const value = [set.from, set.to].map(printWord).join('-');
      return [
        { name: 'range', value, quoted: true },
        ...(set.kind === 'bitmap:ip,mac' || set.netmask === 32
          ? []
          : [{ name: 'netmask', value: `${set.netmask}` }]),
        ...extensionWords(set),
      ];
    }
    case 'list:set':
      return [{ name: 'size', value: `${set.size}` }, ...extensionWords(set)];
    default:
      return assertNever(set);
  }
}

function hashWords(set: HashSet): readonly SetWord[] {
  const { type, family, maxelem, markmask, table } = set;
  const mask = maskWords(set);
  const isFirst = type.name === 'hash:ip';
  return [
    ...(type.name === 'hash:mac'
      ? []
      : [{ name: 'family', value: family === 4 ? 'inet' : 'inet6', quoted: true }]),
    ...(markmask === undefined ? [] : [{ name: 'markmask', value: printMark(markmask) }]),
    { name: 'hashsize', value: `${2 ** table.bits}` },
    { name: 'maxelem', value: `${maxelem}` },
    ...(isFirst ? mask : []),
    ...extensionWords(set),
    { name: 'bucketsize', value: `${table.bucketsize}` },
    { name: 'initval', value: printMark(table.initval), quoted: true },
    ...(isFirst ? [] : mask),
  ];
}

function maskWords({ family, netmask, bitmask }: HashSet): readonly SetWord[] {
  if (bitmask !== undefined) {
    return [{ name: 'bitmask', value: printAddress(bitmask), quoted: true }];
  }
  return netmask === addressBits(family) ? [] : [{ name: 'netmask', value: `${netmask}` }];
}

function extensionWords({ timeout, comments, counters, mappings }: IpSet): readonly SetWord[] {
  return [
    ...(timeout === undefined ? [] : [{ name: 'timeout', value: `${timeout}` }]),
    ...(counters ? [{ name: 'counters', value: true } as const] : []),
    ...(comments ? [{ name: 'comment', value: true } as const] : []),
    ...(mappings ? [{ name: 'skbinfo', value: true } as const] : []),
  ];
}

/** The entries of a set in the order in which they're listed. */
export function memberWords(set: IpSet): readonly MemberWords[] {
  switch (set.kind) {
    case 'hash':
      return entriesOf(set.table).map(entryWords);
    case 'list:set':
      return set.members.map((member) => ({
        parts: [{ text: member.set, quoted: false }],
        words: extraWords(member),
      }));
    case 'bitmap:port':
      return placesOf(set.entries).map(([at, extras]) => ({
        parts: [{ text: `${at}`, quoted: false }],
        words: extraWords(extras),
      }));
    case 'bitmap:ip':
      return placesOf(set.entries).map(([at, extras]) => ({
        parts: [{ text: printWord(at), quoted: true }],
        words: extraWords(extras),
      }));
    case 'bitmap:ip,mac':
      return placesOf(set.entries).map(([at, { mac, ...extras }]) => ({
        parts: [
          { text: printWord(at), quoted: true },
          ...(mac === undefined ? [] : [{ text: mac.toUpperCase(), quoted: false }]),
        ],
        words: extraWords(extras),
      }));
    default:
      return assertNever(set);
  }
}

function placesOf<E>(entries: Iterable<[number, E]>): readonly (readonly [number, E])[] {
  return [...entries].toSorted(([a], [b]) => a - b);
}

function entryWords(entry: Entry): MemberWords {
  tick();
  const flags = [
    ...(entry.nomatch ? ['nomatch'] : []),
    ...(deviceOf(entry.parts)?.wildcard === true ? ['wildcard'] : []),
  ];
  return {
    parts: entry.parts.map((part) => ({ text: printPart(part), quoted: part.kind === 'address' })),
    words: extraWords(entry, flags),
  };
}

function extraWords(
  { timeout, comment = '', counters, mapping }: EntryExtras,
  flags: readonly string[] = [],
): readonly SetWord[] {
  return [
    ...(timeout === undefined ? [] : [{ name: 'timeout', value: `${timeout}` }]),
    ...flags.map((name) => ({ name, value: true }) as const),
    ...(counters === undefined
      ? []
      : [
          { name: 'packets', value: `${counters.packets}` },
          { name: 'bytes', value: `${counters.bytes}` },
        ]),
    ...(comment === '' ? [] : [{ name: 'comment', value: `"${comment}"` }]),
    ...mappingWords(mapping),
  ];
}

/** Only what isn't zero. Source: `ip_set_put_skbinfo`. */
function mappingWords(mapping: EntryExtras['mapping']): readonly SetWord[] {
  if (mapping === undefined) return [];
  const { mark, mask, priority, queue } = mapping;
  const cut = mask === 0xffffffff ? '' : `/0x${mask.toString(16)}`;
  return [
    ...(mark === 0 && mask === 0
      ? []
      : [{ name: 'skbmark', value: `0x${mark.toString(16)}${cut}` }]),
    ...(priority === 0 ? [] : [{ name: 'skbprio', value: printPriority(priority) }]),
    ...(queue === 0 ? [] : [{ name: 'skbqueue', value: `${queue}` }]),
  ];
}

function printPriority(priority: number): string {
  return `${(priority >>> 16).toString(16)}:${(priority & 0xffff).toString(16)}`;
}

function printPart(part: EntryPart): string {
  switch (part.kind) {
    case 'address':
      return printPrefixShort(part.prefix);
    case 'device':
      return (part.device.physical ? 'physdev:' : '') + part.device.name;
    case 'port':
      return printPort(part.protocol, part.port);
    case 'mac':
      return part.address.toUpperCase();
    case 'mark':
      return printMark(part.mark);
    default:
      return assertNever(part);
  }
}

/** A number of 32 bits with all its digits. */
export function printMark(mark: number): string {
  return `0x${mark.toString(16).padStart(8, '0')}`;
}

function printWord(word: number): string {
  return printAddress(addressFromWords(4, [word]));
}
