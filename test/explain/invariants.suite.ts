import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRequest } from '../../src/cli/input/request.js';
import { Host } from '../../src/host/host.js';
import type { Packet } from '../../src/packet/packet.js';
import { run } from '../../src/shell/run.js';
import { classes } from '../../src/verify/ask/classes.js';
import { printQuestion } from '../kernel/question.js';
import { readScenarios, type Scenario } from '../kernel/scenario.js';
import { askSimulated } from '../kernel/simulated.js';
import type { Take } from '../sample.js';
import { generatedHosts, packetsFor } from '../verify/hosts.js';
import { explanationFaults } from './explanation-faults.js';

/** How many hosts are looked at in each way. */
interface Extent {
  /** Scenarios of which each packet is sent, one after the other. */
  readonly scenarios: Take;
  /** Scenarios of whose hosts one packet of each class is sent. */
  readonly witnessed: Take;
  /** Drawn hosts, each with drawn packets. */
  readonly drawn: number;
}

/** Explanations add up to their fates, whatever the packet and the host. */
export function testExplanations({ scenarios, witnessed, drawn }: Extent): void {
  describe('explanations add up to the fate', () => {
    it.each(scenarios(readScenarios()))('of the packets of $name', async (scenario) => {
      expect(await faultsOf(scenario)).toEqual([]);
    });

    it.each(witnessed(readScenarios()))('of each class of $name', async ({ setup }) => {
      const { machine } = await run(setup, { name: 'setup.sh' });
      const host = Host.fromMachine(machine).acceptIncomplete();
      for (const { witness } of classes(host)) expectNoFaults(host, witness);
    });

    it('of drawn packets on drawn hosts', () => {
      const hosts = generatedHosts.chain((host) => {
        const packets = fc.oneof(packetsFor(host, 4), packetsFor(host, 6));
        const some = fc.array(packets, { minLength: 20, maxLength: 20 });
        return fc.tuple(fc.constant(host), some);
      });
      const property = fc.property(hosts, ([host, packets]) => {
        for (const packet of packets) expectNoFaults(host, packet);
      });
      fc.assert(property, { numRuns: drawn, endOnFailure: true });
    });
  });
}

function expectNoFaults(host: Host, packet: Packet): void {
  expect(explanationFaults(packet, host.explain(packet))).toEqual([]);
}

async function faultsOf({ questions }: Scenario): Promise<readonly string[]> {
  const answers = await askSimulated(questions, true);
  return answers.flatMap((answer, at) => {
    const question = questions[at];
    if (question === undefined || !('steps' in answer) || answer.steps === undefined) return [];
    const request = parseRequest(printQuestion(question));
    if (request.kind !== 'packet') return [];
    return explanationFaults(request.packet, { steps: answer.steps, outcome: answer });
  });
}
