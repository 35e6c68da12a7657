import type { Family } from '../../src/address/family.js';
import { lookupTrie, lookupTrieBatch } from '../../src/lpm/lookup-trie.js';
import { rowStride } from '../../src/lpm/row/row.js';
import { sortRows } from '../../src/lpm/row/sort-rows.js';
import { trieShape } from '../../src/lpm/trie/trie-shape.js';
import { buildTrie, type Trie } from '../../src/lpm/trie/trie.js';
import { barChart } from '../core/bar-chart.js';
import { NativeProgram } from '../core/native-program.js';
import { ratiosByName } from '../core/statistics.js';
import type {
  BenchAim,
  BenchGroup,
  BenchSettings,
  BenchSuite,
  SuiteResult,
} from '../core/suite.js';
import { takeTurns, type Contestant } from '../core/take-turns.js';
import { readPrefixTable, tableRows } from './prefix-table.js';
import { makeWorkloads, WORKLOADS_TEXT, type Workload } from './workload.js';

const BATCH = 'nexthop, batch';
const TWIN = 'C twin, plain loop';
const TWIN_LANES = 'C twin, in lanes';
const DPDK = { 4: 'DPDK rte_lpm', 6: 'DPDK rte_lpm6' };

/** Lookups by words, against C. */
export const lookups: BenchSuite = {
  name: 'lookups',
  title: 'Longest-prefix match, by words',
  about: [
    'A full Internet table in which every prefix has a value of its own (so that nothing can be merged), one thread.',
    WORKLOADS_TEXT,
    '“C twin” is our own C of the same structure, on the same words (`bench/native/twin.c`, `cc -O3 -march=native`).',
  ].join('\n'),
  groupSeconds: 15,
  run: async (settings) => {
    const results = [await runFamily(4, settings), await runFamily(6, settings)];
    return {
      groups: results.flatMap((result) => result.groups),
      aims: results.flatMap((result) => result.aims ?? []),
      notes: results.flatMap((result) => result.notes ?? []),
      charts: ([4, 6] as const).map((family, index) => ({
        name: `lookups-ipv${family}`,
        alt: `Lookup rates in a full IPv${family} table`,
        svg: barChart(`IPv${family} lookups`, results[index]?.groups ?? []),
      })),
    };
  },
};

/** Programs in C that could be started, and why others could not. */
interface Natives {
  readonly programs: readonly {
    readonly name: string;
    readonly mode: string;
    readonly program: NativeProgram;
  }[];
  readonly notes: readonly string[];
}

async function runFamily(family: Family, settings: BenchSettings): Promise<SuiteResult> {
  const table = readPrefixTable(family, settings);
  const count = settings.mode === 'smoke' ? 1 << 12 : 1 << 20;
  const workloads = makeWorkloads(table, count, settings.seed);
  const rows = sortRows(rowStride(family), tableRows(table));
  const trie = buildTrie(trieShape(family), rows);
  const natives = await startNatives(trie, rows, workloads, settings);
  try {
    const groups: BenchGroup[] = [];
    for (const [index, workload] of workloads.entries()) {
      const title = `IPv${family}, ${workload.name}`;
      settings.log(`${title}: ${settings.rounds} rounds`);
      const contestants = [
        ...ours(trie, workload, count),
        ...natives.programs.map((native): Contestant => ({
          name: native.name,
          measure: async () => {
            const { nanoseconds, checksum } = await native.program.ask(native.mode, index);
            expectChecksum(native.name, checksum, trie, workload, count);
            return (1000 * count) / nanoseconds;
          },
        })),
      ];
      const measured = await takeTurns(contestants, settings);
      groups.push({ title, unit: 'M/s', better: 'higher', rows: measured, comparedTo: TWIN });
    }
    const source = `IPv${family}: ${table.prefixes.length.toLocaleString('en-US')} prefixes, ${table.source}.`;
    return {
      groups,
      aims: groups.flatMap((group) => aims(family, group)),
      notes: [source, ...natives.notes],
    };
  } finally {
    for (const program of new Set(natives.programs.map((native) => native.program))) program.stop();
  }
}

