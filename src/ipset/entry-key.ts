import { swapBytes } from '../address/swap-bytes.js';
import type { EntryPart } from './entry.js';
import type { HashType } from './hash-type.js';

/** The words of an entry that the kernel hashes, as a little-endian machine reads them. Source: the `_elem` structures of `net/netfilter/ipset`. */
export function entryKey(type: HashType, parts: readonly EntryPart[]): readonly number[] {
  const addresses: number[] = [];
  let length = 0;
  let port = 0;
  let physical = 0;
  for (const part of parts) {
    if (part.kind === 'address') {
      addresses.push(...part.prefix.address.words.map(swapBytes));
      length = part.prefix.length;
    } else if (part.kind === 'port') {
      port = swapShort(part.port) | (part.protocol << 16);
    } else {
      physical = part.device.physical ? 1 : 0;
    }
  }
  switch (type.name) {
    case 'hash:ip':
      return addresses;
    case 'hash:net':
      return [...addresses, (length << 24) >>> 0];
    case 'hash:net,port':
      return [...addresses, (port | (packed(length) << 24)) >>> 0];
    case 'hash:net,iface':
      // The third byte is the exception's, never hashed; the last says that this is an entry.
      return [...addresses, (physical | (length << 8) | (1 << 24)) >>> 0];
    case 'hash:ip,port,net': {
      const protocol = (port >>> 16) & 0xff;
      return [...addresses, ((port & 0xffff) | (packed(length) << 16) | (protocol << 24)) >>> 0];
    }
    default:
      return [...addresses, port >>> 0];
  }
}

/** A length that shares a byte with the exception's bit is kept less one. */
function packed(length: number): number {
  return (length - 1) & 0x7f;
}

function swapShort(port: number): number {
  return ((port & 0xff) << 8) | (port >>> 8);
}
