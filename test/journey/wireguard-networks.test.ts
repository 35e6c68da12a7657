import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { run } from '../../src/shell/index.js';
import { journeyDifferences } from './journey-differences.js';
import { linesOf, parseRecorded, read, readNetworks, simulateOn } from './network.js';

// Recorded by test/kernel/journey/record.py on Linux 7.2.7 in a virtual machine; iproute2 6.15, iptables 1.8.11, wireguard-tools 1.0.20210914.
const networks = await Promise.all(
  readNetworks('wireguard').map(async ({ name, setup, requests, recording }) => {
    const { machine, stderr } = await run(read(setup));
    if (stderr !== '') throw new Error(`${name}: ${stderr}`);
    const asked = linesOf(read(requests));
    const recorded = linesOf(read(recording)).map(parseRecorded);
    return { name, asked, recorded, answers: simulateOn(Host.fromMachine(machine), asked) };
  }),
);

describe.each(networks)('the packets of $name', ({ asked, recorded, answers }) => {
  it.each(asked.map((request, place) => ({ request, place })))(
    'go where those of the kernel went: $request',
    ({ place }) => {
      expect(journeyDifferences(answers[place] ?? {}, recorded[place] ?? {})).toEqual([]);
    },
  );
});
