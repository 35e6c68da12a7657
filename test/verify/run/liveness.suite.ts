import type { Take } from '../../sample.js';
import { expect, it } from 'vitest';
import { programOf } from '../../../src/evaluate/program-of.js';
import { SET_BY_ROUTES } from '../../../src/verify/run/live-effect.js';
import { scenarioHosts } from '../hosts.js';

/** Run in a small form by default, and whole in the thorough run. */
export function testLiveness(take: Take): void {
  it('knows what every route sets', async () => {
    for (const { namespace } of await scenarioHosts(take)) {
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
}
