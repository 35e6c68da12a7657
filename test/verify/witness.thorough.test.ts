import { expect, it } from 'vitest';
import { scenarioHosts } from './hosts.js';
import { judgeWitnesses, type Judged } from './witness.suite.js';

it(
  'counterexamples on every scenario are what the evaluator makes of them',
  { timeout: 3_600_000 },
  async () => {
    const judged: Judged = new Map();
    for (const [, host] of await scenarioHosts()) judgeWitnesses(host, judged);
    for (const [, { proved, wrong }] of judged) {
      expect(Math.min(proved, wrong)).toBeGreaterThan(100);
    }
  },
);
