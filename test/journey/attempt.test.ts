import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { verdictOf } from '../../src/journey/attempt.js';
import { udp } from '../../src/packet/make-packet.js';
import { plain } from '../../src/trace/paint.js';
import { printJourney } from '../../src/trace/journey.js';

const NETWORK = Host.fromCommands([
  'ip netns add router',
  'ip netns add server',
  'ip link add eth0 type veth peer name left netns router',
  'ip -n router link add right type veth peer name eth0 netns server',
  'ip link set eth0 up',
  'ip -n router link set left up',
  'ip -n router link set right up',
  'ip -n server link set eth0 up',
  'ip addr add 10.1.0.2/24 dev eth0',
  'ip -n router addr add 10.1.0.1/24 dev left',
  'ip -n router addr add 10.2.0.1/24 dev right',
  'ip -n server addr add 10.2.0.5/24 dev eth0',
  'ip route add default via 10.1.0.1',
  'ip -n server route add default via 10.2.0.1',
  'ip netns exec router sysctl -qw net.ipv4.ip_forward=1',
]);

const SERVER = { dst: '10.2.0.5', dport: 80 };

/** The network with a web server, after commands. */
function serving(...commands: readonly string[]): Host {
  const { machine } = NETWORK.run(commands);
  const server = Host.fromMachine(machine, 'server').listen({ protocol: 'tcp', port: 80 });
  return Host.fromMachine(server.machine);
}

describe('a connection', () => {
  it('is established with a socket that listens', () => {
    const { result, end, host } = serving().connect(SERVER);
    expect({ result, end }).toEqual({ result: 'established', end: null });
    expect(Host.fromMachine(host.machine, 'server').namespace.traffic.sockets.size).toBe(1);
  });

  it('is refused by a port where nothing listens', () => {
    const { result, end, sender } = NETWORK.connect(SERVER);
    expect(result).toBe('refused');
    expect(sender).toEqual({ result: 'error', errno: 'ECONNREFUSED' });
    expect(end).toMatchObject({ direction: 'forth', ns: 'server', how: 'unheard' });
  });

  it('times out where a rule drops it on the way', () => {
    const host = serving('ip netns exec router iptables -A FORWARD -p tcp --dport 80 -j DROP');
    const { result, end } = host.connect(SERVER);
    expect(result).toBe('timed-out');
    expect(end).toEqual({
      direction: 'forth',
      packet: 0,
      ns: 'router',
      how: 'dropped',
      at: 'filter FORWARD rule 1',
    });
  });

  it('times out where the answer is dropped on the way back', () => {
    const host = serving('ip netns exec router iptables -A FORWARD -p tcp --sport 80 -j DROP');
    const { result, end } = host.connect(SERVER);
    expect(result).toBe('timed-out');
    expect(end).toMatchObject({ direction: 'back', packet: 1, ns: 'router', how: 'dropped' });
  });

  it('times out where the server has no way back', () => {
    const { result, end } = serving('ip -n server route del default').connect(SERVER);
    expect(result).toBe('timed-out');
    expect(end).toMatchObject({ direction: 'forth', ns: 'server', how: 'unanswered' });
  });

  it('fails at once without a route', () => {
    const { result, end, sender } = serving('ip route del default').connect(SERVER);
    expect(result).toBe('failed');
    expect(sender.errno).toBe('ENETUNREACH');
    expect(end).toMatchObject({ ns: null, how: 'dropped', at: 'route lookup (output)' });
  });
});

describe('a ping', () => {
  it('is answered', () => {
    expect(NETWORK.ping({ dst: '10.2.0.5' }).result).toBe('answered');
  });

  it('fails when a router says that nobody is there', () => {
    const { result, sender, end } = NETWORK.ping({ dst: '10.2.0.77' });
    expect(result).toBe('failed');
    expect(sender.icmp).toEqual({ type: 3, code: 1, from: '10.1.0.1' });
    expect(end).toMatchObject({ ns: 'router', at: 'neighbour 10.2.0.77 dev right' });
  });

  it('leaves what is simulated by a device with nothing behind it', () => {
    const { result, end } = Host.fromCommands([
      'ip link add eth9 type dummy',
      'ip link set eth9 up',
      'ip addr add 10.9.0.1/24 dev eth9',
    ]).ping({ dst: '10.9.0.2' });
    expect(result).toBe('timed-out');
    expect(end).toMatchObject({ how: 'left', at: 'eth9' });
  });
});

it('is printed with every hop, and why it ended', () => {
  const { journey, sender } = NETWORK.journey(udp({ dst: '10.2.0.5', sport: 4000, dport: 9 }));
  expect(verdictOf({ journey, sender }).result).toBe('refused');
  expect(printJourney({ journey, sender }, plain)).toMatchInlineSnapshot(`
    "journey
    #0 sent  udp 10.1.0.2:4000 > 10.2.0.5:9 ttl 64
      here: → eth0 via 10.1.0.1  udp 10.1.0.2:4000 > 10.2.0.5:9 ttl 64
      router: left → right on the link  udp 10.1.0.2:4000 > 10.2.0.5:9 ttl 63
      server: delivered on eth0  udp 10.1.0.2:4000 > 10.2.0.5:9 ttl 63
    #1 ICMP error  icmp 3/3 10.2.0.5 > 10.1.0.2 ttl 64 tos 0xc0
      server: → eth0 via 10.2.0.1  icmp 3/3 10.2.0.5 > 10.1.0.2 ttl 64 tos 0xc0
      router: right → left on the link  icmp 3/3 10.2.0.5 > 10.1.0.2 ttl 63 tos 0xc0
      here: delivered on eth0  icmp 3/3 10.2.0.5 > 10.1.0.2 ttl 63 tos 0xc0
    ✗ refused with ECONNREFUSED (Connection refused), by ICMP 3/3 (port unreachable) of 10.2.0.5: the packet was delivered in server, and no socket takes it
    "
  `);
});

describe('an attempt that nobody answers', () => {
  it('ends where others have a broadcast, not with the copy of who sent it', () => {
    const journey = NETWORK.journey(udp({ dst: '10.1.0.255', dport: 9 }));
    expect(journey.journey.map(({ cause }) => cause)).toContain('copy');
    expect(verdictOf(journey).end).toMatchObject({ packet: 0, ns: 'router', how: 'unanswered' });
    expect(printJourney(journey, plain)).toContain('\n#0 goes on\n  router: delivered on left');
  });

  it('ends on the way there where the packet of its tunnel does', () => {
    const host = NETWORK.run([
      'ip link add gre1 type gre local 10.1.0.2 remote 10.2.0.5',
      'ip link set gre1 up',
      'ip addr add 10.99.0.1/24 dev gre1',
      'ip netns exec router iptables -A FORWARD -p gre -j DROP',
    ]);
    const { end } = host.ping({ dst: '10.99.0.2' });
    expect(end).toMatchObject({ direction: 'forth', packet: 1, ns: 'router', how: 'dropped' });
  });
});
