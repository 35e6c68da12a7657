import { describe, expect, it } from 'vitest';
import type { TraceStep } from '../../src/host/explanation.js';
import type { Host } from '../../src/host/host.js';
import { parsePacketWords } from '../../src/packet/packet-words.js';
import { lab } from '../path/lab.js';
import { explanationFaults } from './explanation-faults.js';

/** The steps of a packet, in the words of the command line; its explanation is held against itself. */
function stepsOf(host: Host, words: string): readonly TraceStep[] {
  const packet = parsePacketWords(words);
  const explanation = host.explain(packet);
  expect(explanationFaults(packet, explanation)).toEqual([]);
  return explanation.steps;
}

/** The checks of a packet, those that it passed with a `+`. */
function checksOf(host: Host, words: string): readonly string[] {
  return stepsOf(host, words).flatMap((step) =>
    step.kind === 'check' ? `${step.passed ? '+' : '-'}${step.what}` : [],
  );
}

const OPEN = ['sysctl -qw net.ipv4.conf.all.rp_filter=0', 'ip route add default via 10.0.0.254'];
const NO_REDIRECTS = ['all', 'e0', 'e1'].map(
  (dev) => `sysctl -qw net.ipv4.conf.${dev}.send_redirects=0`,
);

describe('the checks of a received packet', () => {
  it('are passed by one that a plain router forwards', () => {
    const host = lab(...OPEN);
    expect(checksOf(host, 'tcp from 10.0.1.9:4000 to 203.0.113.9:80 in e1')).toEqual([
      '+device',
      '+forwarding',
      '+source-address',
      '+ttl',
      '+device',
    ]);
  });

  it.each([
    [
      'a strict filter, when the way back leads elsewhere',
      'udp from 10.0.1.7 to 8.8.8.8 in e0',
      '-rp_filter',
    ],
    [
      'a strict filter, for a packet to this host',
      'udp from 10.0.1.7 to 10.0.0.1 in e0',
      '-rp_filter',
    ],
    [
      'nothing, when a loose filter has some way back',
      'udp from 10.0.0.7 to 10.0.2.7 in e1',
      '+rp_filter',
    ],
    ['an own source', 'udp from 10.0.1.1 to 8.8.8.8 in e0', '-source-address'],
    ['a loopback source', 'udp from 127.0.0.1 to 10.0.1.1 in e1', '-source-address'],
    ['a loopback destination', 'udp from 10.0.0.7 to 127.0.0.1 in e0', '-destination-address'],
    ['a group that nobody has joined', 'udp from 10.0.0.7 to 224.0.0.5 in e0', '-group'],
  ])('fail for %s', (_, words, check) => {
    const host = lab(
      ...OPEN,
      ...NO_REDIRECTS,
      'sysctl -qw net.ipv4.conf.e0.rp_filter=1',
      'sysctl -qw net.ipv4.conf.e1.rp_filter=2',
    );
    expect(checksOf(host, words)).toContain(check);
  });

  it('have forwarding fail where it is off, with a route or without', () => {
    const host = lab('sysctl -qw net.ipv4.ip_forward=0');
    expect(checksOf(host, 'udp from 10.0.0.7 to 8.8.8.8 in e0')).toEqual([
      '+device',
      '-forwarding',
    ]);
    const routed = host.run('ip route add default via 10.0.1.254');
    expect(checksOf(routed, 'udp from 10.0.0.7 to 8.8.8.8 in e0')).toEqual([
      '+device',
      '-forwarding',
    ]);
  });

  it('have a frame for a group fail to be forwarded', () => {
    const host = lab(
      'iptables -t nat -A PREROUTING -d 224.0.0.1 -j DNAT --to-destination 10.0.1.7',
    );
    expect(checksOf(host, 'udp from 10.0.0.7 to 224.0.0.1 in e0')).toContain('-group-frame');
  });
});

describe('the checks of a packet that is sent', () => {
  it.each([
    ['udp to 8.8.8.8 oif e3', '-device'],
    ['udp from 127.0.0.1 to 8.8.8.8', '-loopback-source'],
    ['tcp to 224.0.0.9:53', '-connect-group'],
    ['udp from 10.0.0.77 to 8.8.8.8', '-bind'],
    ['udp from fd00::5 to 2001:db8::1', '-bind'],
    ['tcp to ff02::9', '-connect-group'],
    ['tcp to fe80::9', '-connect-scope'],
    ['udp from fe80::9 to fe80::8', '-bind-scope'],
  ])('fail: %s', (words, check) => {
    const host = lab('ip link set e3 down', ...OPEN);
    expect(checksOf(host, words).filter((text) => text.startsWith('-'))).toEqual([check]);
  });
});

