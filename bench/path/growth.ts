import type { Host } from '../../src/host/host.js';
import { linkByName } from '../../src/namespace/namespace.js';
import { lineChart } from '../core/line-chart.js';
import { median } from '../core/statistics.js';
import type { BenchAim, BenchGroup, BenchRow, BenchSettings, BenchSuite } from '../core/suite.js';
import { takeTurns } from '../core/take-turns.js';
import { generateTable } from '../lpm/prefix-table.js';
import { makeWorkloads } from '../lpm/workload.js';
import { ENGINE, engines } from './engines.js';
import { expectOutcomes } from './expect-outcomes.js';
import { foundingHost, withMainTable } from './hosts.js';
import { BATCH, makeTraffic, type TrafficOptions } from './traffic.js';

/** A kind of host that grows. */
interface Growth {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly host: (size: number) => Host;
  readonly traffic: (size: number, host: Host) => TrafficOptions;
}

/** Addresses under 10.0.0.0/8, as many as there are rules and then some. */
function addresses(size: number): Uint32Array {
  return Uint32Array.from({ length: 1 << 14 }, (_, index) => 0x0a000000 + (index % (size + 64)));
}

/** Rules of table mangle, loaded at once as people load thousands. */
function mangleRules(size: number, rule: (index: number) => string): Host {
  const rules = Array.from({ length: size }, (_, index) => `${rule(index)}\n`);
  const text = `*mangle\n${rules.join('')}COMMIT\n`;
  const { host, exit, stderr } = foundingHost().exec(['iptables-restore', '-n'], text);
  if (exit !== 0) throw new Error(stderr);
  return host;
}

const GROWTHS: readonly Growth[] = [
  {
    name: 'ip rules by fwmark, local packets',
    sizes: [1, 10, 100],
    host: (size) =>
      foundingHost(
        Array.from({ length: size }, (_, index) => [
          `ip rule add fwmark ${16 + index} table ${1000 + index}`,
          `ip route add default via 192.168.1.${50 + (index % 200)} table ${1000 + index}`,
        ]).flat(),
      ),
    traffic: (size) => ({ dst: addresses(64), marks: 16 + size, seed: 1 }),
  },
  {
    name: 'mangle rules by address, local packets',
    sizes: [1, 10, 100, 1000, 10_000],
    host: (size) =>
      mangleRules(
        size,
        (index) => `-A OUTPUT -d 10.0.${index >> 8}.${index & 255} -j MARK --set-mark ${index % 4}`,
      ),
    traffic: (size) => ({ dst: addresses(size), seed: 1 }),
  },
  {
    name: 'mangle rules by port, forwarded packets',
    sizes: [1, 10, 100, 1000, 10_000],
    host: (size) =>
      mangleRules(
        size,
        (index) => `-A PREROUTING -p tcp --dport ${1 + index} -j MARK --set-mark ${index % 4}`,
      ),
    traffic: (_size, host) => ({
      dst: addresses(64),
      iif: linkByName(host.namespace, 'eth0')?.index ?? 0,
      src: 0xc0a80137,
      seed: 1,
    }),
  },
];

const BY_ADDRESS =
  'Each rule has a counter, so of 4096 packets nearly every one moves on another two numbers, and comes to a path of its own. Nanoseconds of processor time per packet with 10,000 rules, on a busy machine, in turns; with 1 rule, 52 to 56. ' +
  'Paths that move the same counters on, as objects, and counters for packets of both ways in each batch: 145 to 158. Groups of counters end to end in flat lists, and counters only for ways that have packets, kept: 112 to 117. ' +
  'By the profile before, a sixth went to moving counters on, a tenth to writing columns, a twentieth to making counters, a tenth to garbage collection of them, a twentieth to finding paths.';

