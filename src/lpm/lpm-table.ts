import { addressBits, type Family } from '../address/family.js';
import type { Prefix } from '../address/prefix.js';
import { lookupTexts } from './lookup-texts.js';
import { lookupTrie, lookupTrieBatch } from './lookup-trie.js';
import { readState, writeState, type AllocateBuffer } from './lpm-bytes.js';
import { LpmDraft } from './lpm-draft.js';
import { buildState, dropRow, putRow, type LpmState } from './lpm-state.js';
import { readRow, readWords, type AddressLike, type PrefixLike } from './prefix-like.js';
import { RowCollector } from './row/row-collector.js';
import type { RowPlace } from './row/row-tree.js';
import { rowCovers, rowPrefix, rowStride, truncateRow } from './row/row.js';
import { lookupV4 } from './trie/trie-v4.js';
import { lookupV6 } from './trie/trie-v6.js';
import type { Trie } from './trie/trie.js';
import { noteEdit, renewValues, type RowEdit } from './trie/value-renewal.js';
import { ValuePool } from './trie/value-pool.js';

/** A prefix of a table and its value. */
export type LpmEntry<V> = readonly [prefix: Prefix, value: V];

/** Where text is read to before a lookup: nothing of it outlives the call. */
const readAddress = new Uint32Array(4);

/** The value id of the longest prefix that holds an address, or NO_VALUE. */
function lookupAddress(family: Family, trie: Trie, address: AddressLike): number {
  // The words are taken one by one: to destructure them would walk an iterator.
  if (family === 4) {
    readWords(4, address, readAddress);
    return lookupV4(trie, readAddress[0] ?? 0);
  }
  readWords(6, address, readAddress);
  const words = readAddress;
  return lookupV6(trie, words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0);
}

/**
 * An immutable table of the prefixes of one family and their values, that answers by longest-prefix match.
 *
 * An edit gives a new table that shares nearly all with the old one, which stays as it is. Prefixes are kept in order: by address, then
 * by length, so that a prefix comes before those that lie in it.
 *
 * @example
 * ```ts
 * import { LpmTable } from 'nexthop/fib';
 * const table = LpmTable.from(4, [['0.0.0.0/0', 'upstream'], ['10.0.0.0/8', 'inside']]);
 * table.lookup('10.1.2.3'); // 'inside'
 * const wider = table.set('10.1.0.0/16', 'lab');
 * wider.lookup('10.1.2.3'); // 'lab'
 * table.lookup('10.1.2.3'); // 'inside'
 * ```
 */
export class LpmTable<V> {
  /** The family of all its prefixes. */
  readonly family: Family;
  private readonly state: LpmState<V>;

  private constructor(state: LpmState<V>) {
    this.family = state.rows.family;
    this.state = state;
    Object.freeze(this);
  }

  /** A table without prefixes. */
  static empty<V>(family: Family): LpmTable<V> {
    return LpmTable.from<V>(family, []);
  }

  /**
   * Makes a table of entries in any order; the last of equal prefixes wins.
   *
   * @throws ParseError when a text is no prefix
   * @throws RangeError when a prefix is of another family
   */
  static from<V>(
    family: Family,
    entries: Iterable<readonly [prefix: PrefixLike, value: V]>,
  ): LpmTable<V> {
    const pool = new ValuePool<V>();
    const rows = new RowCollector(family);
    for (const entry of entries) rows.add(entry[0], pool.idOf(entry[1]));
    return new LpmTable(buildState(family, rows.take(), pool));
  }

  /**
   * Reads what {@link LpmTable.toBytes} wrote, without copying: the table goes on reading the buffer, which may be shared with other
   * workers and must not be written to.
   *
   * @param decode - makes a value of what `encode` gave for it
   * @throws RangeError when the bytes are of another format or version, or damaged
   */
  static fromBytes<V>(bytes: Uint8Array, decode: (json: unknown) => V): LpmTable<V> {
    return new LpmTable(readState(bytes, decode));
  }

  /** How many prefixes there are. */
  get size(): number {
    return this.state.rows.size;
  }

  /** The value of exactly this prefix; undefined when it is not there. */
  get(prefix: PrefixLike): V | undefined {
    const place = this.state.rows.find(readRow(this.family, prefix));
    return place && this.entry(place)[1];
  }

  /** Whether exactly this prefix is there. */
  has(prefix: PrefixLike): boolean {
    return this.state.rows.find(readRow(this.family, prefix)) !== undefined;
  }

  /** The table in which a prefix has a value; itself when it has it already. */
  set(prefix: PrefixLike, value: V): LpmTable<V> {
    const row = readRow(this.family, prefix, this.state.pool.idOf(value));
    return this.edited(putRow(this.state, row), { row, drops: false });
  }

  /** The table without a prefix; itself when it is not there. */
  delete(prefix: PrefixLike): LpmTable<V> {
    const row = readRow(this.family, prefix);
    return this.edited(dropRow(this.state, row), { row, drops: true });
  }

  /** The table after many edits at once, in order: cheaper than one by one. When `edit` throws there is no new table. */
  transaction(edit: (draft: LpmDraft<V>) => void): LpmTable<V> {
    const draft = new LpmDraft(this.family, this.state.pool);
    edit(draft);
    return this.next(draft.applyTo(this.state));
  }

