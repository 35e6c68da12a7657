import { assertNever } from '../assert-never.js';
import { swapBytes } from '../address/swap-bytes.js';
import type { EntryPart } from './entry.js';
import type { HashType } from './hash-type.js';

/** The words of an entry that the kernel hashes, as a little-endian machine reads them. Source: the `_elem` structures of `net/netfilter/ipset`. */
export function entryKey(type: HashType, parts: readonly EntryPart[]): readonly number[] {
  const { addresses, lengths, port, physical, mac, mark } = readParts(parts);
  const [length = 0, second = 0] = lengths;
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
      // Its first address has all bits.
      const network = packed(second);
      return [...addresses, ((port & 0xffff) | (network << 16) | (protocolOf(port) << 24)) >>> 0];
    }
    case 'hash:net,net':
      // Two IPv4 addresses are aligned as one number of 64 bits, and so is what holds them.
      return [
        ...addresses,
        ((length << 16) | (second << 24)) >>> 0,
        ...(addresses.length === 2 ? [0] : []),
      ];
    case 'hash:net,port,net':
      return [
        ...addresses,
        ((port & 0xffff) | (length << 16) | (second << 24)) >>> 0,
        (protocolOf(port) << 24) >>> 0,
      ];
    case 'hash:mac':
    case 'hash:ip,mac':
      return [...addresses, ...mac];
    case 'hash:ip,mark':
      return [...addresses, mark];
    case 'hash:ip,port':
    case 'hash:ip,port,ip':
      return [...addresses, port >>> 0];
    default:
      return assertNever(type.name);
  }
}

interface KeyParts {
  readonly addresses: readonly number[];
  /** Of each address its length. */
  readonly lengths: readonly number[];
  /** As it is on the wire, the protocol above it. */
  readonly port: number;
  readonly physical: number;
  readonly mac: readonly number[];
  readonly mark: number;
}

function readParts(parts: readonly EntryPart[]): KeyParts {
  const addresses: number[] = [];
  const lengths: number[] = [];
  let [port, physical, mark] = [0, 0, 0];
  let mac: readonly number[] = [];
  for (const part of parts) {
    switch (part.kind) {
      case 'address':
        addresses.push(...part.prefix.address.words.map(swapBytes));
        lengths.push(part.prefix.length);
        break;
      case 'port':
        port = swapShort(part.port) | (part.protocol << 16);
        break;
      case 'device':
        physical = part.device.physical ? 1 : 0;
        break;
      case 'mac':
        mac = macWords(part.address);
        break;
      case 'mark':
        mark = part.mark;
        break;
      default:
        assertNever(part);
    }
  }
  return { addresses, lengths, port, physical, mac, mark };
}

function protocolOf(port: number): number {
  return (port >>> 16) & 0xff;
}

/** A length that shares a byte with the exception's bit is kept less one. */
function packed(length: number): number {
  return (length - 1) & 0x7f;
}

function swapShort(port: number): number {
  return ((port & 0xff) << 8) | (port >>> 8);
}

/** Six bytes, and two that are zero. */
function macWords(address: string): readonly number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = address
    .split(':')
    .map((byte) => Number.parseInt(byte, 16));
  return [(a | (b << 8) | (c << 16) | (d << 24)) >>> 0, e | (f << 8)];
}
