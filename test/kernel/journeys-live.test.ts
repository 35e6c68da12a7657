import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { journeyDifferences } from '../journey/journey-differences.js';
import { linesOf, parseRecorded, read, readNetworks, recordingOf } from '../journey/network.js';
import { judgeNetworks } from './journey/judge.js';
import { playJourneys } from './journey/play.js';
import { askWhyNotLive } from './live.js';

const whyNot = await askWhyNotLive();

describe.skipIf(whyNot !== undefined)('the recorded journeys', () => {
  it.each(readNetworks())('of $name are still those of the kernel', async (network) => {
    const played = await playJourneys(read(network.setup), linesOf(read(network.requests)));
    const recorded = linesOf(readFileSync(recordingOf(network), 'utf8')).map(parseRecorded);
    expect(played).toHaveLength(recorded.length);
    for (const [place, answer] of recorded.entries()) {
      expect(journeyDifferences(played[place] ?? {}, answer)).toEqual([]);
    }
  });
});

/** NETWORKS and SEED make it a long run. */
const COUNT = Number(process.env['NETWORKS'] ?? 3);
const FIRST = Number(process.env['SEED'] ?? Date.now() % 1e6);

describe.skipIf(whyNot !== undefined)('drawn networks', () => {
  it(
    'have packets that go where those of the kernel go',
    async () => {
      const seeds = Array.from({ length: COUNT }, (_, index) => FIRST + index);
      const { packets, differences } = await judgeNetworks(seeds, 20);
      expect(differences).toEqual([]);
      expect(packets).toBe(COUNT * 20);
    },
    COUNT * 60_000,
  );
});
