import { workerData } from 'node:worker_threads';
import type { Family } from '../../src/address/family.js';
import { LpmTable } from '../../src/lpm/lpm-table.js';
import { serveJob } from '../core/serve-job.js';
import { MapPerLength, ObjectTrie } from './hand-written-peers.js';
import { readEntries, readPrefixes, readRows } from './prefix-file.js';
import { tablePeer } from './strings.js';
import type { StringPeer } from './string-peer.js';
import { UpdateStream, type Updated } from './update-stream.js';
import { QUANTILES, type UpdateJob, type UpdateResult } from './update.js';

/** Our table, and some of its former selves. */
class UpdatedTable implements Updated {
  private table: LpmTable<number>;
  private readonly kept: LpmTable<number>[] = [];
  private count = 0;

  constructor(family: Family, file: string) {
    this.table = LpmTable.from(family, readEntries(file));
  }

  set(...[prefix, value]: Parameters<Updated['set']>): void {
    this.next(this.table.set(prefix, value));
  }

  drop(...[prefix]: Parameters<Updated['drop']>): void {
    this.next(this.table.delete(prefix));
  }

  lookupAll(texts: readonly string[], out: Int32Array): void {
    tablePeer(this.table).lookupAll(texts, out);
  }

  private next(table: LpmTable<number>): void {
    this.table = table;
    if (++this.count % 100 === 0) this.kept[(this.count / 100) % 10] = table;
  }
}

type UpdatedPeer = Updated & Pick<StringPeer, 'lookupAll'>;

const NOTHING: UpdatedPeer = {
  set: () => undefined,
  drop: () => undefined,
  lookupAll: () => undefined,
};

const PREPARE: Readonly<Record<UpdateJob['work'], (family: Family, file: string) => UpdatedPeer>> =
  {
    nexthop: (family, file) => new UpdatedTable(family, file),
    nothing: () => NOTHING,
    objects: (family, file) => ObjectTrie.of({ family, prefixes: readPrefixes(family, file) }),
    maps: (family, file) => MapPerLength.of({ family, prefixes: readPrefixes(family, file) }),
  };

const { family, file, work, count, seed, probes }: UpdateJob = workerData;
const updated = PREPARE[work](family, file);
const stream = new UpdateStream(family, readRows(family, file), seed);

serveJob((): UpdateResult => {
  const times = stream.play(updated, new Float64Array(count));
  const answers = new Int32Array(probes.length);
  updated.lookupAll(probes, answers);
  return {
    microseconds: QUANTILES.map(
      ([, share]) => times[Math.round(share * (times.length - 1))] ?? Number.NaN,
    ),
    answers,
  };
});
