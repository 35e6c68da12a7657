import { readFileSync } from 'node:fs';
import { describe, expect, it, type Assertion } from 'vitest';
import { Host, icmp, tcp, udp } from 'nexthop';
import { matchers } from 'nexthop/vitest';
import { TUNNELS } from '../verify/journey/tunnels.js';

const HOST = Host.fromCommands(`
  echo "100 smtp" >> /etc/iproute2/rt_tables
  ip link set lo up
  ip link add eth0 type dummy
  ip link add eth1 type dummy
  ip link set eth0 up
  ip link set eth1 up
  ip addr add 192.168.1.23/24 dev eth0
  ip addr add 10.0.0.1/24 dev eth1
  ip route add default via 192.168.1.1
  ip route add default via 192.168.1.2 table smtp
  ip route add blackhole 198.51.100.0/24
  ip rule add fwmark 0x2 table smtp
  ip rule add to 203.0.113.66 prohibit
  sysctl -w net.ipv4.ip_forward=1
  sysctl -w net.ipv4.conf.eth1.rp_filter=1
  iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 0x2
  iptables -t nat -A POSTROUTING -o eth0 -s 10.0.0.0/24 -j SNAT --to-source 192.168.1.23
  iptables -A OUTPUT -p udp --dport 99 -j DROP
  iptables -P FORWARD DROP
  iptables -A FORWARD -p udp -j ACCEPT
`);

const MAIL = tcp({ dst: '203.0.113.9', dport: 25 });
const WEB = tcp({ dst: '203.0.113.9', dport: 80 });
const NEAR = udp({ dst: '192.168.1.77', dport: 53 });
const OWN = udp({ dst: '10.0.0.1', dport: 53 });
const REFUSED = udp({ dst: '203.0.113.9', dport: 99 });
const THROUGH = udp({ iif: 'eth1', src: '10.0.0.5', dst: '203.0.113.9', sport: 5000, dport: 53 });
const STOPPED = icmp({ iif: 'eth1', src: '10.0.0.5', dst: '203.0.113.9' });
const SPOOFED = udp({ iif: 'eth1', src: '8.8.8.8', dst: '203.0.113.9' });
const LOST = udp({ dst: '198.51.100.7' });
const FORBIDDEN = udp({ dst: '203.0.113.66' });

describe('the matchers', () => {
  it.each([
    ['toLeave', [], WEB, OWN],
    ['toLeave', [], THROUGH, LOST],
    ['toLeaveVia', ['192.168.1.2'], MAIL, WEB],
    ['toLeaveVia', ['192.168.1.1'], WEB, NEAR],
    ['toLeaveOnLink', [], NEAR, WEB],
    ['toLeaveOnLink', [], NEAR, OWN],
    ['toLeaveBy', ['eth0'], THROUGH, OWN],
    ['toLeaveBy', ['eth0'], WEB, STOPPED],
    ['toBeDelivered', [], OWN, WEB],
    ['toBeDropped', [], REFUSED, LOST],
    ['toBeDroppedAt', ['filter OUTPUT'], REFUSED, WEB],
    ['toBeDroppedAt', ['FORWARD policy'], STOPPED, THROUGH],
    ['toBeDroppedAt', ['rp_filter'], SPOOFED, STOPPED],
    ['toBeDroppedAt', ['rule 1'], REFUSED, STOPPED],
    ['toFailWith', ['EPERM'], REFUSED, LOST],
    ['toFailWith', ['EINVAL'], LOST, WEB],
    ['toFailWith', ['EACCES'], FORBIDDEN, LOST],
    ['toTakeTable', ['smtp'], MAIL, WEB],
    ['toTakeTable', ['local'], OWN, FORBIDDEN],
    ['toTakeRule', [32766], WEB, MAIL],
    ['toTakeRule', [0], OWN, WEB],
    ['toKeepSource', ['10.0.0.5'], STOPPED, THROUGH],
    ['toKeepSource', ['192.168.1.23'], THROUGH, SPOOFED],
    ['toHaveMark', [2], MAIL, WEB],
    ['toHaveMark', [0], WEB, MAIL],
    ['toHaveMark', [2, 3], MAIL, WEB],
  ] as const)('%s(%j) holds of one packet and not of another', (name, given, yes, no) => {
    const ask = (assertion: Assertion): void => {
      Reflect.apply(assertion[name], assertion, given);
    };
    for (const reported of [HOST.explain(yes), HOST.send(yes)]) {
      ask(expect(reported));
      expect(() => ask(expect(reported).not)).toThrow('expected the packet not to ');
    }
    for (const reported of [HOST.explain(no), HOST.send(no)]) {
      ask(expect(reported).not);
      expect(() => ask(expect(reported))).toThrow('expected the packet to ');
    }
  });
});

/** What a failed expectation says. */
function failureOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('it holds');
}