describe('a second lookup', () => {
  const changes = (host: Host, words: string): unknown =>
    stepsOf(host, words).flatMap((step) => (step.kind === 'reroute' ? [step.changes] : []));

  it('is for a new destination alone, when nat gives one', () => {
    const host = lab(
      ...OPEN,
      'iptables -t nat -A OUTPUT -p udp --dport 53 -j DNAT --to-destination 10.0.0.53',
    );
    expect(changes(host, 'udp to 8.8.8.8:53')).toEqual([
      [{ field: 'dst', from: '8.8.8.8', to: '10.0.0.53' }],
    ]);
  });

  it('is not for what mangle changed once more, after nat', () => {
    const host = lab(
      ...OPEN,
      'iptables -t mangle -A OUTPUT -j MARK --set-mark 2',
      'iptables -t nat -A OUTPUT -p udp --dport 53 -j DNAT --to-destination 10.0.0.53',
    );
    const marked = [{ field: 'mark', from: '0x0', to: '0x2' }];
    expect(changes(host, 'udp to 8.8.8.8:54')).toEqual([marked, []]);
    expect(changes(host, 'udp to 8.8.8.8:53')).toEqual([
      marked,
      [{ field: 'dst', from: '8.8.8.8', to: '10.0.0.53' }],
    ]);
  });

  it('names the hop limit that made it necessary', () => {
    const host = lab('ip6tables -t mangle -A OUTPUT -j HL --hl-set 5');
    expect(changes(host, 'udp to fd00:1::9')).toEqual([[{ field: 'ttl', from: '64', to: '5' }]]);
  });
});

describe('a route lookup', () => {
  it('distinguishes a throw route from no route', () => {
    const host = lab(
      ...OPEN,
      'ip rule add pref 100 lookup 100',
      'ip rule add pref 110 lookup 110',
      'ip route add throw 8.0.0.0/8 table 100',
      'ip route add 9.0.0.0/8 via 10.0.1.254 table 110',
    );
    const answers = stepsOf(host, 'udp to 8.8.8.8').flatMap((step) =>
      step.kind === 'table' ? [[step.table, step.answer, step.route]] : [],
    );
    expect(answers).toEqual([
      ['local', 'none', null],
      ['100', 'throw', 'throw 8.0.0.0/8 table 100'],
      ['110', 'none', null],
      ['main', 'route', 'default via 10.0.0.254 dev e0'],
    ]);
  });

  it('says that the device counts when no route is found, whatever the rules say', () => {
    const host = lab(...OPEN, 'ip rule add pref 20 unreachable');
    const steps = stepsOf(host, 'udp to 8.8.8.8 oif e1');
    expect(steps).toContainEqual({ kind: 'on-link', dev: 'e1', why: 'device' });
    expect(steps).toContainEqual(
      expect.objectContaining({ kind: 'rule', priority: 20, matched: true, error: 'ENETUNREACH' }),
    );
  });

  it('says what the unspecified destination becomes', () => {
    const own = { kind: 'destination', dst: '127.0.0.1' };
    expect(stepsOf(lab(), 'udp to 0.0.0.0')).toContainEqual(own);
    expect(stepsOf(lab(), 'udp to ::')).toContainEqual({ ...own, dst: '::1' });
    const from = stepsOf(lab(), 'udp from 10.0.1.1 to 0.0.0.0');
    expect(from).toContainEqual({ ...own, dst: '10.0.1.1' });
  });
});

it('rules of a chain that is called from two depths have the depth of the call', () => {
  const host = lab(
    'iptables -N A',
    'iptables -N B',
    'iptables -A A -j B',
    'iptables -A B -p udp',
    'iptables -A OUTPUT -j A',
    'iptables -A OUTPUT -g B',
  );
  const rows = stepsOf(host, 'udp to 10.0.0.9').flatMap((step) =>
    step.kind === 'chain-rule' ? [`${step.depth} ${step.chain} ${step.verdict}`] : [],
  );
  expect(rows).toEqual([
    '0 OUTPUT jump A',
    '1 A jump B',
    '2 B continue',
    '0 OUTPUT goto B',
    '1 B continue',
  ]);
});

it('what a connection translates has a step of its own, from its second packet on', () => {
  const host = lab(
    'iptables -t nat -A OUTPUT -p udp --dport 53 -j DNAT --to-destination 10.0.0.53',
  );
  const words = 'udp from 10.0.1.1:7 to 10.0.1.9:53';
  const { host: after } = host.send(parsePacketWords(words));
  const changes = [{ field: 'dst', from: '10.0.1.9', to: '10.0.0.53' }];
  expect(stepsOf(host, words)).not.toContainEqual({ kind: 'translation', changes });
  expect(stepsOf(after, words)).toContainEqual({ kind: 'translation', changes });
});

it('the port that a translation picks, since answers would be another connection’s, is a change too', () => {
  const host = lab('iptables -t nat -A POSTROUTING -s 10.0.1.1 -j SNAT --to-source 10.0.0.1');
  const first = host.send(parsePacketWords('udp from 10.0.0.1:7 to 10.0.0.9:53')).host;
  const rule = stepsOf(first, 'udp from 10.0.1.1:7 to 10.0.0.9:53').find(
    ({ kind }) => kind === 'chain-rule',
  );
  expect(rule).toMatchObject({
    changes: [
      { field: 'src', from: '10.0.1.1', to: '10.0.0.1' },
      { field: 'sport', from: '7' },
    ],
  });
  // A chain without a rule for it translates it all the same.
  const back = first.send(parsePacketWords('udp from 10.0.1.1:7 to 10.0.1.9:53')).host;
  const changes = [{ field: 'sport', from: '53', to: expect.any(String) }];
  expect(stepsOf(back, 'udp from 10.0.1.9:53 to 10.0.1.1:7 in e1')).toContainEqual({
    kind: 'translation',
    changes,
  });
});
