import fc from 'fast-check';
import { expect, it } from 'vitest';
import { generatedHosts, packetsFor } from '../verify/hosts.js';
import { explanationFaults } from './explanation-faults.js';

it('explanations of drawn packets on drawn hosts add up to the fate', () => {
  const drawn = generatedHosts.chain((host) =>
    fc.tuple(
      fc.constant(host),
      fc.array(fc.oneof(packetsFor(host, 4), packetsFor(host, 6)), {
        minLength: 20,
        maxLength: 20,
      }),
    ),
  );
  const property = fc.property(drawn, ([host, packets]) => {
    for (const packet of packets) {
      expect(explanationFaults(packet, host.explain(packet))).toEqual([]);
    }
  });
  fc.assert(property, { numRuns: 10, endOnFailure: true });
});
