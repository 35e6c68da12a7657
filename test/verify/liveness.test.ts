import { expect, it } from 'vitest';
import { programOf } from '../../src/host/program-of.js';
import { SET_BY_ROUTES } from '../../src/verify/liveness.js';
import { scenarioHosts } from './hosts.js';

it('knows what every route sets', { timeout: 60_000 }, async () => {
  const hosts = await scenarioHosts();
  for (const [, { namespace }] of hosts.filter((_, index) => index % 4 === 1)) {
    for (const step of ([4, 6] as const).flatMap((of) => programOf(namespace, of).steps)) {
      if (step.kind !== 'lookup') continue;
      for (const { candidates } of step.table.entries()) {
        for (const { resolution } of candidates) {
          if (resolution === 'throw') continue;
          const set = resolution.assignments.flatMap((change) =>
            change.kind !== 'add' && change.keep === 0 ? [change.to] : [],
          );
          expect(set).toEqual(expect.arrayContaining([...SET_BY_ROUTES]));
        }
      }
    }
  }
});
