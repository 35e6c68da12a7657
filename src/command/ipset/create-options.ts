import { isUnspecified, type Address } from '../../address/address.js';
import { addressBits, type Family } from '../../address/family.js';
import { makeHashTable } from '../../ipset/hash-table.js';
import { HASH_TYPES, hasAddressMask, type HashType } from '../../ipset/hash-type.js';
import type { IpSet } from '../../ipset/ip-set.js';
import { Map } from 'immutable';
import { makeAddressBitmap, makePortBitmap } from './create-bitmap.js';
import {
  IpsetMistake,
  kernelMistake,
  parameterMistake,
  syntaxMistake,
  unsimulated,
} from './mistake.js';
import { readOptionWord } from './option-word.js';
import { readInteger } from './read-number.js';
import { readSpan } from './read-span.js';

/** Older names of types. */
const TYPE_ALIASES = Map([
  ['iphash', 'hash:ip'],
  ['nethash', 'hash:net'],
  ['ipporthash', 'hash:ip,port'],
  ['netporthash', 'hash:net,port'],
  ['netifacehash', 'hash:net,iface'],
  ['ipportiphash', 'hash:ip,port,ip'],
  ['ipportnethash', 'hash:ip,port,net'],
  ['ipmap', 'bitmap:ip'],
  ['portmap', 'bitmap:port'],
  ['setlist', 'list:set'],
  ['machash', 'hash:mac'],
  ['ipmachash', 'hash:ip,mac'],
  ['ipmarkhash', 'hash:ip,mark'],
  ['netnethash', 'hash:net,net'],
  ['netportnethash', 'hash:net,port,net'],
  ['macipmap', 'bitmap:ip,mac'],
]);

/** Seconds that a timeout can have at most. */
export const LONGEST_TIMEOUT = 2147483;
const LARGEST = 0xffffffff;
/** Places of a bucket: at least, and at most. */
const BUCKET_SIZES = [2, 12] as const;
const SMALLEST_HASH = 64;
const SMALLEST_LIST = 4;

/** Reads the words after `create NAME TYPE`: an empty set. @throws IpsetMistake */
export function readCreate(
  name: string,
  typeWord: string,
  words: readonly string[],
  warn: (text: string) => void,
): IpSet {
  const type = TYPE_ALIASES.get(typeWord) ?? typeWord;
  const hash = Object.values(HASH_TYPES).find((one) => one.name === type);
  const options = hash === undefined ? OPTIONS_OF.get(type) : hashOptions(hash);
  if (options === undefined) throw syntaxMistake(`typename '${typeWord}' is unknown`);
  const given = readOptions(words, options, warn);
  const named = {
    name,
    timeout: numberOf(given, 'timeout', 0, LONGEST_TIMEOUT),
    comments: given.has('comment'),
    counters: given.has('counters'),
    mappings: given.has('skbinfo'),
  };
  if (hash !== undefined) return makeHash(named, hash, given);
  if (type === 'list:set') {
    const size = Math.max(numberOf(given, 'size', 0, LARGEST) ?? 8, SMALLEST_LIST);
    return { ...named, kind: 'list:set', size, members: [] };
  }
  if (type === 'bitmap:port') return makePortBitmap(named, given);
  return makeAddressBitmap(named, given, type === 'bitmap:ip,mac' ? type : 'bitmap:ip');
}

const EXTRAS = ['timeout', 'comment', 'counters', 'skbinfo'];

/** The options of a kind of set. */
const OPTIONS_OF: ReadonlyMap<string, readonly string[]> = new globalThis.Map([
  ['bitmap:port', ['range', 'from', 'to', ...EXTRAS]],
  ['bitmap:ip', ['range', 'netmask', 'from', 'to', 'network', ...EXTRAS]],
  ['bitmap:ip,mac', ['range', 'from', 'to', 'network', ...EXTRAS]],
  ['list:set', ['size', ...EXTRAS]],
]);

const HASH_OPTIONS = ['hashsize', 'maxelem', 'forceadd', 'bucketsize', 'initval', ...EXTRAS];

/** The options of a hash type. */
function hashOptions(type: HashType): readonly string[] {
  const { name, dimensions } = type;
  return [
    ...HASH_OPTIONS,
    ...(name === 'hash:mac' ? [] : ['family', '-4', '-6']),
    ...(dimensions.includes('mark') ? ['markmask'] : []),
    ...(hasAddressMask(type) ? ['netmask', 'bitmask'] : []),
    ...IGNORED,
  ];
}

/** Options without a word after them. */
const FLAGS: ReadonlySet<string> = new Set([
  '-4',
  '-6',
  'comment',
  'counters',
  'skbinfo',
  'forceadd',
]);

/** Options of old that the tool passes over. */
const IGNORED: ReadonlySet<string> = new Set(['probes', 'resize', 'gc']);

type Given = ReadonlyMap<string, string>;

