import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { workerData } from 'node:worker_threads';
import LongestPrefixMatch from 'longest-prefix-match';
import { LpmTable } from '../../src/lpm/lpm-table.js';
import { rowStride } from '../../src/lpm/row/row.js';
import { sortRows } from '../../src/lpm/row/sort-rows.js';
import { trieShape } from '../../src/lpm/trie/trie-shape.js';
import { buildTrie } from '../../src/lpm/trie/trie.js';
import type { Family } from '../../src/address/family.js';
import { serveJob } from '../core/serve-job.js';
import { MapPerLength, ObjectTrie } from './hand-written-peers.js';
import type { MemoryJob } from './memory.js';
import { readEntries, readPrefixes, readRows } from './prefix-file.js';
import { writeMmdb } from './write-mmdb.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Makes the thing whose memory is asked for. */
const MAKE: Readonly<Record<MemoryJob['work'], (family: Family, file: string) => unknown>> = {
  trie: (family, file) =>
    buildTrie(trieShape(family), sortRows(rowStride(family), readRows(family, file))),
  table: (family, file) => LpmTable.from(family, readEntries(file)),
  mmdb: (family, file) => writeMmdb({ family, prefixes: readPrefixes(family, file) }),
  maps: (family, file) => MapPerLength.of({ family, prefixes: readPrefixes(family, file) }),
  objects: (family, file) => ObjectTrie.of({ family, prefixes: readPrefixes(family, file) }),
  longestPrefixMatch: (_, file) => {
    const peer = new LongestPrefixMatch<number>();
    for (const [prefix, id] of readEntries(file)) peer.addPrefix(prefix, id);
    return peer;
  },
};

/** What is in use in this worker alone. */
function bytesInUse(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const { family, file, work }: MemoryJob = workerData;
// Compiled code and the like are there then.
MAKE[work](family, file);
const kept: unknown[] = [];

serveJob(() => {
  kept.length = 0;
  const before = bytesInUse();
  kept.push(MAKE[work](family, file));
  return bytesInUse() - before;
});
