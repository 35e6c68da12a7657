import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { ParseError } from '../../../src/parse-error.js';
import { UnknownName } from '../../../src/unknown-name.js';
import { proveClaim } from '../../../src/verify/ask/claim.js';
import { prove } from '../../../src/verify/ask/prove.js';
import { packetSet } from '../../../src/verify/packets/packet-set.js';
import { BRIDGE_LOOP } from '../../journey/bridge-loop.js';
import { few } from '../../sample.js';
import { testClaims } from './claims.suite.js';
import { ipvlan } from './ipvlan.js';
import { LAYERS, TUNNELS } from './tunnels.js';

const DNS = 'every ipv4 unbound mark 0 ttl 0 length 28-500 udp dport 53';
const { split, loop } = TUNNELS;

const readManyEnds = (kind: string): string =>
  readFileSync(new URL(`../../journey/many-ends/${kind}.sh`, import.meta.url), 'utf8');

/** Two hosts behind a bridge, whose entry for the second leads to the third, which has that address no more than the bridge itself. */
const entriesOf = (entry: string): readonly string[] => [
  ...['sw', 'b', 'c'].map((name) => `ip netns add ${name}`),
  'ip link add eth0 type veth peer name p0 netns sw',
  'ip link add e0 address 02:00:00:00:00:02 netns b type veth peer name p1 netns sw',
  'ip link add e0 netns c type veth peer name p2 netns sw',
  'ip -n sw link add br0 type bridge',
  ...['p0', 'p1', 'p2'].flatMap((port) => [
    `ip -n sw link set ${port} master br0`,
    `ip -n sw link set ${port} up`,
  ]),
  'ip -n sw link set br0 up',
  'ip link set eth0 up',
  'ip -n b link set e0 up',
  'ip -n c link set e0 up',
  'ip addr add 10.0.0.1/24 dev eth0',
  'ip -n b addr add 10.0.0.2/24 dev e0',
  `bridge -n sw fdb replace 02:00:00:00:00:02 dev p2 master ${entry}`,
];

describe('a claim about the end of journeys', () => {
  testClaims(few(4));

  it('is of frames through devices that lie on others, too', () => {
    const proof = proveClaim(LAYERS, `${DNS} to 10.10.0.5,10.2.0.7 reaches in namespace far`);
    expect(proof).toMatchObject({ kind: 'wrong' });
    expect(proveClaim(LAYERS, `${DNS} to 10.10.0.5 reaches in namespace far`).kind).toBe('proved');
    expect(proveClaim(LAYERS, `${DNS} to 10.2.0.7 reaches in namespace third`).kind).toBe('proved');
  });

  it('is wrong for a packet whose journey shows it', () => {
    const { counterexample } = proveClaim(
      split,
      `${DNS} to 203.0.113.9 never leaves by eth0 unencrypted`,
    );
    expect(counterexample?.journey?.journey[0]).toMatchObject({ kind: 'transmit', dev: 'eth0' });
  });

  it('names what is not followed, with a packet', () => {
    const proof = proveClaim(loop, `${DNS} to 198.51.100.2 never reaches in namespace lan`);
    expect(proof).toMatchObject({
      holds: undefined,
      notFollowed: ['packets of wg0 that are put into wg0 again'],
      example: { dport: 53 },
    });
  });

  it('names a loop of bridges', () => {
    const claim = `${DNS} to 10.0.0.255 never reaches in namespace sw`;
    expect(proveClaim(Host.fromCommands(BRIDGE_LOOP), claim)).toMatchObject({
      kind: 'undecided',
      notFollowed: expect.arrayContaining(['frames in a loop of bridges']) as unknown,
    });
  });

  it.each([
    ['static', '', 'reaches', 'proved'],
    ['static sticky', '', 'never reaches', 'proved'],
    [
      'static',
      'ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0',
      'never reaches',
      'proved',
    ],
    ['permanent', '', 'reaches', 'wrong'],
  ])('follows the entries of a bridge: %s, %s', (entry, command, claimed, kind) => {
    const host = Host.fromCommands([...entriesOf(entry), command]);
    expect(proveClaim(host, `${DNS} to 10.0.0.2 ${claimed} in namespace b`).kind).toBe(kind);
  });

  it.each([
    ['gre', 'hub', '10.0.0.2', 'reaches 10.0.0.2 in namespace s1', 'proved'],
    ['gre', 'hub', '10.0.0.2', 'never reaches in namespace s2', 'proved'],
    ['gre', 's1', '10.9.0.1', 'reaches 10.9.0.1 in namespace s2', 'proved'],
    ['gre', 'hub', '10.0.0.4', 'never reaches in namespace s1', 'proved'],
    ['ipip', 'hub', '10.0.0.2,10.0.0.3', 'never reaches in namespace s2', 'wrong'],
    ['ipip', 's1', '10.0.0.3', 'reaches 10.0.0.3 in namespace s2', 'proved'],
    ['ipip', 'hub', '10.0.0.80', 'never reaches in namespace s2', 'undecided'],
    ['sit', 'hub', '10.1.0.2', 'reaches 10.1.0.2 in namespace s1', 'proved'],
    ['ip6tnl', 'hub', '10.2.0.2', 'reaches 10.2.0.2 in namespace s1', 'proved'],
  ])(
    'follows packets by %s devices without a far end: from %s to %s %s',
    (kind, from, to, claimed, proved) => {
      const host = Host.fromCommands(readManyEnds(kind));
      const claim = `${DNS} to ${to} ${claimed}`;
      expect(proveClaim(Host.fromMachine(host.machine, from), claim).kind).toBe(proved);
    },
  );

  it.each([
    ['l2', 'p', '10.0.1.1 reaches 10.0.1.1 in namespace a', 'proved'],
    ['l2', 'p', '10.0.1.0/24 never reaches in namespace a', 'wrong'],
    ['l2', 'a', '10.0.0.12 never reaches in namespace h', 'proved'],
    ['l3', 'a', '10.0.0.12 reaches 10.0.0.12 in namespace b', 'proved'],
    ['l3', 'a', '10.9.0.1 reaches 10.9.0.1 in namespace p', 'proved'],
    ['l3', 'a', '10.9.0.1 never leaves by e0 in namespace h unencrypted', 'wrong'],
    ['l3s', 'a', '10.0.0.12 reaches 10.0.0.12 in namespace b', 'undecided'],
  ])('follows IPvlan devices, mode %s: from %s, %s', (mode, from, text, kind) => {
    const host = Host.fromMachine(ipvlan(mode).machine, from);
    if (host === undefined) throw new Error('no such host');
    expect(proveClaim(host, `${DNS} to ${text}`).kind).toBe(kind);
  });

  it('asks for the packets of one family at its addresses only', () => {
    const every = prove(split).every(packetSet({ dst: '192.168.77.5', src: 'none', oif: 'none' }));
    expect(every.reaches('c0a8:4d05::').holds).toBe(false);
  });

  it('is of what the machine has', () => {
    expect(() => proveClaim(split, 'every udp reaches in namespace lam')).toThrow(ParseError);
    expect(() => prove(split).every(packetSet()).reaches(null, 'lam')).toThrow(UnknownName);
    expect(() => prove(split).every(packetSet()).neverLeavesUnencryptedBy('l0')).toThrow(
      UnknownName,
    );
    expect(() => proveClaim(split, 'every udp reaches')).toThrow('an address or in namespace');
  });

  it('is not made of packets of known connections', () => {
    const claims = prove(split, { connections: 'any' }).every(packetSet({ protocol: 'udp' }));
    expect(() => claims.reaches('192.168.77.5')).toThrow(RangeError);
  });
});
