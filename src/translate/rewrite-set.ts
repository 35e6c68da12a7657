import { assertNever } from '../assert-never.js';
import { printPrefix } from '../address/address-text.js';
import { addressFromWords } from '../address/address.js';
import { addressBits, type Family } from '../address/family.js';
import { maskWords, type Prefix } from '../address/prefix.js';
import type { EntryExtras, EntryPart } from '../ipset/entry.js';
import { hasEntryPorts } from '../ipset/expand-request.js';
import { entriesOf } from '../ipset/hash-table.js';
import type { Dimension, HashTypeName } from '../ipset/hash-type.js';
import { familyOf, type HashSet, type IpSet } from '../ipset/ip-set.js';

/** A set of ipset as a set of nft, without its name. */
export interface RewrittenSet {
  /** What follows `set NAME` in a table. */
  readonly block: string;
  readonly dimensions: readonly Dimension[];
}

/** Why nft has no such set, in words of ipset. */
export interface NoSet {
  readonly without: string;
}

/** A part of a set's key: what type it is of, and what of a packet is looked for, by the side. */
const PARTS = {
  ip: { type: addressType, key: (header: string, side: Side) => `${header} ${ADDRESS[side]}` },
  net: { type: addressType, key: (header: string, side: Side) => `${header} ${ADDRESS[side]}` },
  port: {
    type: () => 'inet_proto . inet_service',
    key: (_header: string, side: Side) => `meta l4proto . th ${PORT[side]}`,
  },
  iface: { type: () => 'ifname', key: (_header: string, side: Side) => DEVICE[side] },
  mark: { type: () => 'mark', key: () => 'meta mark' },
  mac: { type: () => 'ether_addr', key: (_header: string, side: Side) => `ether ${ADDRESS[side]}` },
} as const;

type Side = 'src' | 'dst';
const ADDRESS = { src: 'saddr', dst: 'daddr' } as const;
const PORT = { src: 'sport', dst: 'dport' } as const;
const DEVICE = { src: 'iifname', dst: 'oifname' } as const;

/** How packets of a family are looked for in a set; in the words of nft. */
export function setKey(
  { dimensions }: RewrittenSet,
  isBitmap: boolean,
  header: 'ip' | 'ip6',
  sides: readonly Side[],
): { readonly needs: string; readonly key: string; readonly always: boolean } {
  // A bitmap of ports makes no difference between protocols, and has only those of two.
  if (isBitmap) {
    const key = `th ${PORT[sides[0] ?? 'src']}`;
    return { needs: 'meta l4proto { tcp, udp }', key, always: false };
  }
  const parts = dimensions.map((one, at) => PARTS[one].key(header, sides[at] ?? 'src'));
  const always = dimensions.every((one) => one === 'ip' || one === 'net');
  return { needs: '', key: parts.join(' . '), always };
}

/** A set of ipset, with all that it holds, as a set of nft for packets of a family. */
export function rewriteSet(set: IpSet, family: Family): RewrittenSet | NoSet {
  if (set.kind === 'list:set') return { without: `ipset ${set.name} of type list:set` };
  if ((familyOf(set) ?? family) !== family) {
    return { without: `ipset ${set.name} of the other family` };
  }
  const { counters, mappings, kind } = set;
  if (counters || mappings) {
    return { without: `ipset ${set.name} with ${counters ? 'counters' : 'skbinfo'}` };
  }
  switch (set.kind) {
    case 'bitmap:ip,mac':
      return { without: `ipset ${set.name} of type ${kind}` };
    case 'bitmap:port':
      return block(
        set,
        'inet_service',
        ['port'],
        false,
        [...set.entries.entries()].map(([port, extras]) => ({ key: `${port}`, extras })),
      );
    case 'bitmap:ip': {
      const elements = [...set.entries.entries()].map(([word, extras]) => ({
        key: printNetwork({ address: addressFromWords(4, [word]), length: set.netmask }),
        extras,
      }));
      return block(set, 'ipv4_addr', ['ip'], set.netmask < 32, elements);
    }
    case 'hash':
      return rewriteHash(set);
    default:
      return assertNever(set);
  }
}

/** Whether a set distinguishes ports and not their protocols. */
export function isPortBitmap(set: IpSet): boolean {
  return set.kind === 'bitmap:port';
}

interface Element {
  readonly key: string;
  readonly extras: EntryExtras;
}

