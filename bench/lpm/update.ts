import type { Family } from '../../src/address/family.js';
import type {
  BenchAim,
  BenchGroup,
  BenchSettings,
  BenchSuite,
  SuiteResult,
} from '../core/suite.js';
import { takeTurns } from '../core/take-turns.js';
import { WorkerJob } from '../core/worker-job.js';
import { withPrefixFile } from './prefix-file.js';
import { readPrefixTable } from './prefix-table.js';
import { addressTexts } from './strings.js';
import { makeWorkloads } from './workload.js';

/** What a worker is asked to do again and again: so many updates more. */
export interface UpdateJob {
  readonly family: Family;
  readonly file: string;
  readonly work: keyof typeof NAMES;
  readonly count: number;
  readonly seed: number;
  /** Addresses that are looked up after each round: all must have come to the same table. */
  readonly probes: readonly string[];
}

/** What it gives. */
export interface UpdateResult {
  /** By quantile. */
  readonly microseconds: readonly number[];
  readonly answers: Int32Array;
}

/** What is reported of the times of a round's updates. */
export const QUANTILES = [
  ['p50', 0.5],
  ['p99', 0.99],
  ['p99.99', 0.9999],
  ['longest', 1],
] as const;

const NAMES = {
  nexthop: 'nexthop, a new table per update',
  objects: 'trie of objects, by hand',
  maps: 'Map per length, by hand',
  nothing: 'nothing at all',
};
/** A round is a million updates: more rounds would show little more. */
const MOST_ROUNDS = 4;

const PAUSES =
  'These are garbage collections: the structures written by hand pause as well, and so, on a busy machine, does “nothing at all”. ' +
  'Processor time of the longest of 300,000 updates, all collecting on one thread, IPv4 and IPv6. ' +
  'An array of its own for each leaf that is copied, 1.5 to 3 KiB outside of the heap: 24 to 35 and 13 to 20 ms, more than half of it freeing such arrays one by one. ' +
  'Fewer of other objects (a directory in blocks, a quarter of the small collections) alone: no less. Leaves of 32 to 64 rows, so smaller arrays, but as many: no less. ' +
  'Leaves cut from one array of 8 KiB: 16 and 21; of 16 KiB, kept: 9 to 22 and 10 to 13; of 64 KiB: 14 and 16, for twice the memory. ' +
  'What is left: 3 ms of freeing arenas that were moved out of, 3 of moving objects, 2 of marking, and small collections of 5 to 8.';

/** Changing a table. */
export const update: BenchSuite = {
  name: 'update',
  title: 'A million updates of a full table',
  about: [
    'Half of the updates give a prefix of the table another value, one that none ever had; a quarter takes a prefix away, a quarter brings one back.',
    'Each update of ours gives a new table and leaves the old one as it was; of the last thousand every hundredth is kept. The others change in place.',
    'Each update is timed alone, garbage collection included wherever it falls; each contestant has a worker of its own.',
    `“${NAMES.nothing}” is timed in the same way: it shows the pauses of the machine itself.`,
  ].join('\n'),
  groupSeconds: 60,
  run: async (settings) => {
    const results = [await runFamily(4, settings), await runFamily(6, settings)];
    return {
      groups: results.flatMap((result) => result.groups),
      aims: results.flatMap((result) => result.aims ?? []),
      notes: [
        'Tried and not kept, p50 on a busy machine, in turns, IPv4 and IPv6. The directory copied whole: 9.8 and 12.4 µs; in blocks of 64 slots, that look-ups put together when the first asks, 7.5 and 7.6. ' +
          'One search of the rows for each of finding, putting and reading what lies in a prefix, and a view for each part of a copied node: 7.8 and 7.6; one search that finds and puts, and whole copies, 5.9 and 5.4. ' +
          'Smaller leaves: of 64 rows, 8.4 to 8.9 and 8.0; of 48, 8.8; of 32, 8.6 and 8.0, where 128 took 7.4 to 7.9 and 7.4 to 8.1. ' +
          'A directory in a typed array: each update took 8 KiB outside of the heap; now it is plain arrays, that go with the next small collection. ' +
          'Renewing all values at once when most are stale: one pause, as long as building the table; now eight rows per update. ' +
          'One array of all values: it paused when it grew; now it is in blocks. ' +
          'Arenas that grow by doubling while the next move is under way: each growth copied all of it; now a move makes room for all edits until the next.',
        `Here are at most ${MOST_ROUNDS} rounds, of a million updates each.`,
      ],
    };
  },
};

async function runFamily(family: Family, settings: BenchSettings): Promise<SuiteResult> {
  const table = readPrefixTable(family, settings);
  const count = settings.mode === 'smoke' ? 2000 : 1_000_000;
  const rounds = Math.min(settings.rounds, MOST_ROUNDS);
  settings.log(`IPv${family}: ${rounds} rounds of ${count.toLocaleString('en-US')} updates`);
  const probes = makeWorkloads(table, 4096, settings.seed)
    .filter(({ name }) => name === 'in')
    .flatMap((workload) => addressTexts(family, workload));
  return withPrefixFile(table, settings.seed, async (file) => {
    const job = { family, file, count, seed: settings.seed, probes };
    const found = await measure(job, rounds);
    const groups = QUANTILES.map(([quantile], index): BenchGroup => ({
      title: `IPv${family} update, ${quantile}`,
      unit: 'µs',
      better: 'lower',
      rows: found.map(([name, results]) => ({
        name,
        // The first round warmed up.
        samples: results.slice(1).map(({ microseconds }) => microseconds[index] ?? Number.NaN),
      })),
    }));
    return { groups, aims: groups.flatMap((group) => aims(group)) };
  });
}

async function measure(
  job: Omit<UpdateJob, 'work'>,
  rounds: number,
): Promise<readonly (readonly [name: string, results: readonly UpdateResult[]])[]> {
  const module = new URL('update-worker.js', import.meta.url);
  const workers: WorkerJob<UpdateResult>[] = [];
  try {
    const found = Object.entries(NAMES).map(([work, name]) => ({
      work,
      name,
      results: [] as UpdateResult[],
    }));
    const contestants = [];
    for (const { work, name, results } of found) {
      const worker = await WorkerJob.start<UpdateResult>(module, { ...job, work });
      workers.push(worker);
      contestants.push({
        name,
        measure: async () => {
          const result = await worker.run();
          results.push(result);
          return result.microseconds[0] ?? Number.NaN;
        },
      });
    }
    await takeTurns(contestants, rounds);
    for (const { work, name, results } of found) {
      if (work !== 'nothing') expectSameAnswers(name, results, found[0]?.results ?? []);
    }
    return found.map(({ name, results }) => [name, results]);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

function expectSameAnswers(
  name: string,
  results: readonly UpdateResult[],
  expected: readonly UpdateResult[],
): void {
  for (const [round, { answers }] of results.entries()) {
    if (answers.some((answer, at) => answer !== expected[round]?.answers[at])) {
      throw new Error(`${name}: other answers after ${round + 1} rounds of updates`);
    }
  }
}

function aims({ title, rows }: BenchGroup): readonly BenchAim[] {
  const samples = rows.find(({ name }) => name === NAMES.nexthop)?.samples ?? [];
  if (title.endsWith('p50')) return [{ text: `${title}, µs`, samples, atMost: 6 }];
  if (title.endsWith('longest'))
    return [{ text: `${title}, µs`, samples, atMost: 5000, remark: PAUSES }];
  return [];
}
