import type { Family } from '../../src/address/family.js';
import { ratiosByName } from '../core/statistics.js';
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

/** What a worker is asked to do again and again. */
export interface BuildJob {
  readonly family: Family;
  readonly file: string;
  readonly work: keyof typeof FROM_LINES | keyof typeof PARSED_ALREADY;
  /** How many prefixes it must come to. */
  readonly size: number;
}

const FROM_LINES = { parse: 'reading and parsing the lines', build: 'nexthop, from the lines' };
const PARSED_ALREADY = {
  sort: 'nexthop, putting rows in order',
  trie: 'nexthop, the trie of rows in order',
  toBytes: 'nexthop, toBytes',
  fromBytes: 'nexthop, fromBytes',
  objects: 'trie of objects, by hand',
  maps: 'Map per length, by hand',
  mmdb: 'a MaxMind DB',
};

const IPV6_BUILD =
  'Of the time beyond reading and parsing, two fifths go to the trie, whose nodes stand five levels deep where most prefixes end, a third to putting rows in order, the rest to collecting rows and values. ' +
  'Parsing and the trie alone come to 1.6 or 1.7 times the parsing, which leaves next to nothing for the order. ' +
  'Putting 160,147 rows in order, milliseconds of processor time on a busy machine, in turns: six passes over 64 bits, 20; five over the first 54, kept, 15 (11 to 13 without what follows the passes); ' +
  'keys with the places of their rows, rows fetched at the end, 13 to 13.5 in the place of these 11 to 13; keys as doubles by the sort of typed arrays, without fetching any row, 15. ' +
  'From lines to the table: rows in one array that doubles, 96 to 108; in blocks, kept, 93 to 97; with the index of values given up after 4096 different ones in place of 32,768, kept, 83 to 88; without any index, and room for a million rows from the start, 79 to 88.';

/** Making a table. */
export const build: BenchSuite = {
  name: 'build',
  title: 'Building a full table',
  about: [
    'From a file of lines in no order, a prefix each, to a table that answers; each prefix has a value of its own. Each contestant has a worker of its own.',
    `“${FROM_LINES.parse}” reads the file, cuts it into lines, and reads each into an address, a length and a value, in one typed array: what nobody can do without.`,
  ].join('\n'),
  groupSeconds: 25,
  run: async (settings) => {
    const results = [await runFamily(4, settings), await runFamily(6, settings)];
    return {
      groups: results.flatMap((result) => result.groups),
      aims: results.flatMap((result) => result.aims ?? []),
      notes: [
        'Tried and not kept. Sorting the places of rows by all digits, the length among them: 265 ms of processor time on a busy machine; places with their keys, 125; whole rows by the words that distinguish them, kept, 50. ' +
          'An index of 65,536 values that is asked for each: it took most of the time where every prefix has a value of its own; now it is no longer asked once 4096 different ones have come in a row.',
        'The trie of objects, the Map per length and the MaxMind DB are made of prefixes that are parsed already: their times leave the parsing out.',
      ],
    };
  },
};

async function runFamily(family: Family, settings: BenchSettings): Promise<SuiteResult> {
  const table = readPrefixTable(family, settings);
  const size = table.prefixes.length;
  return withPrefixFile(table, settings.seed, async (file) => {
    const fromLines: BenchGroup = {
      title: `IPv${family}, from lines`,
      unit: 'ms',
      better: 'lower',
      rows: await measure(FROM_LINES, { family, file, size }, settings),
      comparedTo: FROM_LINES.parse,
    };
    const parsedAlready: BenchGroup = {
      title: `IPv${family}, parsed already`,
      unit: 'ms',
      better: 'lower',
      rows: await measure(PARSED_ALREADY, { family, file, size }, settings),
      comparedTo: PARSED_ALREADY.sort,
    };
    return { groups: [fromLines, parsedAlready], aims: [aim(fromLines)] };
  });
}

async function measure(
  names: Partial<Readonly<Record<BuildJob['work'], string>>>,
  job: Omit<BuildJob, 'work'>,
  settings: BenchSettings,
): Promise<BenchGroup['rows']> {
  const { log, rounds } = settings;
  log(`IPv${job.family}, ${Object.keys(names).join(', ')}: ${rounds} rounds`);
  const module = new URL('build-worker.js', import.meta.url);
  const jobs: WorkerJob<number>[] = [];
  try {
    const contestants = [];
    for (const [work, name] of Object.entries(names)) {
      const worker = await WorkerJob.start<number>(module, { ...job, work });
      jobs.push(worker);
      contestants.push({ name, measure: () => worker.run() });
    }
    return await takeTurns(contestants, settings);
  } finally {
    await Promise.all(jobs.map((worker) => worker.stop()));
  }
}

function aim({ title, rows }: BenchGroup): BenchAim {
  return {
    text: `${title}: building over ${FROM_LINES.parse}`,
    samples: ratiosByName(rows, FROM_LINES.build, FROM_LINES.parse),
    atMost: 2,
    ...(title.startsWith('IPv6') ? { remark: IPV6_BUILD } : {}),
  };
}
