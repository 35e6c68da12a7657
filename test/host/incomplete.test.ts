import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Host, IncompleteHostError, udp } from 'nexthop';
import { packetsFor } from 'nexthop/fast-check';
import {
  classes,
  coverage,
  deadRules,
  diff,
  equivalent,
  packetSet,
  prove,
  proveClaim,
  withoutOne,
} from 'nexthop/verify';
import { matchers } from 'nexthop/vitest';

const WHOLE = Host.fromCommands('ip link set lo up\niptables -A INPUT -p tcp --dport 9 -j DROP');
const LACKING = WHOLE.exec(['ip', 'link', 'add', 'tun0', 'type', 'ovpn']).host;
const PACKET = udp({ dst: '127.0.0.1', dport: 53 });
const FEW = { family: 4, direction: 'received' } as const;
const CLAIM = 'every unbound udp to 127.0.0.0/8 is delivered';

/** Everything that answers about a host; the answers that it gives. */
const QUESTIONS: readonly (readonly [name: string, ask: (host: Host) => readonly unknown[]])[] = [
  ['send', (host) => [host.send(PACKET)]],
  ['explain', (host) => [host.explain(PACKET).outcome]],
  ['compile', (host) => [host.compile().send(PACKET)]],
  ['sendBatch', (host) => [sendBatch(host)]],
  [
    'prove',
    (host) => [
      prove(host)
        .every(packetSet({ dst: '127.0.0.1' }))
        .delivered(),
    ],
  ],
  ['proveClaim', (host) => [proveClaim(host, CLAIM)]],
  ['classes', (host) => classes(host, FEW)],
  ['diff', (host) => diff(WHOLE.run('iptables -F INPUT'), host, FEW)],
  ['deadRules', (host) => deadRules(host.run('ip rule add fwmark 7 table 9'))],
  ['coverage', (host) => [coverage(host, [PACKET])]],
];

function sendBatch(host: Host): object {
  const compiled = host.compile();
  return compiled.sendBatch(compiled.packetColumns(4, [PACKET]));
}

it('a host knows what it lacks', () => {
  expect([WHOLE.complete, WHOLE.missing]).toEqual([true, []]);
  expect(LACKING.complete).toBe(false);
  expect(LACKING.missing).toEqual([
    {
      what: 'ip link type ovpn',
      command: 'ip link add tun0 type ovpn',
      inputLine: null,
      place: null,
    },
  ]);
});

it.each(QUESTIONS)('%s answers about a complete host only', (_name, ask) => {
  expect(() => ask(LACKING)).toThrow(IncompleteHostError);
  const answers = ask(WHOLE);
  expect(answers.length).toBeGreaterThan(0);
  for (const answer of answers) expect(answer).not.toHaveProperty('missing');
});

it.each(QUESTIONS)('%s carries what is missing when that is accepted', (_name, ask) => {
  const answers = ask(LACKING.acceptIncomplete());
  expect(answers.length).toBeGreaterThan(0);
  for (const answer of answers) expect(answer).toHaveProperty('missing', LACKING.missing);
});

it('equivalent, withoutOne, packetsFor and toBeCoveredBy give no answer either', () => {
  expect(() => equivalent(WHOLE, LACKING)).toThrow(IncompleteHostError);
  expect(() => withoutOne(LACKING, () => true)).toThrow(IncompleteHostError);
  expect(() => packetsFor(LACKING, 4)).toThrow(IncompleteHostError);
  expect(() => matchers.toBeCoveredBy(LACKING, [PACKET])).toThrow(IncompleteHostError);
  const accepted = LACKING.acceptIncomplete();
  expect(equivalent(WHOLE, accepted, FEW)).toBe(true);
  expect(fc.sample(packetsFor(accepted, 4), 1)).toHaveLength(1);
});

it('a failing matcher says what the host lacks', () => {
  const reported = LACKING.acceptIncomplete().explain(PACKET);
  const { pass, message } = matchers.toBeDropped(reported);
  expect(pass).toBe(false);
  expect(message()).toContain(
    'incomplete host: true of what is simulated only; it lacks ip link type ovpn',
  );
  const alone = matchers.toBeDropped(LACKING.acceptIncomplete().send(PACKET)).message();
  expect(alone).toContain('it lacks ip link type ovpn');
});

it('stays accepted, and incomplete, whatever is done to it', () => {
  const later = LACKING.acceptIncomplete().run('ip link add eth0 type dummy').listen({
    protocol: 'udp',
    port: 53,
  });
  expect(later.send(PACKET).host.send(PACKET).missing).toEqual(LACKING.missing);
  expect(Host.fromMachine(later.machine).send(PACKET).missing).toEqual(LACKING.missing);
  const more = later.exec(['conntrack', 'list', 'ruleset']).host.send(PACKET);
  expect(more.missing?.map(({ what }) => what)).toEqual(['ip link type ovpn', 'conntrack']);
});
