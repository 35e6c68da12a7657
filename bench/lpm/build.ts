import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Family } from '../../src/address/family.js';
import { LpmTable } from '../../src/lpm/lpm-table.js';
import { readRowInto } from '../../src/lpm/prefix-like.js';
import { rowStride } from '../../src/lpm/row.js';
import { sortRows } from '../../src/lpm/sort-rows.js';
import { trieShape } from '../../src/lpm/trie-shape.js';
import { buildTrie } from '../../src/lpm/trie.js';
import { ratiosByName } from '../core/statistics.js';
import type {
  BenchAim,
  BenchGroup,
  BenchSettings,
  BenchSuite,
  SuiteResult,
} from '../core/suite.js';
import { millisecondsOf, takeTurns, type Contestant } from '../core/take-turns.js';
import { seededRandom } from '../core/random.js';
import { MapPerLength, ObjectTrie } from './hand-written-peers.js';
import { readPrefixTable, tableRows, type PrefixTable } from './prefix-table.js';
import { writeMmdb } from './write-mmdb.js';

const PARSE = 'reading and parsing the lines';
const BUILD = 'nexthop, from the lines';
const SORT = 'nexthop, putting rows in order';

/** Making a table. */
export const build: BenchSuite = {
  name: 'build',
  title: 'Building a full table',
  about: [
    'From a file of lines in no order, a prefix each, to a table that answers; each prefix has a value of its own.',
    `“${PARSE}” reads the file, cuts it into lines, and reads each into an address, a length and a value, in one typed array: what nobody can do without.`,
  ].join('\n'),
  run: async (settings) => {
    const results = [await runFamily(4, settings), await runFamily(6, settings)];
    return {
      groups: results.flatMap((result) => result.groups),
      aims: results.flatMap((result) => result.aims ?? []),
      notes: [
        'The trie of objects, the Map per length and the MaxMind DB are made of prefixes that are parsed already: their times leave the parsing out.',
      ],
    };
  },
};

async function runFamily(family: Family, settings: BenchSettings): Promise<SuiteResult> {
  const table = shuffledTable(readPrefixTable(family, settings), settings.seed);
  const folder = mkdtempSync(join(tmpdir(), 'nexthop-bench-'));
  try {
    const file = join(folder, 'prefixes.txt');
    writeFileSync(file, table.texts.join('\n'));
    settings.log(`IPv${family}: ${settings.rounds} rounds`);
    const fromLines: BenchGroup = {
      title: `IPv${family}, from lines`,
      unit: 'ms',
      better: 'lower',
      rows: await takeTurns(lineReaders(table, file), settings.rounds),
      comparedTo: PARSE,
    };
    const fromPrefixes: BenchGroup = {
      title: `IPv${family}, parsed already`,
      unit: 'ms',
      better: 'lower',
      rows: await takeTurns(builders(table), settings.rounds),
      comparedTo: SORT,
    };
    return { groups: [fromLines, fromPrefixes], aims: [aim(fromLines)] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function aim({ title, rows }: BenchGroup): BenchAim {
  return {
    text: `${title}: building over ${PARSE}`,
    samples: ratiosByName(rows, BUILD, PARSE),
    atMost: 2,
  };
}

function lineReaders({ family, prefixes }: PrefixTable, file: string): readonly Contestant[] {
  const stride = rowStride(family);
  const readLines = (): readonly string[] => readFileSync(file, 'latin1').split('\n');
  return [
    timed(PARSE, prefixes.length, () => {
      const lines = readLines();
      const rows = new Uint32Array(stride * lines.length);
      for (const [id, line] of lines.entries()) readRowInto(family, line, id, rows, stride * id);
      return rows.length / stride;
    }),
    timed(BUILD, prefixes.length, () => {
      const entries = readLines().map((line, id) => [line, id] as const);
      return LpmTable.from(family, entries).size;
    }),
  ];
}

function builders(table: PrefixTable): readonly Contestant[] {
  const { family, prefixes, texts } = table;
  const size = prefixes.length;
  const shape = trieShape(family);
  const rows = tableRows(table);
  const sorted = sortRows(rowStride(family), rows);
  const ready = LpmTable.from(
    family,
    texts.map((text, id) => [text, id] as const),
  );
  const bytes = ready.toBytes((id) => id);
  return [
    timed(SORT, size, () => sortRows(rowStride(family), rows).length / rowStride(family)),
    timed('nexthop, the trie of rows in order', size, () => {
      buildTrie(shape, sorted);
      return size;
    }),
    timed('nexthop, toBytes', size, () => {
      ready.toBytes((id) => id);
      return size;
    }),
    timed('nexthop, fromBytes', size, () => LpmTable.fromBytes(bytes, Number).size),
    timed('trie of objects, by hand', size, () => {
      ObjectTrie.of(table);
      return size;
    }),
    timed('Map per length, by hand', size, () => {
      MapPerLength.of(table);
      return size;
    }),
    timed('a MaxMind DB', size, () => {
      writeMmdb(table);
      return size;
    }),
  ];
}

/** Measures work that gives the number of prefixes it has come to, which must be the table's. */
function timed(name: string, size: number, work: () => number): Contestant {
  return {
    name,
    measure: () => {
      let count = 0;
      const took = millisecondsOf(() => {
        count = work();
      });
      if (count !== size) throw new Error(`${name}: ${count} prefixes, expected ${size}`);
      return took;
    },
  };
}

/** The table in no order: files of real ones are often sorted. */
function shuffledTable(table: PrefixTable, seed: number): PrefixTable {
  const random = seededRandom(seed);
  const order = Array.from(table.texts, (_, index) => index);
  for (let index = order.length - 1; index > 0; index--) {
    const other = random() % (index + 1);
    const [a = 0, b = 0] = [order[index], order[other]];
    order[index] = b;
    order[other] = a;
  }
  return {
    ...table,
    prefixes: order.flatMap((index) => table.prefixes[index] ?? []),
    texts: order.flatMap((index) => table.texts[index] ?? []),
  };
}
