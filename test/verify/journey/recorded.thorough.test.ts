import { expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { linesOf, read, readNetworks } from '../../journey/network.js';
import { mostly } from '../../sample.js';
import { judgeJourneys, type Judged } from './judge-journeys.js';

/** Networks of so many tunnels, which lead into one another, that their proofs don't end in ten minutes. */
const UNPROVED: ReadonlySet<string> = new Set(['gre-led', 'vrf-underlay']);

/** Networks that take up to 40 seconds each, for which CI has no time: `WHOLE=1` proves them too. */
const LONG: ReadonlySet<string> = new Set([
  'answers-rerouted',
  'docker-networks',
  'fw4-zones',
  'kill-switch',
  'mwan',
  'packet-types',
  'prefix-translation',
  'rejects-through-nat',
  'tproxy-router',
  'zones-overlap',
]);

const isTaken = (name: string): boolean =>
  !UNPROVED.has(name) && (process.env['WHOLE'] === '1' || !LONG.has(name));

/** A network as its script makes it, and as the commands of its requests have changed it, three at a time. */
const STAGES = [...readNetworks('reference'), ...readNetworks('vm')]
  .filter(({ name }) => isTaken(name))
  .flatMap(({ name, setup, requests }) => {
    const runs = linesOf(read(requests)).flatMap((line): string[] => {
      const { run }: { run?: string } = JSON.parse(line);
      return run === undefined ? [] : [run];
    });
    const stages = Array.from({ length: runs.length + 1 }, (_, done) => done);
    const some = stages.filter((done) => done % 3 === 0 || done === runs.length);
    return some.map((done) => ({
      name,
      done,
      script: [read(setup), ...runs.slice(0, done)].join('\n'),
    }));
  });

it.each(mostly(36)(STAGES))(
  'what is said of all packets is what becomes of each: $name, $done commands on',
  { timeout: 600_000 },
  ({ script }) => {
    const { machine } = Host.fromCommands(script);
    const judged: Judged = { compared: 0, open: 0 };
    for (const name of machine.namespaces.keys()) {
      const host = Host.fromMachine(machine, name);
      judgeJourneys(host, { family: 4, direction: 'sent', drawn: 3 }, judged);
      judgeJourneys(host, { family: 6, direction: 'sent', drawn: 3 }, judged);
    }
    expect(judged.compared).toBeGreaterThan(0);
  },
);