/** How the cost of a packet grows with rules and prefixes. */
export const growth: BenchSuite = {
  name: 'growth',
  title: 'How the cost grows with rules and prefixes',
  about: [
    'The founding example with more and more `ip rule`s, `iptables` rules and routes. Traffic meets all of them: marks, addresses and ports are drawn from as many as there are rules.',
    'Time per packet; what a host is asked for the first time it learns, which is measured with the rest in the first rounds only.',
  ].join('\n'),
  groupSeconds: 6,
  run: async (settings) => {
    const isSmoke = settings.mode === 'smoke';
    const groups: BenchGroup[] = [];
    const aims: BenchAim[] = [];
    for (const grown of [...GROWTHS, prefixGrowth(settings)]) {
      const sizes = isSmoke ? grown.sizes.slice(0, 2) : grown.sizes;
      const rows: BenchRow[] = [];
      for (const size of sizes) rows.push(...(await measure(grown, size, settings)));
      groups.push({ title: grown.name, unit: 'ns', better: 'lower', rows });
      const [first, last] = [sizes[0] ?? 0, sizes.at(-1) ?? 0];
      aims.push({
        text: `${last.toLocaleString('en-US')} ${grown.name}: time over that of ${first.toLocaleString('en-US')}, in batches`,
        samples: [cost(rows, ENGINE.batch, last) / cost(rows, ENGINE.batch, first)],
        atMost: 3,
        ...(grown.name.startsWith('mangle rules by address') ? { remark: BY_ADDRESS } : {}),
      });
    }
    return { groups, aims, charts: charts(groups) };
  },
};

function prefixGrowth({ mode, seed }: BenchSettings): Growth {
  const sizes = mode === 'smoke' ? [100, 1000] : [100, 1000, 10_000, 100_000];
  const tables = new Map(sizes.map((size) => [size, generateTable(4, size, seed)] as const));
  const tableOf = (size: number): ReturnType<typeof generateTable> =>
    tables.get(size) ?? generateTable(4, size, seed);
  return {
    name: 'routes in table main, local packets',
    sizes,
    host: (size) => withMainTable(foundingHost(), tableOf(size).prefixes),
    traffic: (size) => {
      const [, inside] = makeWorkloads(tableOf(size), 1 << 14, seed);
      return { dst: inside?.addresses ?? new Uint32Array(1), seed };
    },
  };
}

async function measure(
  { name, host: makeHost, traffic }: Growth,
  size: number,
  settings: BenchSettings,
): Promise<readonly BenchRow[]> {
  settings.log(`${size} ${name}`);
  const host = makeHost(size);
  const count = settings.mode === 'smoke' ? BATCH : 1 << 17;
  const batches = makeTraffic(count, traffic(size, host));
  const [first] = batches;
  if (first !== undefined) expectOutcomes(host, first, size > 100 ? 20 : 100);
  const loads = { passes: 1, single: size > 100 ? 200 : 2000, evaluator: size > 100 ? 20 : 200 };
  const rows = await takeTurns(engines(host, batches, loads), settings);
  return rows.map((row) => ({
    name: rowName(size, row.name),
    samples: row.samples.map((rate) => 1000 / rate),
  }));
}

function rowName(size: number, engine: string): string {
  return `${size.toLocaleString('en-US')}: ${engine}`;
}

function cost(rows: readonly BenchRow[], engine: string, size: number): number {
  return median(rows.find(({ name }) => name === rowName(size, engine))?.samples ?? []);
}

function charts(groups: readonly BenchGroup[]): readonly {
  readonly name: string;
  readonly alt: string;
  readonly svg: string;
}[] {
  const lines = (engine: string): Parameters<typeof lineChart>[3] =>
    groups.map(({ title, rows }) => ({
      name: title.replace(/,.*/, ''),
      points: rows
        .filter(({ name }) => name.endsWith(`: ${engine}`))
        .map(({ name, samples }) => ({
          x: Number(name.replace(/:.*/, '').replaceAll(',', '')),
          y: median(samples),
        })),
    }));
  return [
    ['growth-batch', ENGINE.batch] as const,
    ['growth-evaluator', ENGINE.evaluator] as const,
  ].map(([name, engine]) => ({
    name,
    alt: `Time per packet by the number of rules or routes: ${engine}`,
    svg: lineChart(`Cost of a packet: ${engine}`, 'rules or routes', 'ns', lines(engine)),
  }));
}
