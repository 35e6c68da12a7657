import type { Family } from '../../src/address/family.js';
import type {
  BenchAim,
  BenchGroup,
  BenchRow,
  BenchSettings,
  BenchSuite,
  SuiteResult,
} from '../core/suite.js';
import { WorkerJob } from '../core/worker-job.js';
import { withPrefixFile } from './prefix-file.js';
import { readPrefixTable } from './prefix-table.js';

/** What a worker is asked to make, to measure how many bytes it takes. */
export interface MemoryJob {
  readonly family: Family;
  readonly file: string;
  readonly work: keyof typeof NAMES;
}

const NAMES = {
  trie: 'nexthop, the trie: what look-ups read',
  table: 'nexthop, the whole table',
  mmdb: 'a MaxMind DB',
  maps: 'Map per length, by hand',
  objects: 'trie of objects, by hand',
  longestPrefixMatch: 'longest-prefix-match',
};
const AIMS = { 4: 7, 6: 16 };

/** The memory of a table. */
export const memory: BenchSuite = {
  name: 'memory',
  title: 'Memory of a full table',
  about: [
    'Bytes in use per prefix, in a worker of its own, after garbage collection; each prefix has a value of its own, a small integer.',
    'The trie is all that look-ups read; the whole table has besides it every prefix in order (12 bytes for IPv4, 24 for IPv6, and what edits need room for) and the values.',
  ].join('\n'),
  groupSeconds: 60,
  run: async (settings) => {
    const results = [await runFamily(4, settings), await runFamily(6, settings)];
    return {
      groups: results.flatMap((result) => result.groups),
      aims: results.flatMap((result) => result.aims ?? []),
      notes: [
        'DPDK’s rte_lpm takes 64 MiB for its first level alone, and what its second level is configured for: 74 bytes per prefix and more. It is not measured here.',
        'These are counts, not times: one round.',
      ],
    };
  },
};

async function runFamily(family: Family, settings: BenchSettings): Promise<SuiteResult> {
  const table = readPrefixTable(family, settings);
  const size = table.prefixes.length;
  settings.log(`IPv${family}: memory`);
  const rows = await withPrefixFile(table, settings.seed, async (file) => {
    const found: BenchRow[] = [];
    for (const [work, name] of Object.entries(NAMES)) {
      const worker = await WorkerJob.start<number>(new URL('memory-worker.js', import.meta.url), {
        family,
        file,
        work,
      });
      found.push({ name, samples: [(await worker.run()) / size] });
      await worker.stop();
    }
    return found;
  });
  const title = `IPv${family}, memory`;
  const group: BenchGroup = {
    title,
    unit: 'bytes/prefix',
    better: 'lower',
    rows,
    comparedTo: NAMES.trie,
  };
  return { groups: [group], aims: settings.mode === 'smoke' ? [] : [aim(family, group)] };
}

function aim(family: Family, { title, rows }: BenchGroup): BenchAim {
  return {
    text: `${title}: bytes per prefix, what look-ups read`,
    samples: rows.find(({ name }) => name === NAMES.trie)?.samples ?? [],
    atMost: AIMS[family],
  };
}
