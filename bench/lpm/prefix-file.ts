import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Family } from '../../src/address/family.js';
import type { Prefix } from '../../src/address/prefix.js';
import { readRowInto } from '../../src/lpm/prefix-like.js';
import { rowPrefix, rowStride } from '../../src/lpm/row/row.js';
import { seededRandom } from '../core/random.js';
import type { PrefixTable } from './prefix-table.js';

/** Has a function work on a file of a table's prefixes, a line each and in no order: files of real ones are often sorted. */
export async function withPrefixFile<R>(
  { texts }: PrefixTable,
  seed: number,
  use: (file: string) => Promise<R>,
): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), 'nexthop-bench-'));
  try {
    const file = join(folder, 'prefixes.txt');
    writeFileSync(file, shuffled(texts, seed).join('\n'));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The lines of such a file. */
function readLines(file: string): readonly string[] {
  return readFileSync(file, 'latin1').split('\n');
}

/** The lines with their places as values. */
export function* readEntries(file: string): Iterable<readonly [line: string, id: number]> {
  let id = 0;
  for (const line of readLines(file)) yield [line, id++];
}

/** Lines as rows, in their order; the value of each is its place. */
export function readRows(family: Family, file: string): Uint32Array {
  const stride = rowStride(family);
  const lines = readLines(file);
  const rows = new Uint32Array(stride * lines.length);
  for (const [id, line] of lines.entries()) readRowInto(family, line, id, rows, stride * id);
  return rows;
}

/** Lines as prefixes. */
export function readPrefixes(family: Family, file: string): readonly Prefix[] {
  const rows = readRows(family, file);
  const stride = rowStride(family);
  return Array.from({ length: rows.length / stride }, (_, id) =>
    rowPrefix(family, rows, stride * id),
  );
}

function shuffled(texts: readonly string[], seed: number): readonly string[] {
  const random = seededRandom(seed);
  const order = [...texts];
  for (let index = order.length - 1; index > 0; index--) {
    const other = random() % (index + 1);
    const [a, b] = [order[index], order[other]];
    if (a === undefined || b === undefined) break;
    order[index] = b;
    order[other] = a;
  }
  return order;
}
