import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parsePrefix, printPrefix } from '../../src/address/address-text.js';
import type { Family } from '../../src/address/family.js';
import type { BenchSettings } from '../core/suite.js';
import { makeRow, rowStride } from '../../src/lpm/row/row.js';
import { generatePrefixes } from './generate-prefixes.js';
import type { Prefix } from '../../src/address/prefix.js';

/** Prefixes of one family; the value of each is its place. */
export interface FamilyPrefixes {
  readonly family: Family;
  readonly prefixes: readonly Prefix[];
}

/** The prefixes that everything is measured with. */
export interface PrefixTable extends FamilyPrefixes {
  readonly texts: readonly string[];
  /** Where they come from, for the report. */
  readonly source: string;
}

/** How many prefixes a full Internet table has. */
const FULL_SIZE = { 4: 901_899, 6: 160_147 };
/** Enough for every kind of node. */
const SMOKE_SIZE = 5000;

/** The table that the settings ask for: from a file, or generated. */
export function readPrefixTable(family: Family, settings: BenchSettings): PrefixTable {
  const file = settings.tableFiles[family];
  if (file !== undefined) return readFile(family, file);
  const size = settings.mode === 'smoke' ? SMOKE_SIZE : FULL_SIZE[family];
  return generateTable(family, size, settings.seed);
}

/** A generated table of a size. */
export function generateTable(family: Family, size: number, seed: number): PrefixTable {
  const prefixes = generatePrefixes(family, size, seed);
  const texts = prefixes.map((prefix) => printPrefix(prefix));
  return { family, prefixes, texts, source: `generated, seed ${seed}` };
}

function readFile(family: Family, file: string): PrefixTable {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const texts = text.split(/\r?\n/).filter((line) => line !== '');
  const prefixes = texts.map((line) => parsePrefix(line));
  return { family, prefixes, texts, source: 'the file given' };
}

/** The table's rows in its order; the value of each is its place. */
export function tableRows({ family, prefixes }: FamilyPrefixes): Uint32Array {
  const stride = rowStride(family);
  const rows = new Uint32Array(stride * prefixes.length);
  for (const [id, prefix] of prefixes.entries()) rows.set(makeRow(prefix, id), stride * id);
  return rows;
}
