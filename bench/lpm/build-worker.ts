import { workerData } from 'node:worker_threads';
import type { Family } from '../../src/address/family.js';
import { LpmTable } from '../../src/lpm/lpm-table.js';
import { rowStride } from '../../src/lpm/row/row.js';
import { sortRows } from '../../src/lpm/row/sort-rows.js';
import { trieShape } from '../../src/lpm/trie/trie-shape.js';
import { buildTrie } from '../../src/lpm/trie/trie.js';
import { serveJob } from '../core/serve-job.js';
import { millisecondsOf } from '../core/take-turns.js';
import type { BuildJob } from './build.js';
import { MapPerLength, ObjectTrie } from './hand-written-peers.js';
import { readEntries, readPrefixes, readRows } from './prefix-file.js';
import { writeMmdb } from './write-mmdb.js';

/** By its name, what a job does when it is asked to: it gives the number of prefixes that it came to. */
const PREPARE: Readonly<Record<BuildJob['work'], (family: Family, file: string) => () => number>> =
  {
    parse: (family, file) => () => readRows(family, file).length / rowStride(family),
    build: (family, file) => () => LpmTable.from(family, readEntries(file)).size,
    sort: (family, file) => {
      const rows = readRows(family, file);
      return () => sortRows(rowStride(family), rows).length / rowStride(family);
    },
    trie: (family, file) => {
      const rows = sortRows(rowStride(family), readRows(family, file));
      return () => {
        buildTrie(trieShape(family), rows);
        return rows.length / rowStride(family);
      };
    },
    toBytes: (family, file) => {
      const table = LpmTable.from(family, readEntries(file));
      return () => {
        table.toBytes((id) => id);
        return table.size;
      };
    },
    fromBytes: (family, file) => {
      const bytes = LpmTable.from(family, readEntries(file)).toBytes((id) => id);
      return () => LpmTable.fromBytes(bytes, Number).size;
    },
    objects: (family, file) => {
      const prefixes = readPrefixes(family, file);
      return () => {
        ObjectTrie.of({ family, prefixes });
        return prefixes.length;
      };
    },
    maps: (family, file) => {
      const prefixes = readPrefixes(family, file);
      return () => {
        MapPerLength.of({ family, prefixes });
        return prefixes.length;
      };
    },
    mmdb: (family, file) => {
      const prefixes = readPrefixes(family, file);
      return () => {
        writeMmdb({ family, prefixes });
        return prefixes.length;
      };
    },
  };

const { family, file, work, size }: BuildJob = workerData;
const run = PREPARE[work](family, file);

serveJob(() => {
  let count = 0;
  const took = millisecondsOf(() => {
    count = run();
  });
  if (count !== size) throw new Error(`${work}: ${count} prefixes, expected ${size}`);
  return took;
});
