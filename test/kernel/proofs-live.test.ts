import { describe, expect, it } from 'vitest';
import { judgeProofs, type JudgedProofs } from './journey/judge-proofs.js';
import { askWhyNotLive } from './live.js';

const whyNot = await askWhyNotLive();

/** PROOF_NETWORKS and SEED make it a long run. */
const COUNT = Number(process.env['PROOF_NETWORKS'] ?? 1);
const FIRST = Number(process.env['SEED'] ?? 1);
const CLAIMS = 12;

describe.skipIf(whyNot !== undefined)('claims about journeys', () => {
  it(
    'are true of the packets that are sent, and wrong of their counterexamples',
    async () => {
      const judged: JudgedProofs = {
        proved: 0,
        wrong: 0,
        undecided: 0,
        packets: 0,
        differences: [],
      };
      for (let seed = FIRST; seed < FIRST + COUNT; seed += 1) {
        // oxlint-disable-next-line no-await-in-loop -- one network after the other
        await judgeProofs(seed, CLAIMS, judged);
      }
      expect(judged.differences).toEqual([]);
      expect(judged.packets).toBeGreaterThanOrEqual(COUNT * CLAIMS);
      expect(judged.undecided).toBeLessThan(COUNT * 2);
    },
    COUNT * 120_000,
  );
});
