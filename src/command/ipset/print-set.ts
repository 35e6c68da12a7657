import { printAddress } from '../../address/address-text.js';
import { addressFromWords } from '../../address/address.js';
import { addressBits } from '../../address/family.js';
import { countEntries } from '../../ipset/hash-table.js';
import { revisionOf, typeName, type IpSet } from '../../ipset/ip-set.js';
import { setBytes } from '../../ipset/set-bytes.js';
import { referencesTo } from '../../namespace/ip-sets.js';
import type { Namespace } from '../../namespace/namespace.js';
import { printEntries } from './print-entry.js';

/** How much of sets a listing has. */
export type ListingDepth = 'names' | 'headers' | 'all';

/** One set as `list` writes it. */
export function listSet(namespace: Namespace, set: IpSet, depth: ListingDepth): string {
  if (depth === 'names') return `${set.name}\n`;
  const lines = [
    `Name: ${set.name}`,
    `Type: ${typeName(set)}`,
    `Revision: ${revisionOf(set)}`,
    `Header: ${header(set)}`,
    `Size in memory: ${setBytes(set)}`,
    `References: ${referencesTo(namespace, set.name)}`,
    `Number of entries: ${sizeOf(set)}`,
    ...(depth === 'all' ? ['Members:', ...printEntries(set)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** One set as `save` writes it: the commands that make it. */
export function saveSet(set: IpSet): string {
  const create = `create ${set.name} ${typeName(set)} ${header(set)}\n`;
  const adds = printEntries(set).map((entry) => `add ${set.name} ${entry}\n`);
  return create + adds.join('');
}

function sizeOf(set: IpSet): number {
  if (set.kind === 'hash') return countEntries(set.table);
  return set.kind === 'list:set' ? set.members.length : set.entries.size;
}

function header(set: IpSet): string {
  const extras = [
    ...(set.timeout === undefined ? [] : [`timeout ${set.timeout}`]),
    ...(set.comments ? ['comment'] : []),
  ];
  switch (set.kind) {
    case 'hash': {
      const { family, maxelem, netmask, table } = set;
      const words = [
        `family ${family === 4 ? 'inet' : 'inet6'}`,
        `hashsize ${2 ** table.bits}`,
        `maxelem ${maxelem}`,
        ...(netmask === addressBits(family) ? [] : [`netmask ${netmask}`]),
        ...extras,
        `bucketsize ${table.bucketsize}`,
        `initval 0x${table.initval.toString(16).padStart(8, '0')}`,
      ];
      return words.join(' ');
    }
    case 'bitmap:port':
      return [`range ${set.from}-${set.to}`, ...extras].join(' ');
    case 'bitmap:ip': {
      const [from, to] = [set.from, set.to].map((word) =>
        printAddress(addressFromWords(4, [word])),
      );
      const cut = set.netmask === 32 ? [] : [`netmask ${set.netmask}`];
      return [`range ${from}-${to}`, ...cut, ...extras].join(' ');
    }
    default:
      return [`size ${set.size}`, ...extras].join(' ');
  }
}
