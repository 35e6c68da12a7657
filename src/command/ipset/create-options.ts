import { addressBits, type Family } from '../../address/family.js';
import { makeHashTable } from '../../ipset/hash-table.js';
import { HASH_TYPES, type HashType } from '../../ipset/hash-type.js';
import type { IpSet } from '../../ipset/ip-set.js';
import { Map } from 'immutable';
import { kernelMistake, parameterMistake, syntaxMistake, unsimulated } from './mistake.js';
import { readInteger } from './read-number.js';
import { readPort } from './read-port.js';
import { readSpan } from './read-span.js';
import { IPSET_UNSIMULATED } from './unsimulated.js';

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
]);

/** Seconds that a timeout can have at most. */
export const LONGEST_TIMEOUT = 2147483;
const LARGEST = 0xffffffff;
/** Places of a bucket: at least, and at most. */
const BUCKET_SIZES = [2, 12] as const;
const SMALLEST_HASH = 64;
const SMALLEST_LIST = 4;
/** Networks or addresses that a bitmap can have at most. */
const LARGEST_BITMAP = 65536;

/** Reads the words after `create NAME TYPE`: an empty set. @throws IpsetMistake */
export function readCreate(
  name: string,
  typeWord: string,
  words: readonly string[],
  warn: (text: string) => void,
): IpSet {
  const type = TYPE_ALIASES.get(typeWord) ?? typeWord;
  const refused = IPSET_UNSIMULATED.types.find((one) => one === `ipset create ${type}`);
  if (refused !== undefined) throw unsimulated(refused);
  const hash = Object.values(HASH_TYPES).find((one) => one.name === type);
  const options = OPTIONS_OF.get(hash === undefined ? type : 'hash');
  if (options === undefined) throw syntaxMistake(`typename '${typeWord}' is unknown`);
  const known = hash?.name === 'hash:ip' || hash?.name === 'hash:ip,port';
  const given = readOptions(words, known ? [...options, 'netmask', 'bitmask'] : options, warn);
  const named = {
    name,
    timeout: numberOf(given, 'timeout', 0, LONGEST_TIMEOUT),
    comments: given.has('comment'),
  };
  if (hash !== undefined) return makeHash(named, hash, given);
  if (type === 'list:set') {
    const size = Math.max(numberOf(given, 'size', 0, LARGEST) ?? 8, SMALLEST_LIST);
    return { ...named, kind: 'list:set', size, members: [] };
  }
  const range = given.get('range');
  if (range === undefined) throw parameterMistake("Mandatory option `range' is missing");
  return type === 'bitmap:port'
    ? makePorts(named, range)
    : makeAddresses(named, range, numberOf(given, 'netmask', 1, 32) ?? 32);
}

const EXTRAS = ['timeout', 'comment', 'counters', 'skbinfo'];

/** The options of a kind of set. */
const OPTIONS_OF: ReadonlyMap<string, readonly string[]> = new globalThis.Map([
  [
    'hash',
    [
      'family',
      '-4',
      '-6',
      'hashsize',
      'maxelem',
      'forceadd',
      'bucketsize',
      'initval',
      'probes',
      'resize',
      'gc',
      ...EXTRAS,
    ],
  ],
  ['bitmap:port', ['range', 'from', 'to', ...EXTRAS]],
  ['bitmap:ip', ['range', 'netmask', 'from', 'to', 'network', ...EXTRAS]],
  ['list:set', ['size', ...EXTRAS]],
]);

/** Options without a word after them. */
const FLAGS: ReadonlySet<string> = new Set([
  '-4',
  '-6',
  'comment',
  'counters',
  'skbinfo',
  'forceadd',
]);

/** Options that change what packets or later commands do in ways that aren't simulated. */

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
    const word = words[at] ?? '';
    if (!options.includes(word)) throw parameterMistake(`Unknown argument: \`${word}'`);
    const refused = IPSET_UNSIMULATED.options.find((one) => one === `ipset create ${word}`);
    if (refused !== undefined) throw unsimulated(refused);
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
    if (given.has(option)) throw syntaxMistake(`${option} already specified`);
    given.set(option, word === '-4' ? 'inet' : word === '-6' ? 'inet6' : value);
  }
  return given;
}

function numberOf(given: Given, option: string, min: number, max: number): number | undefined {
  const text = given.get(option);
  if (text === undefined) return undefined;
  return readInteger(text, min, max);
}

type Named = Pick<IpSet, 'name' | 'timeout' | 'comments'>;

function makeHash(named: Named, type: HashType, given: Given): IpSet {
  const family = readFamily(given.get('family') ?? 'inet');
  const hashsize = Math.max(numberOf(given, 'hashsize', 0, LARGEST) ?? 1024, SMALLEST_HASH);
  const maxelem = numberOf(given, 'maxelem', 0, LARGEST) ?? 65536;
  const netmask = readNetmask(given.get('netmask'), family);
  if (netmask !== undefined && type.name !== 'hash:ip') {
    throw unsimulated(`ipset create ${type.name} netmask`);
  }
  const [least, most] = BUCKET_SIZES;
  const asked = numberOf(given, 'bucketsize', 0, 255) ?? most;
  const bucketsize = Math.min(Math.max(asked + (asked % 2), least), most);
  const initval = numberOf(given, 'initval', 0, LARGEST) ?? 0;
  const bits = Math.ceil(Math.log2(hashsize));
  if (bits > LARGEST_BITS) throw kernelMistake('Kernel error received: Cannot allocate memory');
  return {
    ...named,
    kind: 'hash',
    type,
    family,
    maxelem,
    netmask: netmask ?? addressBits(family),
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

function makePorts(named: Named, range: string): IpSet {
  const { from, to = from } = readPort(range, undefined, 'create');
  return {
    ...named,
    kind: 'bitmap:port',
    from: Math.min(from, to),
    to: Math.max(from, to),
    entries: Map(),
  };
}

function makeAddresses(named: Named, text: string, netmask: number): IpSet {
  const { from, to, length } = readSpan(text, 4, 'net');
  if (to === undefined && length === undefined) {
    throw syntaxMistake(`IP/cidr or IP-IP range must be specified: ${text}`);
  }
  const [first = 0] = from.words;
  const size = 2 ** (32 - (length ?? 32));
  if (to === undefined && (length === 0 || length === 32)) {
    throw kernelMistake('The value of the CIDR parameter of the IP address is invalid');
  }
  const low = first - (first % size);
  const end = to?.words[0] ?? low + size - 1;
  const [least, most] = low <= end ? [low, end] : [end, low];
  const places = Math.floor((most - least) / 2 ** (32 - netmask)) + 1;
  if (places > LARGEST_BITMAP) {
    throw kernelMistake('The range you specified exceeds the size limit of the set type');
  }
  const step = 2 ** (32 - netmask);
  return {
    ...named,
    kind: 'bitmap:ip',
    from: least - (least % step),
    to: most - (most % step) + step - 1,
    netmask,
    entries: Map(),
  };
}
