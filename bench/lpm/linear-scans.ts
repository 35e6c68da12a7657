import type { Family } from '../../src/address/family.js';
import type { BenchGroup, BenchSettings, BenchSuite } from '../core/suite.js';
import { takeTurns } from '../core/take-turns.js';
import { expectAnswers } from './expect-answers.js';
import { LINEAR_PEERS } from './linear-peers.js';
import { generateTable } from './prefix-table.js';
import { addressTexts, ourPeer, OURS } from './strings.js';
import { makeWorkloads } from './workload.js';

const SIZE = 1000;
/** So many addresses are looked up between two looks at the clock: the slowest takes a tenth of a second for each. */
const CHUNK = 4;
/** Of so many addresses the answers are held to each other. */
const CHECKED = 32;

/** Lookups by text in a small table, against packages that try one prefix after the other. */
export const linearScans: BenchSuite = {
  name: 'linear-scans',
  title: 'One thousand prefixes, string in',
  about:
    'What people use when they have a list of prefixes: each of these tries one after the other, so a full table is out of reach. Generated, one thousand prefixes.',
  groupSeconds: 20,
  run: async (settings) => ({
    groups: [...(await runFamily(4, settings)), ...(await runFamily(6, settings))],
    notes: [
      'net.BlockList, cidr-matcher and is-in-subnet only report whether any prefix holds the address, and may stop at the first; ' +
        'ipaddr.js, netmask and ip-num are given the prefixes longest first, so that the first that holds the address is the answer.',
    ],
  }),
};

async function runFamily(family: Family, settings: BenchSettings): Promise<readonly BenchGroup[]> {
  const table = generateTable(family, SIZE, settings.seed);
  const peers = [ourPeer(table), ...LINEAR_PEERS.map((make) => make(table))];
  const groups: BenchGroup[] = [];
  for (const workload of makeWorkloads(
    table,
    settings.mode === 'smoke' ? 64 : 512,
    settings.seed,
  )) {
    if (workload.name === 'zipf') continue;
    const title = `IPv${family}, ${SIZE} prefixes, ${workload.name}`;
    settings.log(`${title}: ${settings.rounds} rounds`);
    const texts = addressTexts(family, workload);
    expectAnswers(peers, texts.slice(0, CHECKED));
    const chunks = Array.from({ length: texts.length / CHUNK }, (_, index) =>
      texts.slice(CHUNK * index, CHUNK * (index + 1)),
    );
    const out = new Int32Array(CHUNK);
    let next = 0;
    const contestants = peers.map((peer) => ({
      name: peer.name,
      measure: () => {
        const start = performance.now();
        let count = 0;
        do {
          peer.lookupAll(chunks[next++ % chunks.length] ?? [], out);
          count += CHUNK;
        } while (performance.now() - start < 20);
        return count / (performance.now() - start);
      },
    }));
    const rows = await takeTurns(contestants, settings);
    groups.push({ title, unit: 'thousand/s', better: 'higher', rows, comparedTo: OURS });
  }
  return groups;
}