function ours(trie: Trie, { addresses }: Workload, count: number): readonly Contestant[] {
  const out = new Int32Array(count);
  const rate = (work: () => void): number => {
    const start = performance.now();
    work();
    return count / 1000 / (performance.now() - start);
  };
  return [
    {
      name: BATCH,
      measure: () =>
        rate(() => {
          lookupTrieBatch(trie, addresses, out);
        }),
    },
    {
      name: 'nexthop, one by one',
      measure: () =>
        rate(() => {
          lookupEach(trie, addresses, out);
        }),
    },
  ];
}

function lookupEach(trie: Trie, addresses: Uint32Array, out: Int32Array): void {
  if (trie.writer.shape.family === 4) {
    for (let at = 0; at < out.length; at++) out[at] = lookupTrie(trie, addresses[at] ?? 0);
    return;
  }
  for (let at = 0; at < out.length; at++) {
    const word = 4 * at;
    out[at] = lookupTrie(
      trie,
      addresses[word] ?? 0,
      addresses[word + 1] ?? 0,
      addresses[word + 2] ?? 0,
      addresses[word + 3] ?? 0,
    );
  }
}

const checksums = new WeakMap<Workload, number>();

function expectChecksum(
  name: string,
  checksum: number,
  trie: Trie,
  workload: Workload,
  count: number,
): void {
  let expected = checksums.get(workload);
  if (expected === undefined) {
    const out = new Int32Array(count);
    lookupTrieBatch(trie, workload.addresses, out);
    expected = out.reduce((sum, id) => sum + id, 0);
    checksums.set(workload, expected);
  }
  if (checksum !== expected) throw new Error(`${name}: answers differ (${workload.name})`);
}

async function startNatives(
  trie: Trie,
  rows: Uint32Array,
  workloads: readonly Workload[],
  { log }: BenchSettings,
): Promise<Natives> {
  const { family } = trie.writer.shape;
  const addresses = workloads.map((workload) => workload.addresses);
  const head = Uint32Array.of(family);
  const programs: Natives['programs'][number][] = [];
  const notes: string[] = [];
  const start = async (
    source: string,
    libraries: readonly string[],
    parts: readonly (Uint32Array | Int32Array)[],
    modes: Readonly<Record<string, string>>,
  ): Promise<void> => {
    try {
      const program = await NativeProgram.start(source, libraries, [head, ...parts, ...addresses]);
      for (const [mode, name] of Object.entries(modes)) programs.push({ name, mode, program });
    } catch (error) {
      const [reason] = String(error).split('\n');
      const note = `Not measured for IPv${family}: ${Object.values(modes).join(', ')} (\`bench/native/${source}.c\`): ${reason ?? ''}`;
      log(`!! ${note}`);
      notes.push(note);
    }
  };
  const { directory, words, fallback } = trie;
  const modes = { plain: TWIN, lanes: TWIN_LANES, single: 'C twin, one by one' };
  await start('twin', [], [Int32Array.from(directory.slots), words, fallback.entries], modes);
  const dpdk = { scalar: `${DPDK[family]}, scalar`, bulk: `${DPDK[family]}, bulk` };
  await start('rte_lpm', ['libdpdk'], [rows], dpdk);
  return { programs, notes };
}

/** What is asked of the batch on IPv4 in every workload, and of IPv6 where addresses are in the table. */
function aims(family: Family, { title, rows }: BenchGroup): readonly BenchAim[] {
  if (family === 4) {
    return [
      {
        text: `${title}: batch over the C twin's plain loop`,
        samples: ratiosByName(rows, BATCH, TWIN),
        atLeast: 0.45,
      },
    ];
  }
  if (title.endsWith('rand')) return [];
  return [
    {
      text: `${title}: batch over rte_lpm6, scalar`,
      samples: ratiosByName(rows, BATCH, `${DPDK[6]}, scalar`),
      atLeast: 0.9,
    },
  ];
}
