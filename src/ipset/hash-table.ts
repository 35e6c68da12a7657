import { Map } from 'immutable';
import { frozen } from '../frozen.js';
import { isSameEntry, type Entry, type EntryCounters } from './entry.js';
import { hashWords } from './jenkins-hash.js';

/** Some places for entries with one hash; those that were emptied are undefined. */
export interface Bucket {
  /** Places that it has memory for. */
  readonly size: number;
  /** Up to the last that is in use. */
  readonly places: readonly (Entry | undefined)[];
  /** What the last entry of each place has counted, where it is gone: the next begins with it. */
  readonly counted: readonly (EntryCounters | undefined)[];
}

/** The entries of a set as the kernel keeps them: their order when listed, and the memory that they take, depend on it. Source: `ip_set_hash_gen.h`. */
export interface HashTable {
  /** It has 2^bits buckets. */
  readonly bits: number;
  /** How many places a bucket gets before the table is made larger. */
  readonly bucketsize: number;
  readonly initval: number;
  readonly buckets: Map<number, Bucket>;
  /** How many times a bucket began or got more places: each time a whole bucket's head is counted as memory. */
  readonly heads: number;
  /** How many entries each region has; each takes 1024 buckets in a row. */
  readonly regions: readonly number[];
}

/** How many places a bucket begins with, and gets more at a time. Source: `AHASH_INIT_SIZE`. */
const STEP = 2;
/** Buckets of one region, as bits. Source: `HTABLE_REGION_BITS`. */
const REGION_BITS = 10;
/** The most places that a bucket can be given. Source: `AHASH_MAX_TUNED`. */
const MOST_PLACES = 64;
const HEAD_BYTES = 32;
const REGION_BYTES = 24;

/** An empty table. */
export function makeHashTable(bits: number, bucketsize: number, initval: number): HashTable {
  return { bits, bucketsize, initval, buckets: Map(), heads: 0, regions: noRegions(bits) };
}

/** The table without its entries; it stays as large as it is. */
export function emptied({ bits, bucketsize, initval }: HashTable): HashTable {
  return makeHashTable(bits, bucketsize, initval);
}

function noRegions(bits: number): readonly number[] {
  return Array.from({ length: 2 ** Math.max(0, bits - REGION_BITS) }, () => 0);
}

/** The entries in the order in which they're listed. */
export function entriesOf({ buckets }: HashTable): readonly Entry[] {
  const inOrder = [...buckets.keys()].toSorted((a, b) => a - b);
  return inOrder.flatMap(
    (index) => buckets.get(index)?.places.filter((entry) => entry !== undefined) ?? [],
  );
}

/** How many entries there are. */
export function countEntries({ regions }: HashTable): number {
  return regions.reduce((sum, count) => sum + count, 0);
}

/** The memory that the table takes, in bytes, when an entry takes so many. */
export function tableBytes({ buckets, regions, heads }: HashTable, entryBytes: number): number {
  const places = buckets.valueSeq().reduce((sum, { size }) => sum + size, 0);
  return regions.length * REGION_BYTES + heads * HEAD_BYTES + places * entryBytes;
}

/** The entry that stands for what is asked; undefined when there is none. */
export function findEntry(
  table: HashTable,
  asked: Pick<Entry, 'key' | 'parts'>,
): Entry | undefined {
  const places = table.buckets.get(indexOf(table, asked.key))?.places ?? [];
  return places.find((entry) => entry !== undefined && isSameEntry(entry, asked));
}

/** What comes of putting an entry in. */
export type Insertion = HashTable | 'exists' | 'full';

/** What holds when an entry is put in. */
export interface InsertionRules {
  /** As many entries as the set may have. */
  readonly most: number;
  /** An entry that is there gets the extras of the new one. */
  readonly renew: boolean;
  /** In a full set the first of its bucket makes room for it, if there is one. */
  readonly forceadd: boolean;
}

/**
 * Puts an entry in.
 *
 * @param make - the entry, by what its place has counted before
 */
export function insertEntry(
  table: HashTable,
  asked: Pick<Entry, 'key' | 'parts'>,
  make: (counted: EntryCounters | undefined) => Entry,
  rules: InsertionRules,
): Insertion {
  const index = indexOf(table, asked.key);
  const bucket = table.buckets.get(index) ?? NO_BUCKET;
  const { places, size, counted: before } = bucket;
  const there = places.findIndex((one) => one !== undefined && isSameEntry(one, asked));
  const old = places[there];
  if (old !== undefined) {
    if (!rules.renew) return 'exists';
    const renewed = { ...make(old.counters), parts: old.parts };
    return withBucket(table, index, { ...bucket, places: places.with(there, renewed) }, 0);
  }
  const hole = places.indexOf(undefined);
  if (hole >= 0) {
    const filled = places.with(hole, make(before[hole]));
    return withBucket(table, index, { ...bucket, places: filled }, 1);
  }
  if (isFull(table, index, rules.most)) {
    const [first] = places;
    if (!rules.forceadd || first === undefined) return 'full';
    const forced = places.with(0, make(first.counters));
    return withBucket(table, index, { ...bucket, places: forced }, 0);
  }
  if (places.length < size) {
    const longer = [...places, make(before[places.length])];
    return withBucket(table, index, { ...bucket, places: longer }, 1);
  }
  const bucketsize = tunedSize(table, places, asked);
  if (bucketsize === undefined) return 'full';
  const tuned = { ...table, bucketsize };
  if (size >= bucketsize) return insertEntry(enlarged(tuned), asked, make, rules);
  const larger = { size: size + STEP, places: [...places, make(undefined)], counted: before };
  return withBucket(tuned, index, larger, 1);
}

