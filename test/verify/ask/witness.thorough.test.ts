import { expect, it } from 'vitest';
import { mostly } from '../../sample.js';
import { scenarioHosts } from '../hosts.js';
import { judgeWitnesses, type Judged } from './witness.suite.js';

it(
  'counterexamples on hosts of scenarios are what the evaluator makes of them',
  { timeout: 3_600_000 },
  async () => {
    const judged: Judged = new Map();
    for (const host of await scenarioHosts(mostly(20))) judgeWitnesses(host, judged);
    for (const [, { proved, wrong }] of judged) {
      expect(Math.min(proved, wrong)).toBeGreaterThan(20);
    }
  },
);
