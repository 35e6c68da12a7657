import type { Family } from '../address/family.js';

/** What a part of an entry is: one address, a network, a port with its protocol, a device, the address of a frame, a mark. */
export type Dimension = 'ip' | 'net' | 'port' | 'iface' | 'mac' | 'mark';

/** The hash types that are simulated. */
export type HashTypeName =
  | 'hash:ip'
  | 'hash:net'
  | 'hash:ip,port'
  | 'hash:net,port'
  | 'hash:net,iface'
  | 'hash:ip,port,ip'
  | 'hash:ip,port,net'
  | 'hash:mac'
  | 'hash:ip,mac'
  | 'hash:ip,mark'
  | 'hash:net,net'
  | 'hash:net,port,net';

/** One hash type. */
export interface HashType {
  readonly name: HashTypeName;
  /** The newest revision that Linux 6.18 has. */
  readonly revision: number;
  readonly dimensions: readonly Dimension[];
  /** Bytes of one entry without extras, by family. */
  readonly entryBytes: Readonly<Record<Family, number>>;
  /** Bytes of an empty set without its regions, by family. */
  readonly setBytes: Readonly<Record<Family, number>>;
}

const bytes = (v4: number, v6: number): Readonly<Record<Family, number>> => ({ 4: v4, 6: v6 });

/** The hash types by name, with the sizes that Linux 6.18 reports on 64 bits. */
export const HASH_TYPES: Readonly<Record<HashTypeName, HashType>> = {
  'hash:ip': {
    name: 'hash:ip',
    revision: 6,
    dimensions: ['ip'],
    entryBytes: bytes(4, 16),
    setBytes: bytes(192, 200),
  },
  'hash:net': {
    name: 'hash:net',
    revision: 7,
    dimensions: ['net'],
    entryBytes: bytes(8, 20),
    setBytes: bytes(432, 1216),
  },
  'hash:ip,port': {
    name: 'hash:ip,port',
    revision: 7,
    dimensions: ['ip', 'port'],
    entryBytes: bytes(8, 20),
    setBytes: bytes(192, 208),
  },
  'hash:net,port': {
    name: 'hash:net,port',
    revision: 8,
    dimensions: ['net', 'port'],
    entryBytes: bytes(8, 20),
    setBytes: bytes(432, 1216),
  },
  'hash:net,iface': {
    name: 'hash:net,iface',
    revision: 8,
    dimensions: ['net', 'iface'],
    entryBytes: bytes(28, 40),
    setBytes: bytes(464, 1240),
  },
  'hash:ip,port,ip': {
    name: 'hash:ip,port,ip',
    revision: 6,
    dimensions: ['ip', 'port', 'ip'],
    entryBytes: bytes(12, 36),
    setBytes: bytes(184, 208),
  },
  'hash:ip,port,net': {
    name: 'hash:ip,port,net',
    revision: 8,
    dimensions: ['ip', 'port', 'net'],
    entryBytes: bytes(12, 36),
    setBytes: bytes(440, 1232),
  },
  'hash:mac': {
    name: 'hash:mac',
    revision: 1,
    dimensions: ['mac'],
    entryBytes: bytes(8, 8),
    setBytes: bytes(176, 176),
  },
  'hash:ip,mac': {
    name: 'hash:ip,mac',
    revision: 1,
    dimensions: ['ip', 'mac'],
    entryBytes: bytes(12, 24),
    setBytes: bytes(184, 192),
  },
  'hash:ip,mark': {
    name: 'hash:ip,mark',
    revision: 3,
    dimensions: ['ip', 'mark'],
    entryBytes: bytes(8, 20),
    setBytes: bytes(176, 192),
  },
  'hash:net,net': {
    name: 'hash:net,net',
    revision: 4,
    dimensions: ['net', 'net'],
    entryBytes: bytes(16, 36),
    setBytes: bytes(584, 1760),
  },
  'hash:net,port,net': {
    name: 'hash:net,port,net',
    revision: 3,
    dimensions: ['net', 'port', 'net'],
    entryBytes: bytes(16, 40),
    setBytes: bytes(584, 1760),
  },
};

/** Reports whether addresses are cut before they're looked for in sets of a type that are made so. Source: `IP_SET_HASH_WITH_BITMASK`. */
export function hasAddressMask({ name }: HashType): boolean {
  return name === 'hash:ip' || name === 'hash:ip,port' || name === 'hash:net,net';
}

/** Reports whether entries of a type can be networks, and so exceptions (`nomatch`). */
export function hasNetworks({ dimensions }: HashType): boolean {
  return dimensions.includes('net');
}
