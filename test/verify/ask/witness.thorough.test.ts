import { expect, it } from 'vitest';
import { mostly } from '../../sample.js';
import { readScenarios } from '../../kernel/scenario.js';
import { scenarioHosts } from '../hosts.js';
import { judgeWitnesses, type Judged } from './witness.suite.js';

it(
  'counterexamples on hosts of scenarios are what the evaluator makes of them',
  { timeout: 3_600_000 },
  async () => {
    const judged: Judged = new Map();
    const names = readScenarios().map(({ name }) => name);
    const ofNft = new Set(names.filter((name) => name.startsWith('nft-')));
    const others = new Set(names.filter((name) => !ofNft.has(name)));
    const taken = await Promise.all([
      scenarioHosts(mostly(12), others),
      scenarioHosts(mostly(2), ofNft),
    ]);
    const hosts = taken.flat();
    for (const host of hosts) judgeWitnesses(host, judged);
    for (const [, { proved, wrong }] of judged) {
      expect(Math.min(proved, wrong)).toBeGreaterThan(hosts.length);
    }
  },
);
