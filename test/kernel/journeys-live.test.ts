import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { journeyDifferences } from '../journey/journey-differences.js';
import { linesOf, parseRecorded, read, readNetworks, recordingOf } from '../journey/network.js';
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