describe('a failure', () => {
  it.each<[name: string, expectation: (claim: typeof expect) => void]>([
    ['another gateway', (claim) => claim(HOST.explain(MAIL)).toLeaveVia('192.168.1.1')],
    ['no gateway', (claim) => claim(HOST.explain(WEB)).toLeaveOnLink()],
    ['a drop by a rule', (claim) => claim(HOST.explain(REFUSED)).toLeaveBy('eth0')],
    ['a drop by a policy', (claim) => claim(HOST.explain(STOPPED)).toLeave()],
    ['a failed check', (claim) => claim(HOST.explain(SPOOFED)).toBeDelivered()],
    ['a route that refuses', (claim) => claim(HOST.explain(LOST)).toBeDropped()],
    ['a rule that refuses', (claim) => claim(HOST.explain(FORBIDDEN)).toFailWith('EINVAL')],
    ['no error', (claim) => claim(HOST.explain(NEAR)).toFailWith('EPERM')],
    ['another table', (claim) => claim(HOST.explain(MAIL)).toTakeTable('main')],
    ['no table', (claim) => claim(HOST.explain(FORBIDDEN)).toTakeTable('main')],
    ['another rule', (claim) => claim(HOST.explain(WEB)).toTakeRule(32764)],
    ['another source', (claim) => claim(HOST.explain(THROUGH)).toKeepSource('10.0.0.5')],
    ['another mark', (claim) => claim(HOST.explain(MAIL)).toHaveMark(1, 0xf)],
    ['no mark', (claim) => claim(HOST.explain(WEB)).toHaveMark(2)],
    ['what should not be', (claim) => claim(HOST.explain(OWN)).not.toBeDelivered()],
    ['a fate without steps', (claim) => claim(HOST.send(MAIL)).toLeaveVia('192.168.1.1')],
  ])('prints the trace and the step that decided: %s', async (name, expectation) => {
    await expect(failureOf(() => expectation(expect))).toMatchFileSnapshot(
      `golden/${name.replaceAll(' ', '-')}.txt`,
    );
  });

  it('is shown in docs/matchers.md', () => {
    const docs = readFileSync(new URL('../../docs/matchers.md', import.meta.url), 'utf8');
    const [, commands = ''] = /Host\.fromCommands\(`([^`]*)`/.exec(docs) ?? [];
    const [, shown] = /## What a failure says[^]*?^```\n([^`]*)^```/m.exec(docs) ?? [];
    const explained = Host.fromCommands(commands).explain(WEB);
    expect(failureOf(() => expect(explained).toTakeRule(32765))).toBe(shown);
  });

  it('has no values to compare, which would be printed as JSON', () => {
    expect(matchers.toLeaveVia(HOST.explain(MAIL), '192.168.1.1')).toEqual({
      pass: false,
      message: expect.any(Function),
    });
  });
});

describe('the matchers of journeys', () => {
  const network = Host.fromCommands([
    'ip netns add server',
    'ip link add eth0 type veth peer name eth0 netns server',
    'ip link set eth0 up',
    'ip -n server link set eth0 up',
    'ip addr add 10.2.0.1/24 dev eth0',
    'ip -n server addr add 10.2.0.5/24 dev eth0',
  ]);
  const web = { dst: '10.2.0.5', dport: 80 };

  it('hold of where a packet ends, and of what comes back', () => {
    expect(network.ping({ dst: '10.2.0.5' })).toReach('10.2.0.5', 'server');
    expect(network.ping({ dst: '10.2.0.5' })).toBeAnswered();
    expect(network.connect(web)).toBeRefusedBy('10.2.0.5');
    expect(network.journey(udp({ dst: '10.2.0.5', dport: 9 }))).toBeRefusedBy('10.2.0.5');
    expect(network.connect(web)).not.toBeAnswered();
    expect(network.ping({ dst: '10.2.0.5' })).not.toReach('10.2.0.1', 'server');
    expect(network.ping({ dst: '10.2.0.5' })).not.toBeRefusedBy('10.2.0.5');
  });

  it('hold of what leaves, and what a tunnel has made unreadable', () => {
    const sent = network.journey(udp({ dst: '10.2.0.5', dport: 9 }));
    const [own] = sent.journey.flatMap((hop) => (hop.kind === 'transmit' ? [hop.dev] : []));
    expect(own).toBeDefined();
    expect(sent).toLeaveUnencryptedBy(own ?? '');
    // What comes back is not the sender's.
    expect(sent).not.toLeaveUnencryptedBy('eth0', 'server');
    const dark = TUNNELS.split.journey(udp({ dst: '192.168.77.5', dport: 53 }));
    expect(dark).not.toLeaveUnencryptedBy('eth0');
    expect(dark).not.toLeaveUnencryptedBy('n1', 'net');
    expect(dark).toLeaveUnencryptedBy('l0', 'far');
    expect(TUNNELS.split.journey(udp({ dst: '203.0.113.9', dport: 53 }))).toLeaveUnencryptedBy(
      'eth0',
    );
    const alone = Host.fromCommands([
      'ip link add wg0 type wireguard',
      'ip link set wg0 up',
      'ip addr add 10.6.0.1/24 dev wg0',
    ]);
    const lost = alone.journey(udp({ dst: '10.6.0.9', dport: 9 }));
    expect(lost).not.toLeaveUnencryptedBy('wg0');
  });

  it('refuse names of nothing, of which all would hold that is denied', () => {
    const sent = network.ping({ dst: '10.2.0.5' });
    expect(() => expect(sent).not.toReach('10.2.0.5', 'srver')).toThrow('did you mean server?');
    expect(() => expect(sent).not.toLeaveUnencryptedBy('eth9')).toThrow('did you mean eth0?');
    expect(() => expect(sent).not.toLeaveUnencryptedBy('eth0', 'srver')).toThrow('server');
  });

  it('print the journey when they fail', () => {
    const failure = failureOf(() => expect(network.connect(web)).toBeAnswered());
    expect(failure).toContain('expected the packet to be answered');
    expect(failure).toContain('server: delivered on eth0');
  });

  it('take nothing else', () => {
    expect(() => expect(network.explain(udp({ dst: '10.2.0.5' }))).toBeAnswered()).toThrow(
      TypeError,
    );
  });
});

describe('toBeCoveredBy', () => {
  const host = Host.fromCommands([
    'ip link set lo up',
    'iptables -A OUTPUT -p udp --dport 53 -j ACCEPT',
    'iptables -A OUTPUT -p tcp -j DROP',
  ]);
  const name = udp({ dst: '127.0.0.1', dport: 53 });
  const connection = tcp({ dst: '127.0.0.1', dport: 80 });

  it('holds when every rule and route has a packet', () => {
    expect(host).toBeCoveredBy([name, connection]);
    expect(host).not.toBeCoveredBy(new Set([name]));
    expect(() => expect(host).not.toBeCoveredBy([name, connection])).toThrow('they meet all of it');
  });

  it('quotes what is left', () => {
    expect(failureOf(() => expect(host).toBeCoveredBy([name]))).toContain(
      'but 1 is left\n\n1 packet\nrules of chains: 1 of 2 met\n  not reached  iptables -A OUTPUT -p tcp -j DROP  (filter OUTPUT rule 2)\n',
    );
  });

  it('is shown in docs/matchers.md', () => {
    const docs = readFileSync(new URL('../../docs/matchers.md', import.meta.url), 'utf8');
    const [, commands = ''] = /Host\.fromCommands\(`([^`]*)`/.exec(docs) ?? [];
    const [, shown] = /<!-- coverage -->\n\n```\n([^`]*)^```/m.exec(docs) ?? [];
    const own = Host.fromCommands(commands);
    expect(failureOf(() => expect(own).toBeCoveredBy([WEB]))).toBe(shown);
  });

  it('takes a host', () => {
    expect(() => expect(name).toBeCoveredBy([])).toThrow(
      'toBeCoveredBy: expects a host, got a packet',
    );
  });
});

describe('the mistakes of a test', () => {
  it('are reported as such', () => {
    expect(() => expect(MAIL).toLeave()).toThrow(
      'toLeave: expects host.explain(packet) or host.send(packet), got a packet',
    );
    expect(() => expect(undefined).not.toLeave()).toThrow('got undefined');
    const explained = HOST.explain(MAIL);
    expect(() => expect(explained).toLeaveVia('192.168.1')).toThrow('an IPv4 or IPv6 address');
    expect(() => expect(explained).toHaveMark(-1)).toThrow('mark: 0..4294967295, got -1');
    expect(() => expect(explained).toHaveMark(0x12, 0xf)).toThrow(
      'mark: no bits outside of the mask, got 0x12/0xf',
    );
  });

  it('are names that the host does not have, whatever became of the packet', () => {
    for (const reported of [HOST.explain(MAIL), HOST.send(MAIL), HOST.compile().send(MAIL)]) {
      expect(() => expect(reported).not.toLeaveBy('eht0')).toThrow('did you mean eth0?');
      expect(() => expect(reported).not.toLeaveVia('192.168.1.3')).toThrow(
        'did you mean 192.168.1.1?',
      );
      expect(() => expect(reported).not.toTakeTable('stmp')).toThrow('did you mean smtp?');
      expect(() => expect(reported).not.toTakeRule(32760)).toThrow('the priority of an ip rule');
      expect(() => expect(reported).not.toBeDroppedAt('filter FORWRD')).toThrow('filter FORWARD?');
      expect(() => expect(reported).not.toBeDroppedAt('OUTPUT rule 2')).toThrow('a chain, rule or');
    }
    expect(HOST.explain(MAIL)).toTakeTable('100');
    expect(HOST.explain(WEB)).not.toBeDroppedAt('filter INPUT');
  });

  it('are fates without a host, in which there are no names', () => {
    const copy = { ...HOST.send(MAIL) };
    expect(() => expect(copy).toLeaveBy('eth0')).toThrow('got a copy without its host');
    expect(JSON.stringify(HOST.explain(MAIL))).not.toContain('machine');
  });

  it('are reported by the type checker', () => {
    // @ts-expect-error an errno has a name
    expect(() => expect(HOST.explain(MAIL)).toFailWith('EUNKNOWN')).toThrow(
      'the name of an errno of the host',
    );
    // @ts-expect-error a gateway is text
    expect(() => expect(HOST.explain(MAIL)).toLeaveVia(1)).toThrow('an IPv4 or IPv6 address');
  });
});
