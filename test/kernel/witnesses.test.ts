import { describe, expect, test } from 'vitest';
import { expectAgreement } from './agreement.js';
import { askWhyNotLive } from './live.js';
import { printWitnessDifferences } from './witnesses/print-witness-differences.js';
import { newTally, replayWitnesses } from './witnesses/replay-witnesses.js';
import { drawnWitnessHost, scenarioWitnessHosts } from './witnesses/witness-hosts.js';

const HOSTS = 20;
/** What nobody can send is counted; everything else has to be sent. */
const IMPOSSIBLE = new Set([
  'on a device that is down, or has its other end down',
  'of a protocol number that is an extension header',
  'what is forwarded over lo, which comes back in until its TTL runs out',
]);
/** No further host is begun after so many seconds, so that a slow machine does not hold up the rest. */
const SECONDS = Number(process.env['WITNESS_SECONDS'] ?? 45);

describe.runIf((await askWhyNotLive()) === undefined)('packets of every class', () => {
  test('meet the fate of their class in the live kernel', { timeout: 0 }, async () => {
    const tally = newTally();
    const end = Date.now() + SECONDS * 1000;
    const [founding] = await scenarioWitnessHosts();
    const drawn = Array.from({ length: HOSTS - 1 }, (_, seed) => drawnWitnessHost(seed));
    for (const host of [...(founding === undefined ? [] : [founding]), ...drawn]) {
      if (Date.now() > end) break;
      // oxlint-disable-next-line no-await-in-loop -- one world after the other
      const differences = await replayWitnesses(host, tally);
      expectAgreement(printWitnessDifferences(host, differences));
    }
    process.stderr.write(`\nwitnesses: ${JSON.stringify(tally)}\n`);
    expect(tally.replayed).toBeGreaterThan(0);
    const unsent = Object.keys(tally.unsendable).filter((why) => !IMPOSSIBLE.has(why));
    expect(unsent).toEqual([]);
  });
});
