import { addressBitsAt, rowStride } from '../../src/lpm/row/row.js';
import { sortRows } from '../../src/lpm/row/sort-rows.js';
import { tableRows, type FamilyPrefixes } from './prefix-table.js';

/** A record that leads to nothing. */
const NOTHING = -1;
const MARKER = 'ABCDEF4D61784D696E642E636F6D';
/** A value: the control byte of an unsigned number of four bytes, and the number. */
const VALUE_BYTES = 5;

/**
 * Writes a table as a MaxMind DB, in which the value of each prefix is its place in the table. Records have 24 bits where that is
 * enough, as MaxMind's own files do, else 32.
 */
export function writeMmdb(table: FamilyPrefixes): Buffer {
  const tree = new BinaryTree(table);
  const { count } = tree;
  const values = table.prefixes.length;
  const bits = count + 16 + VALUE_BYTES * values < 1 << 24 ? 24 : 32;
  const treeBytes = (2 * bits * count) / 8;
  const metadata = writeMetadata(table.family, count, bits);
  const bytes = Buffer.alloc(treeBytes + 16 + VALUE_BYTES * values + metadata.length);
  for (const [index, entry] of tree.entries()) {
    const record =
      entry === NOTHING ? count : entry >= 0 ? entry : count + 16 + VALUE_BYTES * valueOf(entry);
    bytes.writeUIntBE(record, (index * bits) / 8, bits / 8);
  }
  let end = treeBytes + 16;
  for (let value = 0; value < values; value++, end += VALUE_BYTES) {
    bytes[end] = (6 << 5) | 4;
    bytes.writeUInt32BE(value, end + 1);
  }
  metadata.copy(bytes, end);
  return bytes;
}

/** Values stand in records below {@link NOTHING}. */
function asValue(value: number): number {
  return NOTHING - 1 - value;
}

function valueOf(entry: number): number {
  return NOTHING - 1 - entry;
}

/** A binary tree of two records a node, answers pushed down. */
class BinaryTree {
  private records = new Int32Array(1 << 16).fill(NOTHING);
  count = 1;

  constructor(table: FamilyPrefixes) {
    const stride = rowStride(table.family);
    // In order, an outer prefix comes before those in it: each is pushed down from where it ends when they come.
    const sorted = sortRows(stride, tableRows(table));
    for (let at = 0; at < sorted.length; at += stride) {
      this.insert(sorted, at, sorted[at + stride - 2] ?? 0, sorted[at + stride - 1] ?? 0);
    }
  }

  /** All records, left before right. */
  entries(): IterableIterator<[number, number]> {
    return this.records.subarray(0, 2 * this.count).entries();
  }

  private insert(rows: Uint32Array, at: number, length: number, value: number): void {
    let node = 0;
    for (let depth = 0; depth < length - 1; depth++) {
      const place = 2 * node + addressBitsAt(rows, at, depth, 1);
      let next = this.records[place] ?? NOTHING;
      if (next < 0) {
        const fresh = this.addNode(next);
        this.records[place] = fresh;
        next = fresh;
      }
      node = next;
    }
    if (length === 0) this.records.fill(asValue(value), 0, 2);
    else this.records[2 * node + addressBitsAt(rows, at, length - 1, 1)] = asValue(value);
  }

  private addNode(entry: number): number {
    const node = this.count++;
    if (2 * this.count > this.records.length) {
      const larger = new Int32Array(2 * this.records.length);
      larger.set(this.records);
      this.records = larger;
    }
    this.records.fill(entry, 2 * node, 2 * node + 2);
    return node;
  }
}

function writeMetadata(family: 4 | 6, nodeCount: number, recordSize: number): Buffer {
  const entries: readonly (readonly [string, Buffer])[] = [
    ['binary_format_major_version', writeNumber(2)],
    ['binary_format_minor_version', writeNumber(0)],
    ['build_epoch', writeNumber(0)],
    ['database_type', writeText('nexthop-bench')],
    ['description', Buffer.of(7 << 5)],
    ['ip_version', writeNumber(family)],
    ['languages', Buffer.of(0, 4)],
    ['node_count', writeNumber(nodeCount)],
    ['record_size', writeNumber(recordSize)],
  ];
  const written = entries.flatMap(([key, value]) => [writeText(key), value]);
  return Buffer.concat([
    Buffer.from(MARKER, 'hex'),
    Buffer.of((7 << 5) | entries.length),
    ...written,
  ]);
}

function writeText(text: string): Buffer {
  return Buffer.concat([Buffer.of((2 << 5) | text.length), Buffer.from(text)]);
}

function writeNumber(value: number): Buffer {
  const bytes = Buffer.of((6 << 5) | 4, 0, 0, 0, 0);
  bytes.writeUInt32BE(value, 1);
  return bytes;
}
