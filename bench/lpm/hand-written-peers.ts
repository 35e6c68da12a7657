/** What people write themselves. Both are given the library's own reader of address text, the fastest here. */
import type { Family } from '../../src/address/family.js';
import { maskWords, type Prefix } from '../../src/address/prefix.js';
import { readWords } from '../../src/lpm/prefix-like.js';
import type { StringPeer } from './string-peer.js';
import type { Updated } from './update-stream.js';
import type { FamilyPrefixes } from './prefix-table.js';

/** A node of a binary trie of objects. */
interface TrieNode {
  zero: TrieNode | undefined;
  one: TrieNode | undefined;
  value: number;
}

/** A binary trie of objects, a bit a level. */
export class ObjectTrie implements StringPeer, Updated {
  readonly name = 'trie of objects, by hand';
  private readonly root = makeNode();

  constructor(private readonly family: Family) {}

  /** The trie of a whole table. */
  static of({ family, prefixes }: FamilyPrefixes): ObjectTrie {
    const trie = new ObjectTrie(family);
    for (const [id, prefix] of prefixes.entries()) trie.set(prefix, id);
    return trie;
  }

  /** Gives a prefix a value; -1 takes it away, and leaves its nodes. */
  set({ address, length }: Prefix, value: number): void {
    let node = this.root;
    for (let depth = 0; depth < length; depth++) {
      const bit = ((address.words[depth >>> 5] ?? 0) >>> (31 - (depth & 31))) & 1;
      node = bit === 0 ? (node.zero ??= makeNode()) : (node.one ??= makeNode());
    }
    node.value = value;
  }

  /** Takes a prefix away. */
  drop(prefix: Prefix): void {
    this.set(prefix, -1);
  }

  lookupAll(texts: readonly string[], out: Int32Array): void {
    const words = new Uint32Array(4);
    for (let at = 0; at < texts.length; at++) {
      readWords(this.family, texts[at] ?? '', words);
      out[at] = this.find(words);
    }
  }

  private find(words: Uint32Array): number {
    let value = -1;
    let node: TrieNode | undefined = this.root;
    for (let depth = 0; node !== undefined; depth++) {
      if (node.value >= 0) value = node.value;
      const bit = ((words[depth >>> 5] ?? 0) >>> (31 - (depth & 31))) & 1;
      node = bit === 0 ? node.zero : node.one;
    }
    return value;
  }
}

function makeNode(): TrieNode {
  return { zero: undefined, one: undefined, value: -1 };
}

/** The values of the prefixes of one length. */
interface LengthMap {
  readonly length: number;
  readonly mask: readonly number[];
  readonly values: Map<number | string, number>;
}

/** A Map per prefix length, asked from the longest down. */
export class MapPerLength implements StringPeer, Updated {
  readonly name = 'Map per length, by hand';
  private maps: readonly LengthMap[] = [];

  constructor(private readonly family: Family) {}

  /** The maps of a whole table. */
  static of({ family, prefixes }: FamilyPrefixes): MapPerLength {
    const peer = new MapPerLength(family);
    for (const [id, prefix] of prefixes.entries()) peer.set(prefix, id);
    return peer;
  }

  /** Gives a prefix a value; -1 takes it away. */
  set({ address, length }: Prefix, value: number): void {
    let map = this.maps.find((one) => one.length === length);
    if (map === undefined) {
      map = { length, mask: maskWords(this.family, length), values: new Map() };
      this.maps = [...this.maps, map].toSorted((a, b) => b.length - a.length);
    }
    const key = keyOf(address.words, map);
    if (value < 0) map.values.delete(key);
    else map.values.set(key, value);
  }

  /** Takes a prefix away. */
  drop(prefix: Prefix): void {
    this.set(prefix, -1);
  }

  lookupAll(texts: readonly string[], out: Int32Array): void {
    const words = new Uint32Array(4);
    for (let at = 0; at < texts.length; at++) {
      readWords(this.family, texts[at] ?? '', words);
      out[at] = this.find(words);
    }
  }

  private find(words: Uint32Array): number {
    for (const map of this.maps) {
      const value = map.values.get(keyOf(words, map));
      if (value !== undefined) return value;
    }
    return -1;
  }
}

/** A number where one holds all bits of the length, as it does for all prefixes of IPv4 and most of IPv6. */
function keyOf(words: ArrayLike<number>, { length, mask }: LengthMap): number | string {
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0] = mask;
  const first = ((words[0] ?? 0) & m0) >>> 0;
  if (length <= 32) return first;
  const second = ((words[1] ?? 0) & m1) >>> 0;
  if (length <= 52) return first * 2 ** 20 + (second >>> 12);
  return `${first} ${second} ${((words[2] ?? 0) & m2) >>> 0} ${((words[3] ?? 0) & m3) >>> 0}`;
}
