import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { drawNetwork } from '../../kernel/journey/draw-network.js';
import { judgeJourneys, type Judged } from './judge-journeys.js';
import { all } from '../../sample.js';
import { testClaims } from './claims.suite.js';
import { ipvlan } from './ipvlan.js';
import { LEAKING, PACKED } from './packed.js';
import { LAYERS, TUNNELS } from './tunnels.js';

/** Packets of a drawn network, and how many are not followed. */
function judgeDrawn(seed: number): Judged {
  const judged: Judged = { compared: 0, open: 0 };
  const { machine } = Host.fromCommands(drawNetwork(seed, 0).setup);
  const [client, router] = ['client', 'r1'].map((name) => Host.fromMachine(machine, name));
  if (client === undefined || router === undefined) throw new Error('a network has both');
  judgeJourneys(client, { family: 4, direction: 'sent', drawn: 20 }, judged);
  judgeJourneys(router, { family: 4, direction: 'received', drawn: 20 }, judged);
  judgeJourneys(client, { family: 6, direction: 'sent', drawn: 20 }, judged);
  return judged;
}

it(
  'what is said of all packets is what becomes of each: a drawn network',
  { timeout: 600_000 },
  () => {
    const { compared, open } = judgeDrawn(11);
    expect(compared).toBeGreaterThan(250);
    expect(open).toBeLessThan(compared / 10);
  },
);

it(
  'what is said of all packets is what becomes of each: a bridge whose entries were given',
  { timeout: 600_000 },
  () => {
    const { compared, open } = judgeDrawn(2);
    expect(compared).toBeGreaterThan(250);
    expect(open).toBeLessThan(compared / 10);
  },
);

it('what is said of all packets is what becomes of each: tunnels', { timeout: 600_000 }, () => {
  const judged: Judged = { compared: 0, open: 0 };
  for (const host of [TUNNELS.everything, LAYERS]) {
    judgeJourneys(host, { family: 4, direction: 'sent', drawn: 20 }, judged);
  }
  expect(judged.compared).toBeGreaterThan(150);
  expect(judged.open).toBeLessThan(judged.compared / 5);
});

it(
  'what is said of all packets is what becomes of each: tunnels that encrypt nothing',
  { timeout: 600_000 },
  () => {
    const judged: Judged = { compared: 0, open: 0 };
    for (const host of Object.values(PACKED)) {
      judgeJourneys(host(), { family: 4, direction: 'sent', drawn: 2 }, judged);
    }
    judgeJourneys(LEAKING(), { family: 4, direction: 'sent', drawn: 10 }, judged);
    judgeJourneys(PACKED.ipip(), { family: 4, direction: 'received', drawn: 10 }, judged);
    expect(judged.compared).toBeGreaterThan(300);
    expect(judged.open).toBeLessThan(judged.compared / 4);
  },
);

it.each(['gre', 'ipip', 'sit', 'ip6tnl'])(
  'what is said of all packets is what becomes of each: %s devices without a far end',
  { timeout: 600_000 },
  (kind) => {
    const judged: Judged = { compared: 0, open: 0 };
    const { machine } = Host.fromCommands(
      readFileSync(new URL(`../../journey/many-ends/${kind}.sh`, import.meta.url), 'utf8'),
    );
    for (const name of ['hub', 's1']) {
      const host = Host.fromMachine(machine, name);
      judgeJourneys(host, { family: 4, direction: 'sent', drawn: 4 }, judged);
      judgeJourneys(host, { family: 6, direction: 'sent', drawn: 4 }, judged);
    }
    expect(judged.compared).toBeGreaterThan(100);
    expect(judged.open).toBeLessThan(judged.compared / 2);
  },
);

it.each(['l2', 'l2 private', 'l2 vepa', 'l3', 'l3 private', 'l3 vepa', 'l3s'])(
  'what is said of all packets is what becomes of each: IPvlan devices, mode %s',
  { timeout: 600_000 },
  (mode) => {
    const judged: Judged = { compared: 0, open: 0 };
    const { machine } = ipvlan(mode);
    for (const name of machine.namespaces.keys()) {
      const host = Host.fromMachine(machine, name);
      judgeJourneys(host, { family: 4, direction: 'sent', drawn: 3 }, judged);
      judgeJourneys(host, { family: 4, direction: 'received', drawn: 3 }, judged);
      judgeJourneys(host, { family: 6, direction: 'sent', drawn: 3 }, judged);
    }
    expect(judged.compared).toBeGreaterThan(400);
    expect(judged.open).toBeLessThan(judged.compared / 4);
  },
);

testClaims(all);
