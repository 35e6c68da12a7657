import { compiledPath } from '../../src/compile/compiled-path.js';
import type { PacketColumns } from '../../src/compile/packet-columns.js';
import { programOf } from '../../src/evaluate/program-of.js';
import type { Host } from '../../src/host/host.js';
import { lookupTrieBatch } from '../../src/lpm/lookup-trie.js';
import type { Trie } from '../../src/lpm/trie/trie.js';
import { barChart } from '../core/bar-chart.js';
import { ratiosByName } from '../core/statistics.js';
import type { BenchAim, BenchGroup, BenchRow, BenchSuite } from '../core/suite.js';
import { takeTurns, type Contestant } from '../core/take-turns.js';
import { readPrefixTable } from '../lpm/prefix-table.js';
import { makeWorkloads, WORKLOADS_TEXT } from '../lpm/workload.js';
import { ENGINE, engines } from './engines.js';
import { expectOutcomes } from './expect-outcomes.js';
import { foundingHost, withMainTable } from './hosts.js';
import { BATCH, makeTraffic } from './traffic.js';

const BARE = 'the bare lookup, in batches';

/** The founding example with a full-size main table. */
export const wholePath: BenchSuite = {
  name: 'path',
  title: 'The whole path of a packet',
  about: [
    'The founding example (mangle marks SMTP, an `ip rule` sends the mark to a table of its own), with a full Internet table as its table main, over 64 next hops. Packets are',
    'sent by local sockets, two of three by TCP, one of ten of those to port 25: three route lookups, the OUTPUT chain, for SMTP a fourth lookup, counters. Columns in, columns out,',
    `${BATCH} packets at a time, one thread. “The bare lookup” is one longest-prefix match per packet in the same table, and nothing else.`,
    WORKLOADS_TEXT,
  ].join('\n'),
  groupSeconds: 30,
  run: async (settings) => {
    const table = readPrefixTable(4, settings);
    settings.log(`making a host with ${table.prefixes.length} routes`);
    const started = performance.now();
    const host = withMainTable(foundingHost(), table.prefixes);
    const made = performance.now();
    const trie = largestTrie(host);
    const compiled = performance.now();
    const count = settings.mode === 'smoke' ? BATCH : 1 << 18;
    const groups: BenchGroup[] = [];
    for (const { name, addresses } of makeWorkloads(table, count, settings.seed)) {
      settings.log(`${name}: ${settings.rounds} rounds`);
      const batches = makeTraffic(count, { dst: addresses, seed: settings.seed });
      const [first] = batches;
      if (first !== undefined) expectOutcomes(host, first, settings.mode === 'smoke' ? 200 : 1000);
      const loads = { passes: 2, single: Math.min(count, 20_000), evaluator: Math.min(count, 500) };
      const contestants = [bareLookup(trie, batches), ...engines(host, batches, loads)];
      const rows = await takeTurns(contestants, settings);
      groups.push({ title: name, unit: 'M/s', better: 'higher', rows, comparedTo: BARE });
    }
    return {
      groups: [...groups, nanoseconds(groups)],
      aims: groups.flatMap(aims),
      notes: [
        `${table.prefixes.length.toLocaleString('en-US')} routes, ${table.source}: put into the host in ${seconds(made - started)}, compiled in ${seconds(compiled - made)}.`,
        'One by one a packet and its outcome are objects; the host after each packet, with its counters, is made when it is asked for, which is not here.',
      ],
      charts: [
        {
          name: 'whole-path',
          alt: 'Packets per second through the whole path',
          svg: barChart('The whole path, full-size main table', groups),
        },
      ],
    };
  },
};

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The trie of the host's largest table. */
function largestTrie(host: Host): Trie {
  const { tables } = compiledPath(programOf(host.namespace, 4)).output;
  const sorted = tables.toSorted((a, b) => b.shapeOf.length - a.shapeOf.length);
  const [largest] = sorted;
  if (largest === undefined) throw new RangeError('host: without tables');
  return largest.trie;
}

function bareLookup(trie: Trie, batches: readonly PacketColumns[]): Contestant {
  const found = new Int32Array(BATCH);
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  return {
    name: BARE,
    measure: () => {
      const start = performance.now();
      for (let pass = 0; pass < 4; pass++) {
        for (const { dst } of batches) lookupTrieBatch(trie, dst, found);
      }
      return (4 * count) / 1000 / (performance.now() - start);
    },
  };
}

function aims({ title, rows }: BenchGroup): readonly BenchAim[] {
  return [
    {
      text: `The whole path, ${title}: million packets per second in batches`,
      samples: rows.find(({ name }) => name === ENGINE.batch)?.samples ?? [],
      atLeast: 10,
    },
    {
      text: `The whole path, ${title}: time over that of the bare lookup`,
      samples: ratiosByName(rows, BARE, ENGINE.batch),
      atMost: 3,
      remark: MISSED,
    },
  ];
}

const MISSED = [
  'A packet costs one such lookup, in a table that gives its class and its route at once, and a fixed part of 50 to 60 ns, which does not shrink with the lookup: a ratio of 3 leaves it 30 to 40.',
  'By a profile of one small batch over and over, on a busy machine: the gateway, the route and the counters take a quarter, the classes of the other fields a fifth, the columns that differ from packet to',
  'packet a sixth. The columns are 79 bytes a packet that pass through the caches, and the same lookup takes up to twice as long among them as alone. Other designs, each measured on a busy machine: class and',
  'route read from tables by the number that the lookup gives, and every column written packet by packet, took 6.5 to 11.5 times the bare lookup, where it was 4 to 5.4 afterwards. With the class and the route given at',
  'once, but six columns still written packet by packet, the writing took some 38 ns a packet, where it took 24 with those filled in that most packets leave alike. Two or three smaller loops in the place of the one',
  'that writes gateways and routes and counts: 16.5 ns against 13.4. Arrays as constants of their module took some 5 ns off.',
].join(' ');

/** The same as time per packet. */
function nanoseconds(groups: readonly BenchGroup[]): BenchGroup {
  const rows = groups.flatMap(({ title, rows: own }) =>
    own.map(({ name, samples }): BenchRow => ({
      name: `${title}: ${name}`,
      samples: samples.map((rate) => 1000 / rate),
    })),
  );
  return { title: 'time per packet', unit: 'ns', better: 'lower', rows };
}
