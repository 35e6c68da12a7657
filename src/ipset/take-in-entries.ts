import { addressFromWords } from '../address/address.js';
import { assertNever } from '../assert-never.js';
import { addToBitmap, deleteFromBitmap } from './edit-bitmap.js';
import { addToHash, deleteFromHash } from './edit-hash.js';
import type { AddressSpan, EntryRequest } from './entry-request.js';
import type { HashSet, IpSet } from './ip-set.js';
import type { KeptChange, KeptEntries } from './kept-entries.js';
import { packetLength } from './packet-entries.js';

/** Source: `IPSET_MAX_TIMEOUT`. */
const LONGEST_TIMEOUT = 2147483;

/** A set with what packets have made of its entries, as whoever lists or changes it finds them. */
export function takeInEntries(set: IpSet, { changes }: KeptEntries): IpSet {
  const length = set.kind === 'hash' ? packetLength(set) : 0;
  return changes.reduce<IpSet>((before, change) => changed(before, change, length), set);
}

function changed(set: IpSet, change: KeptChange, length: number): IpSet {
  const adds = change.does === 'add';
  switch (set.kind) {
    case 'hash': {
      const request = { ...requested(set, change), ...hashParts(set, change.key, length) };
      return (adds ? addToHash : deleteFromHash)(set, request, true).set;
    }
    case 'bitmap:ip':
    case 'bitmap:port':
    case 'bitmap:ip,mac': {
      const [word = 0] = change.key;
      const parts = set.kind === 'bitmap:port' ? portPart(word) : { spans: [span(4, [word])] };
      const request = { ...requested(set, change), ...parts };
      return (adds ? addToBitmap : deleteFromBitmap)(set, request, true).set;
    }
    case 'list:set':
      return set;
    default:
      return assertNever(set);
  }
}

type Parts = Pick<EntryRequest, 'spans' | 'port' | 'mark'>;

function requested(set: IpSet, { timeout }: KeptChange): EntryRequest {
  return {
    spans: [],
    port: undefined,
    device: undefined,
    mac: undefined,
    mark: undefined,
    nomatch: false,
    timeout:
      set.timeout === undefined || timeout === undefined
        ? undefined
        : Math.min(timeout, LONGEST_TIMEOUT),
    comment: undefined,
    counters: undefined,
    mapping: undefined,
  };
}

/** The parts that the words of a key stand for: see `packetEntries`. */
function hashParts({ type, family }: HashSet, key: readonly number[], length: number): Parts {
  const words = [...key];
  const spans: AddressSpan[] = [];
  let port: Parts['port'];
  let mark: Parts['mark'];
  for (const dimension of type.dimensions) {
    switch (dimension) {
      case 'ip':
      case 'net': {
        const address = words.splice(0, family === 4 ? 1 : 4);
        spans.push(span(family, address, dimension === 'net' ? length : undefined));
        break;
      }
      case 'port':
        ({ port } = portPart(words.shift() ?? 0));
        break;
      case 'mark':
        mark = words.shift();
        break;
      case 'iface':
      case 'mac':
        break;
      default:
        assertNever(dimension);
    }
  }
  return { spans, port, mark };
}

function span(family: 4 | 6, words: readonly number[], length?: number): AddressSpan {
  return { from: addressFromWords(family, words), to: undefined, length };
}

function portPart(word: number): Pick<Parts, 'port'> {
  return { port: { protocol: word >>> 16, from: word & 0xffff, to: undefined } };
}
