import type { Take } from '../../sample.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeAs } from '../../../src/host/describe.js';
import type { Host } from '../../../src/host/host.js';
import { makeOutcome } from '../../../src/host/make-outcome.js';
import type { Outcome } from '../../../src/host/outcome.js';
import type { Evaluation } from '../../../src/evaluate/evaluate.js';
import type { Packet } from '../../../src/packet/packet.js';
import { analyse, evaluationAt, type Analysis } from '../../../src/verify/ask/analysis.js';
import { PacketSpace } from '../../../src/verify/packets/packet-space.js';
import { pointOf } from '../../../src/verify/packets/point.js';
import type { Family } from '../../../src/address/family.js';
import { evaluatePacket, FOUNDING, generatedHosts, packetsFor, scenarioHosts } from '../hosts.js';

/** Both directions of one family. */
function analyseBoth(host: Host, family: Family): (packet: Packet) => Analysis {
  const space = new PacketSpace([host.namespace]);
  const [sent, received] = (['sent', 'received'] as const).map((direction) =>
    analyse(space, host.namespace, { family, direction, connections: 'first' }),
  );
  return (packet) => {
    const analysis = packet.iif === undefined ? sent : received;
    if (analysis === undefined) throw new Error('two directions');
    return analysis;
  };
}

function outcome(host: Host, evaluation: Evaluation): Outcome {
  const { namespace, machine } = host;
  // Routes that nothing distinguishes are one to the prover.
  return {
    ...makeOutcome(evaluation, namespace, describeAs(namespace, machine.files)),
    route: null,
  };
}

function check(host: Host, family: Family, runs: number): void {
  const analysisOf = analyseBoth(host, family);
  fc.assert(
    fc.property(packetsFor(host, family), (packet) => {
      const analysis = analysisOf(packet);
      const point = pointOf(packet, analysis.space.devices);
      expect(outcome(host, evaluationAt(analysis, point))).toEqual(
        outcome(host, evaluatePacket(host, packet)),
      );
    }),
    { numRuns: runs },
  );
}

/** Run in a small form by default, and whole in the thorough run. */
export function testAnalysis(take: Take, runs: number): void {
  describe('all packets at once', () => {
    it('end where the evaluator says, one by one', () => {
      check(FOUNDING, 4, 300);
      check(FOUNDING, 6, 60);
    });

    it('end where the evaluator says, on scenarios', { timeout: 600_000 }, async () => {
      for (const host of await scenarioHosts(take)) {
        check(host, 4, 30);
        check(host, 6, 8);
      }
    });

    it('end where the evaluator says, on generated hosts', { timeout: 600_000 }, () => {
      fc.assert(
        fc.property(generatedHosts, (host) => {
          check(host, 4, 20);
          check(host, 6, 10);
        }),
        { seed: 1, endOnFailure: true, numRuns: runs },
      );
    });
  });
}
