import { describe, expect, it } from 'vitest';
import { journeyDifferences } from '../journey/journey-differences.js';
import { linesOf, parseRecorded, read, readNetworks, type Network } from '../journey/network.js';
import { judgeNetworks } from './journey/judge.js';
import { playJourneys } from './journey/play.js';
import { askWhyNotLive } from './live.js';

const whyNot = await askWhyNotLive();

/** A request takes a second or two, in networks of up to 75 of them that are played side by side. */
const LONGEST = 300_000;

describe.skipIf(whyNot !== undefined)('the recorded journeys', () => {
  it(
    'are still those of the kernel',
    async () => {
      // Each network waits most of the time, in namespaces of its own.
      const found = await Promise.all(readNetworks('reference').map(differencesNow));
      expect(found.flat()).toEqual([]);
    },
    LONGEST,
  );
});

/** How what the kernel does now differs from what was recorded, twice: what is late on a busy machine, or not seen, is not so again. */
async function differencesNow(network: Network): Promise<readonly string[]> {
  const once = await differencesOf(network);
  const twice = once.length > 0 ? await differencesOf(network) : [];
  return twice.filter((found) => once.includes(found));
}

async function differencesOf(network: Network): Promise<readonly string[]> {
  const played = await playJourneys(read(network.setup), linesOf(read(network.requests)));
  const recorded = linesOf(read(network.recording)).map(parseRecorded);
  const length =
    played.length === recorded.length ? [] : [`${network.name}: ${played.length} answers`];
  const differences = recorded.flatMap((answer, place) =>
    journeyDifferences(played[place] ?? {}, answer).map(
      (text) => `${network.name} ${place + 1}: ${text}`,
    ),
  );
  return [...length, ...differences];
}

/** NETWORKS and SEED make it a long run. */
const COUNT = Number(process.env['NETWORKS'] ?? 1);
const PACKETS = Number(process.env['PACKETS'] ?? 12);
const FIRST = Number(process.env['SEED'] ?? 1);

describe.skipIf(whyNot !== undefined)('drawn networks', () => {
  it(
    'have packets that go where those of the kernel go',
    async () => {
      const seeds = Array.from({ length: COUNT }, (_, index) => FIRST + index);
      const { packets, differences } = await judgeNetworks(seeds, PACKETS);
      expect(differences).toEqual([]);
      expect(packets).toBe(COUNT * PACKETS);
    },
    COUNT * 60_000,
  );
});