  /**
   * The value of the longest prefix that holds an address; undefined when none does.
   *
   * @param address - text, an address, or a number: the address itself for IPv4, the first of its four 32-bit words for IPv6
   */
  lookup(address: AddressLike | number, word1 = 0, word2 = 0, word3 = 0): V | undefined {
    const { trie, pool } = this.state;
    const id =
      typeof address === 'number'
        ? lookupTrie(trie, address, word1, word2, word3)
        : lookupAddress(this.family, trie, address);
    return id < 0 ? undefined : pool.value(id);
  }

  /**
   * Looks many addresses up.
   *
   * @param addresses - one word per address for IPv4, four for IPv6, most significant first
   * @param out - receives a value id per address, for {@link LpmTable.value}; -1 where no prefix holds it
   * @throws RangeError when `out` is too short or the last address is not whole
   */
  lookupBatch(addresses: Uint32Array, out: Int32Array): void {
    const words = addressBits(this.family) / 32;
    if (addresses.length % words !== 0) {
      throw new RangeError(`addresses: ${words} words each, got ${addresses.length}`);
    }
    if (out.length * words < addresses.length) {
      throw new RangeError(`out: ${addresses.length / words} or longer, got ${out.length}`);
    }
    lookupTrieBatch(this.state.trie, addresses, out);
  }

  /**
   * Looks many addresses up by their text: in a large table up to five times as fast as one by one, since the look-ups wait for memory together.
   *
   * @param addresses - texts, or addresses
   * @param out - receives a value id per address, for {@link LpmTable.value}; -1 where no prefix holds it
   * @throws RangeError when `out` is too short, or an address is of another family
   * @throws ParseError when a text is no address; `out` may have been written to then
   *
   * @example
   * ```ts
   * import { LpmTable } from 'nexthop/fib';
   * const table = LpmTable.from(4, [['10.0.0.0/8', 'inside']]);
   * const ids = new Int32Array(2);
   * table.lookupTexts(['10.1.2.3', '203.0.113.9'], ids);
   * table.value(ids[0] ?? -1); // 'inside'
   * ids[1]; // -1
   * ```
   */
  lookupTexts(addresses: readonly AddressLike[], out: Int32Array): void {
    if (out.length < addresses.length) {
      throw new RangeError(`out: ${addresses.length} or longer, got ${out.length}`);
    }
    lookupTexts(this.family, this.state.trie, addresses, out);
  }

  /**
   * The value of an id from {@link LpmTable.lookupBatch} or {@link LpmTable.lookupTexts}. Ids are good for the table that gave them only.
   *
   * @throws RangeError when there is no such id; -1 is none
   */
  value(id: number): V {
    return this.state.pool.value(id);
  }

  /** The longest prefix that holds an address, and its value; undefined when there is none. */
  lookupPrefix(address: AddressLike): LpmEntry<V> | undefined {
    const place = this.state.rows.longestMatch(this.hostRow(address), addressBits(this.family));
    return place && this.entry(place);
  }

  /** All prefixes that hold all of a prefix, itself included when it is there, longest first. */
  *supernets(prefix: PrefixLike): Iterable<LpmEntry<V>> {
    const row = readRow(this.family, prefix);
    const lengthAt = rowStride(this.family) - 2;
    for (let length = row[lengthAt] ?? 0; length >= 0;) {
      const place = this.state.rows.longestMatch(row, length);
      if (place === undefined) return;
      yield this.entry(place);
      length = (place.rows[place.at + lengthAt] ?? 0) - 1;
    }
  }

  /** All prefixes that lie in a prefix, itself included when it is there, in order. */
  *subnets(prefix: PrefixLike): Iterable<LpmEntry<V>> {
    const row = readRow(this.family, prefix);
    const stride = rowStride(this.family);
    const cursor = this.state.rows.cursor(row);
    for (; !cursor.done && rowCovers(stride, row, 0, cursor.rows, cursor.at); cursor.next()) {
      yield this.entry(cursor);
    }
  }

  /** All prefixes and their values, in order. */
  *[Symbol.iterator](): Iterator<LpmEntry<V>> {
    for (const cursor = this.state.rows.cursor(); !cursor.done; cursor.next()) {
      yield this.entry(cursor);
    }
  }

  /**
   * Writes the table into one buffer, that may be kept, transferred or shared, and from which {@link LpmTable.fromBytes} makes it again
   * at once.
   *
   * @param encode - makes of a value what JSON can hold
   * @param allocate - gives the buffer to write to, for instance a SharedArrayBuffer
   */
  toBytes(
    encode: (value: V) => unknown,
    allocate: AllocateBuffer = (byteLength) => new ArrayBuffer(byteLength),
  ): Uint8Array {
    return writeState(this.state, encode, allocate);
  }

  private edited(state: LpmState<V>, edit: RowEdit): LpmTable<V> {
    if (state === this.state) return this;
    noteEdit(this.state, state, edit);
    return new LpmTable(renewValues(state));
  }

  private next(state: LpmState<V>): LpmTable<V> {
    return state === this.state ? this : new LpmTable(state);
  }

  private entry({ rows, at }: RowPlace): LpmEntry<V> {
    const id = rows[at + rowStride(this.family) - 1] ?? 0;
    return Object.freeze([rowPrefix(this.family, rows, at), this.state.pool.value(id)] as const);
  }

  private hostRow(address: AddressLike): Uint32Array {
    const stride = rowStride(this.family);
    readWords(this.family, address, readAddress);
    const row = new Uint32Array(stride);
    row.set(readAddress.subarray(0, stride - 2));
    truncateRow(stride, row, 0, addressBits(this.family));
    return row;
  }
}
