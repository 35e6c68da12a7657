import { makeOutcomeColumns } from '../../src/compile/outcome-columns.js';
import { linkByName } from '../../src/namespace/namespace.js';
import type { Host } from '../../src/host/host.js';
import { PROTOCOL } from '../../src/packet/protocol.js';
import { lineChart } from '../core/line-chart.js';
import { median, ratiosByName } from '../core/statistics.js';
import type { BenchGroup, BenchRow, BenchSettings, BenchSuite } from '../core/suite.js';
import { takeTurns, type Contestant } from '../core/take-turns.js';
import { makeTraffic } from '../path/traffic.js';
import { askApart } from '../verify/ask-apart.js';
import { servicesHost } from '../verify/hosts.js';
import { serviceWord } from './services-table.js';

/** Packets of a round. Each begins a connection, which the host keeps for the whole run. */
const PACKETS = 2048;

/** A table of services of nft: what a packet costs in it, and a division into classes. */
export const nftServices: BenchSuite = {
  name: 'nft-services',
  title: 'Services in verdict maps of nft',
  about: [
    'One verdict map finds the service of a packet by address, protocol and port, its chain draws one of two endpoints, and the chain of that translates the destination. Packets arrive from one client, for all services in',
    'turns, and each begins a connection, so that none is answered from what was learned of packets before it: this is the plain walk of compiled code. “classes” is the first question about all IPv4 packets in a new process, of services with one endpoint.',
  ].join('\n'),
  groupSeconds: 20,
  run: async (settings) => {
    const packets = await packetGroup(settings);
    const classes = await classesGroup(settings);
    const [first, last] = [packets.rows[0]?.name ?? '', packets.rows.at(-1)?.name ?? ''];
    return {
      groups: [packets, classes],
      aims: [
        {
          text: `A packet among ${last}: time over that among ${first}`,
          samples: ratiosByName(packets.rows, last, first),
          atMost: 2,
        },
        ...classes.rows.slice(-1).map(({ name, samples }) => ({
          text: `classes of ${name}, first, ms`,
          samples,
          atMost: 10_000,
          remark: CLASSES,
        })),
      ],
      charts: [
        {
          name: 'nft-classes',
          alt: 'How the time of a division into classes grows with services of nft',
          svg: lineChart('Classes of services', 'services', 'ms', [
            { name: 'first', points: classes.rows.map(pointOf) },
          ]),
        },
      ],
    };
  },
};

const CLASSES = [
  '1,000 services have 22,119 classes: a destination that differs decides. Time grows with services, not with their square.',
  'Seconds of processor time of all threads on an overloaded machine, in turns: states compared with all before them, 45; grouped by sums of what they have, 26; cut by no condition when a state has all packets of its variants, 21; fates divided by what has few values first, 15.4 million results of operations on diagrams for 19.7;',
  'packets of classes worked out when they are asked for, and not divided by what has many values, 11.5 for 20; states that differ in nothing but constants joined, 217 states at steps for a service in the place of 530, and what becomes of their addresses read off the constants, 6.9.',
  'Tried before that: 100,000 variants kept apart at one step in the place of 10,000, 18.2 s of the main thread for 16.3; 20 to 1,000, with a tenth more classes, no faster.',
].join(' ');

async function packetGroup(settings: BenchSettings): Promise<BenchGroup> {
  const sizes = settings.mode === 'smoke' ? [2, 20] : [10, 100, 1000, 10_000];
  const contestants: Contestant[] = [];
  for (const size of sizes) {
    settings.log(`${size} services`);
    contestants.push(inBatches(servicesHost(size, 2), size, settings.seed));
  }
  const rows = await takeTurns(contestants, settings);
  return { title: 'A packet, compiled, in batches', unit: 'ns', better: 'lower', rows };
}

function inBatches(host: Host, services: number, seed: number): Contestant {
  const compiled = host.compile();
  const iif = linkByName(host.namespace, 'eth0')?.index ?? 0;
  const dst = Uint32Array.from({ length: PACKETS }, (_, index) => serviceWord(index % services));
  const outcomes = makeOutcomeColumns(4, PACKETS);
  let round = 0;
  return {
    name: servicesName(services),
    measure: () => {
      const batches = makeTraffic(PACKETS, { dst, src: 0xc0a80137, iif, seed: seed + round++ });
      for (const batch of batches) {
        batch.protocol.fill(PROTOCOL.tcp);
        batch.dport.fill(80);
      }
      const start = performance.now();
      for (const batch of batches) compiled.sendBatch(batch, outcomes);
      const time = performance.now() - start;
      if (outcomes.dport[0] !== 8080) throw new Error('a packet was not translated');
      return (1e6 * time) / PACKETS;
    },
  };
}

async function classesGroup({ mode, seed, log }: BenchSettings): Promise<BenchGroup> {
  const rows: BenchRow[] = [];
  for (const size of mode === 'smoke' ? [5] : [10, 100, 1000]) {
    log(`classes of ${size} services`);
    const setUp = { kind: 'services', size, seed } as const;
    const { firstMilliseconds } = await askApart({ setUp, question: 'classes', again: 0 });
    rows.push({ name: servicesName(size), samples: [firstMilliseconds] });
  }
  return { title: 'Classes by services', unit: 'ms', better: 'lower', rows };
}

function servicesName(count: number): string {
  return `${count.toLocaleString('en-US')} services`;
}

function pointOf({ name, samples }: BenchRow): { readonly x: number; readonly y: number } {
  return { x: Number(name.replace(/ .*/, '').replaceAll(',', '')), y: median(samples) };
}
