import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressFromWords, type Address } from '../../src/address/address.js';
import { parsePrefix, printAddress, printPrefix } from '../../src/address/address-text.js';
import { prefixContains, prefixCovers, type Prefix } from '../../src/address/prefix.js';
import type { PacketColumns } from '../../src/compile/packet-columns.js';
import type { Host } from '../../src/host/host.js';
import { NamespaceShell } from '../core/namespace-shell.js';
import type { BenchSettings, BenchSuite, SuiteResult } from '../core/suite.js';
import { takeTurns, type Contestant } from '../core/take-turns.js';
import { generateTable } from '../lpm/prefix-table.js';
import { makeWorkloads } from '../lpm/workload.js';
import { engines } from './engines.js';
import { FOUNDING, foundingHost, gatewayOf, withMainTable } from './hosts.js';
import { makeTraffic } from './traffic.js';

const KERNEL = 'ip -batch, route get';
const QUESTIONS = { smoke: 200, full: 20_000 };
const ROUTES = { smoke: 500, full: 100_000 };

/** Where the founding example has routes of its own, or the kernel has ideas of its own. */
const SPECIAL = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '192.168.0.0/16', '224.0.0.0/3'];

/** What a user would do instead: ask the kernel. */
export const kernel: BenchSuite = {
  name: 'kernel',
  title: 'Against asking the kernel',
  about: [
    'What one does without nexthop: set the host up in a network namespace, as root, and ask `ip -batch` with a line `route get ADDRESS` or `route get ADDRESS mark 2` for each packet.',
    `The founding example with ${ROUTES.full.toLocaleString('en-US')} routes, ${QUESTIONS.full.toLocaleString('en-US')} questions a round, the start of \`ip\` and its text output included. \`ip\` answers for the routing`,
    'alone: the mark that table mangle would set has to be known before, while nexthop sends the packet through the chains too. Every answer of the two is compared.',
  ].join('\n'),
  groupSeconds: 30,
  run: async (settings) => {
    let shell: NamespaceShell;
    try {
      shell = await NamespaceShell.start();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { groups: [], notes: [`**Not measured: no network namespace: ${why}.**`] };
    }
    const folder = mkdtempSync(join(tmpdir(), 'nexthop-kernel-'));
    try {
      return await compare(shell, folder, settings);
    } finally {
      shell.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function compare(
  shell: NamespaceShell,
  folder: string,
  settings: BenchSettings,
): Promise<SuiteResult> {
  const size = settings.mode === 'smoke' ? 'smoke' : 'full';
  const special = SPECIAL.map((text) => parsePrefix(text));
  const prefixes = generateTable(4, ROUTES[size], settings.seed).prefixes.filter(
    (prefix) => !special.some((one) => prefixCovers(one, prefix) || prefixCovers(prefix, one)),
  );
  const host = withMainTable(foundingHost(), prefixes);
  settings.log(`giving ${prefixes.length} routes to the kernel`);
  await setUp(shell, folder, prefixes);
  const batches = drawQuestions(prefixes, QUESTIONS[size], settings.seed);
  const files = { questions: join(folder, 'questions'), answers: join(folder, 'answers') };
  writeFileSync(files.questions, batches.flatMap(printQuestions).join(''));
  const loads = { passes: 1, single: QUESTIONS[size], evaluator: Math.min(200, QUESTIONS[size]) };
  const ip: Contestant = {
    name: KERNEL,
    measure: async () => {
      const start = performance.now();
      await shell.run(`ip -batch ${files.questions} > ${files.answers}`);
      const text = readFileSync(files.answers, 'utf8');
      const rate = QUESTIONS[size] / 1000 / (performance.now() - start);
      expectAnswers(host, batches, text);
      return rate;
    },
  };
  const rows = await takeTurns([ip, ...engines(host, batches, loads)], settings);
  const title = 'questions about the founding example';
  return {
    groups: [{ title, unit: 'M/s', better: 'higher', rows, comparedTo: KERNEL }],
    notes: [
      'One by one a packet and its outcome are objects; the host after it is made when it is asked for, which is not here. For many packets there are batches.',
      'Processor time of a packet sent alone, on a busy machine, in turns: 39 µs when its outcome was joined of several objects, each walk had memory of its own, the route was printed each time and the host after it made whether or not anybody asked; 10 since then. ' +
        'Printed routes are remembered, up to 4096: where each packet takes another route that no packet took before, it is some 7 µs more.',
    ],
  };
}

/** Makes the founding example in the namespace, and gives it the routes. */
async function setUp(
  shell: NamespaceShell,
  folder: string,
  prefixes: readonly Prefix[],
): Promise<void> {
  for (const command of FOUNDING) {
    const status = await shell.run(command);
    if (status !== 0) throw new Error(`${command}: status ${status}`);
  }
  const routes = join(folder, 'routes');
  const lines = prefixes.map(
    (prefix, index) =>
      `route add ${printPrefix(prefix)} via ${printAddress(gatewayOf(index))} dev eth0\n`,
  );
  writeFileSync(routes, lines.join(''));
  const status = await shell.run(`ip -batch ${routes}`);
  if (status !== 0) throw new Error(`ip -batch: status ${status}`);
}

/** Packets whose mark says what a rule would: one of ten has mark 2. */
function drawQuestions(
  prefixes: readonly Prefix[],
  count: number,
  seed: number,
): readonly PacketColumns[] {
  const special = SPECIAL.map((text) => parsePrefix(text));
  const table = { family: 4, prefixes, texts: [], source: '' } as const;
  const inside = makeWorkloads(table, 2 * count, seed)[1]?.addresses ?? new Uint32Array(0);
  const dst = inside.filter((word) => !special.some((one) => prefixContains(one, addressOf(word))));
  const batches = makeTraffic(count, { dst, seed });
  for (const batch of batches) {
    batch.protocol.fill(17);
    for (let at = 0; at < batch.count; at++) batch.mark[at] = batch.dport[at] === 25 ? 2 : 0;
  }
  return batches;
}

function addressOf(word: number): Address {
  return addressFromWords(4, [word]);
}

function printQuestions({ dst, mark, count }: PacketColumns): readonly string[] {
  return Array.from({ length: count }, (_, at) => {
    const words = mark[at] === 2 ? ' mark 2' : '';
    return `route get ${printAddress(addressOf(dst[at] ?? 0))}${words}\n`;
  });
}

/** Throws when the kernel and the compiled host don't give the same gateway to every packet. */
function expectAnswers(host: Host, batches: readonly PacketColumns[], text: string): void {
  const found = [...text.matchAll(/^\S+ via (\S+) dev eth0/gm)].map(([, gateway]) => gateway);
  const compiled = host.compile();
  const expected = batches.flatMap((batch) => {
    const { outcomes } = compiled.sendBatch(batch);
    return Array.from({ length: batch.count }, (_, at) => {
      const gateway = compiled.names(4).gateways[outcomes.gateway[at] ?? -1];
      return gateway === undefined ? 'none' : printAddress(gateway);
    });
  });
  const wrong = expected.findIndex((gateway, at) => gateway !== found[at]);
  if (wrong >= 0 || found.length !== expected.length) {
    throw new Error(`question ${wrong}: nexthop ${expected[wrong]}, the kernel ${found[wrong]}`);
  }
}