const NO_BUCKET: Bucket = { size: STEP, places: [], counted: [] };

/** The table without an entry; undefined when it isn't there. */
export function removeEntry(
  table: HashTable,
  asked: Pick<Entry, 'key' | 'parts'>,
): HashTable | undefined {
  const index = indexOf(table, asked.key);
  const bucket = table.buckets.get(index);
  if (bucket === undefined) return undefined;
  const { places, size } = bucket;
  const at = places.findIndex((entry) => entry !== undefined && isSameEntry(entry, asked));
  if (at < 0) return undefined;
  const remembered = keptCount(bucket, at);
  const left = at + 1 === places.length ? places.slice(0, -1) : places.with(at, undefined);
  const holes = left.filter((entry) => entry === undefined).length;
  if (holes === left.length) {
    const buckets = table.buckets.delete(index);
    return { ...recounted(table, index, -1), buckets, heads: table.heads - 1 };
  }
  if (holes < STEP)
    return withBucket(table, index, { size, places: left, counted: remembered }, -1);
  const kept = left.filter((entry) => entry !== undefined);
  return withBucket(table, index, { size: size - STEP, places: kept, counted: [] }, -1);
}

/** What a bucket's places have counted when one of them is given up. */
function keptCount({ places, counted }: Bucket, at: number): Bucket['counted'] {
  const counters = places[at]?.counters;
  if (counters === undefined) return counted;
  const kept = [...counted];
  while (kept.length <= at) kept.push(undefined);
  kept[at] = counters;
  return kept;
}

function indexOf({ bits, initval }: HashTable, key: readonly number[]): number {
  return (hashWords(key, initval) & (2 ** bits - 1)) >>> 0;
}

function withBucket(table: HashTable, index: number, bucket: Bucket, more: number): HashTable {
  const steps = (bucket.size - (table.buckets.get(index)?.size ?? 0)) / STEP;
  return {
    ...recounted(table, index, more),
    buckets: table.buckets.set(index, frozen(bucket)),
    heads: table.heads + steps,
  };
}

function recounted(table: HashTable, index: number, more: number): HashTable {
  const { regions } = table;
  const region = regionOf(index);
  return { ...table, regions: regions.with(region, (regions[region] ?? 0) + more) };
}

/** A region that has its share or more makes the kernel count all. */
function isFull(table: HashTable, index: number, most: number): boolean {
  const { regions } = table;
  const own = regions[regionOf(index)] ?? 0;
  return own >= Math.floor(most / regions.length) && countEntries(table) >= most;
}

/** Entries that differ by their device alone share a bucket however many they are; undefined when it can't get larger. */
function tunedSize(
  { bucketsize }: HashTable,
  places: Bucket['places'],
  { key, parts }: Pick<Entry, 'key' | 'parts'>,
): number | undefined {
  if (!parts.some((part) => part.kind === 'device')) return bucketsize;
  if (bucketsize >= MOST_PLACES) return undefined;
  const alike = places.filter((one) => one?.key.every((word, at) => word === key[at])).length;
  return bucketsize <= alike ? bucketsize + STEP : bucketsize;
}

/** The table with twice the buckets, or more when some bucket would still be too large. */
function enlarged(table: HashTable): HashTable {
  const entries = entriesOf(table);
  for (let bits = table.bits + 1; ; bits++) {
    const larger = spread(entries, makeHashTable(bits, table.bucketsize, table.initval));
    if (larger !== undefined) return larger;
  }
}

function spread(entries: readonly Entry[], empty: HashTable): HashTable | undefined {
  const buckets = new globalThis.Map<number, { size: number; places: Entry[]; counted: [] }>();
  const regions = [...empty.regions];
  let heads = 0;
  for (const entry of entries) {
    const index = indexOf(empty, entry.key);
    const bucket = buckets.get(index) ?? { size: 0, places: [], counted: [] };
    buckets.set(index, bucket);
    if (bucket.places.length >= bucket.size) {
      if (bucket.size >= empty.bucketsize) return undefined;
      bucket.size += STEP;
      heads += 1;
    }
    bucket.places.push(entry);
    const region = regionOf(index);
    regions[region] = (regions[region] ?? 0) + 1;
  }
  return { ...empty, buckets: Map(buckets).map(frozen<Bucket>), heads, regions };
}

function regionOf(index: number): number {
  return index >>> REGION_BITS;
}