function readOptions(
  words: readonly string[],
  options: readonly string[],
  warn: (text: string) => void,
): Given {
  const given = new globalThis.Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const word = readOptionWord(words[at] ?? '', options);
    let value = '';
    if (!FLAGS.has(word)) {
      at += 1;
      const next = words[at];
      if (next === undefined) {
        throw parameterMistake(`Missing mandatory argument of option \`${word}'`);
      }
      value = next;
    }
    if (IGNORED.has(word)) {
      warn(`Option '--${word} ${value}' is ignored. Please upgrade your syntax.`);
      continue;
    }
    const option = word.startsWith('-') ? 'family' : word;
    if (given.has(option) || isSaid(option, given)) {
      throw syntaxMistake(`${option} already specified`);
    }
    given.set(option, word === '-4' ? 'inet' : word === '-6' ? 'inet6' : value);
  }
  return given;
}

/** Reports whether other options say what one does: the ends of a range, and the mask of addresses, can be given once. */
function isSaid(option: string, given: Given): boolean {
  switch (option) {
    case 'range':
    case 'network':
      return ['range', 'network', 'from'].some((other) => given.has(other));
    case 'from':
      return given.has('range') || given.has('network');
    case 'to':
      return given.get('range')?.includes('-') === true;
    case 'netmask':
    case 'bitmask':
      if (!given.has('netmask') && !given.has('bitmask')) return false;
      throw syntaxMistake('bitmask and netmask are mutually exclusive, provide only one');
    default:
      return false;
  }
}

function numberOf(given: Given, option: string, min: number, max: number): number | undefined {
  const text = given.get(option);
  if (text === undefined) return undefined;
  return readInteger(text, min, max);
}

type Named = Pick<IpSet, 'name' | 'timeout' | 'comments' | 'counters' | 'mappings'>;

function makeHash(named: Named, type: HashType, given: Given): IpSet {
  const family = readFamily(given.get('family') ?? 'inet');
  const hashsize = Math.max(numberOf(given, 'hashsize', 0, LARGEST) ?? 1024, SMALLEST_HASH);
  const maxelem = numberOf(given, 'maxelem', 0, LARGEST) ?? 65536;
  const netmask = readNetmask(given.get('netmask'), family);
  const bitmask = readBitmask(given.get('bitmask'), family);
  const markmask = numberOf(given, 'markmask', 0, LARGEST) ?? LARGEST;
  const [least, most] = BUCKET_SIZES;
  const asked = numberOf(given, 'bucketsize', 0, 255) ?? most;
  const bucketsize = Math.min(Math.max(asked + (asked % 2), least), most);
  const initval = numberOf(given, 'initval', 0, LARGEST) ?? 0;
  const bits = Math.ceil(Math.log2(hashsize));
  if (markmask === 0) throw kernelMistake('The value of the markmask parameter is invalid');
  if (bitmask !== undefined && isUnspecified(bitmask)) {
    throw kernelMistake('The value of the netmask parameter is invalid');
  }
  if (bits > LARGEST_BITS) throw kernelMistake('Kernel error received: Cannot allocate memory');
  return {
    ...named,
    kind: 'hash',
    type,
    family,
    maxelem,
    netmask: netmask ?? addressBits(family),
    bitmask: bitmask?.words.every((word) => word === LARGEST) === true ? undefined : bitmask,
    markmask: type.dimensions.includes('mark') ? markmask : undefined,
    forceadd: given.has('forceadd'),
    table: makeHashTable(bits, bucketsize, initval),
  };
}

/** A table of more buckets is larger than any memory that the kernel gives. */
const LARGEST_BITS = 27;

function readFamily(text: string): Family {
  if (text === 'inet' || text === 'ipv4') return 4;
  if (text === 'inet6' || text === 'ipv6') return 6;
  throw syntaxMistake(`unknown inet family ${text}`);
}

function readNetmask(text: string | undefined, family: Family): number | undefined {
  if (text === undefined) return undefined;
  const most = addressBits(family);
  try {
    return readInteger(text, 1, most);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const outside = `netmask is out of the inclusive range of 1-${most}`;
    throw kernelMistake(`${error.message}\nSyntax error: ${outside}`);
  }
}

/** A mask of any bits. @throws IpsetMistake */
function readBitmask(text: string | undefined, family: Family): Address | undefined {
  if (text === undefined) return undefined;
  const name = family === 4 ? 'inet' : 'inet6';
  try {
    const { from, length } = readSpan(text, family, 'net');
    // The tool takes the length for what another option has given.
    if (length !== undefined) throw unsimulated('ipset create bitmask MASK/LENGTH');
    return from;
  } catch (error) {
    if (!(error instanceof IpsetMistake) || error.kind === 'unsimulated') throw error;
    throw kernelMistake(
      `${error.message}\nSyntax error: bitmask is not valid for family = ${name}`,
    );
  }
}