function rewriteHash(set: HashSet): RewrittenSet | NoSet {
  const { dimensions, name } = set.type;
  if (!REWRITTEN.has(name) || set.bitmask !== undefined || isCutApart(set)) {
    return { without: `ipset ${set.name} of type ${name}` };
  }
  const entries = withoutCovered(set, entriesOf(set.table));
  const elements: Element[] = [];
  for (const { parts, nomatch, ...extras } of entries) {
    if (nomatch) return { without: `ipset ${set.name} with nomatch` };
    const keys: string[] = [];
    for (const part of parts) {
      const key = printPart(part, set);
      if (typeof key !== 'string') return { without: `ipset ${set.name} with ${key.without}` };
      keys.push(key);
    }
    elements.push({ key: keys.join(' . '), extras });
  }
  const hasSpans =
    dimensions.includes('net') ||
    set.netmask < addressBits(set.family) ||
    elements.some(({ key }) => key.includes('*'));
  const type = dimensions.map((one) => PARTS[one].type(set.family)).join(' . ');
  return block(set, type, dimensions, hasSpans, elements);
}

/** Types whose entries nft can have. */
const REWRITTEN: ReadonlySet<string> = new Set<HashTypeName>([
  'hash:ip',
  'hash:net',
  'hash:ip,port',
  'hash:net,port',
  'hash:net,iface',
  'hash:ip,port,ip',
  'hash:ip,port,net',
]);

/** Addresses are cut in another way than networks are. */
function isCutApart({ type, netmask, family }: HashSet): boolean {
  return type.name !== 'hash:ip' && netmask !== addressBits(family);
}

function block(
  { name, timeout }: IpSet,
  type: string,
  dimensions: readonly Dimension[],
  hasSpans: boolean,
  elements: readonly Element[],
): RewrittenSet | NoSet {
  const isForEver = ({ extras }: Element): boolean => (extras.timeout ?? 0) === 0;
  const hasDefault = timeout !== undefined && timeout > 0;
  if (hasDefault && elements.some(isForEver)) {
    return { without: `ipset ${name} with a timeout and an entry without` };
  }
  const flags = [...(hasSpans ? ['interval'] : []), ...(timeout === undefined ? [] : ['timeout'])];
  const lines = [
    `type ${type}`,
    ...(flags.length === 0 ? [] : [`flags ${flags.join(',')}`]),
    ...(hasDefault ? [`timeout ${timeout}s`] : []),
    ...(elements.length === 0
      ? []
      : [`elements = { ${elements.map(printElement).join(',\n\t\t\t     ')} }`]),
  ];
  return { block: `{\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}\n`, dimensions };
}

function printElement({ key, extras: { timeout = 0, comment } }: Element): string {
  const kept = comment === undefined ? '' : ` comment "${comment.replaceAll('"', "'")}"`;
  return `${key}${timeout === 0 ? '' : ` timeout ${timeout}s`}${kept}`;
}

function printPart(part: EntryPart, { type, netmask }: HashSet): string | NoSet {
  switch (part.kind) {
    case 'address': {
      const { address, length } = part.prefix;
      return printNetwork({ address, length: type.name === 'hash:ip' ? netmask : length });
    }
    case 'port':
      if (!hasEntryPorts(part.protocol)) {
        return { without: `entries of protocol ${part.protocol}, which has no ports` };
      }
      return `${part.protocol} . ${part.port}`;
    case 'mac':
    case 'mark':
      return { without: `entries with a ${part.kind}` };
    case 'device': {
      const { name, wildcard, physical } = part.device;
      if (physical) return { without: 'ports of bridges' };
      return wildcard ? `"${name}*"` : `"${name}"`;
    }
    default:
      return assertNever(part);
  }
}

function printNetwork(prefix: Prefix): string {
  const text = printPrefix(prefix);
  return text.replace(prefix.address.family === 4 ? /\/32$/ : /\/128$/, '');
}

function addressType(family: Family): string {
  return family === 4 ? 'ipv4_addr' : 'ipv6_addr';
}

/** The entries without those that a larger network, with all else alike, covers: nft takes no two that overlap. */
function withoutCovered(
  set: HashSet,
  entries: ReturnType<typeof entriesOf>,
): ReturnType<typeof entriesOf> {
  const at = set.type.dimensions.indexOf('net');
  if (at < 0 || entries.some(({ nomatch }) => nomatch)) return entries;
  const known = new Map<string, Set<string>>();
  for (const { parts } of entries) {
    const networks = known.get(others(parts, at)) ?? new Set();
    known.set(others(parts, at), networks);
    networks.add(networkKey(parts[at]));
  }
  return entries.filter(({ parts }) => {
    const part = parts[at];
    if (part?.kind !== 'address') return true;
    const networks = known.get(others(parts, at));
    for (let length = 0; length < part.prefix.length; length++) {
      if (networks?.has(networkKey(part, length)) === true) return false;
    }
    return true;
  });
}

function others(parts: readonly EntryPart[], at: number): string {
  return JSON.stringify(parts.filter((_, index) => index !== at));
}

function networkKey(part: EntryPart | undefined, length?: number): string {
  if (part?.kind !== 'address') return '';
  const { address, length: own } = part.prefix;
  const bits = length ?? own;
  const mask = maskWords(address.family, bits);
  return `${address.words.map((word, index) => (word & (mask[index] ?? 0)) >>> 0).join()}/${bits}`;
}
