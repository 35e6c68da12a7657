import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { icmp, udp } from '../../src/packet/make-packet.js';

// What a packet is on its way through the device was seen on 6.18.15 in a virtual machine.
const NETWORK = `
  ip netns add far
  ip link set lo up
  ip link add e0 type veth peer name p0 netns far
  ip link add e1 type veth peer name p1 netns far
  ip link set e0 up
  ip link set e1 up
  ip addr add 10.0.0.1/24 dev e0
  ip addr add 10.0.1.1/24 dev e1
  ip -n far link set lo up
  ip -n far link set p0 up
  ip -n far link set p1 up
  ip -n far addr add 10.0.0.2/24 dev p0
  ip -n far addr add 10.0.1.2/24 dev p1
`;
const up = (dev: string, address: string, ns = ''): string => `
  ip ${ns} link set ${dev} up
  ip ${ns} addr add ${address}/24 dev ${dev}
`;
const VXLAN = `
  ${NETWORK}
  ip link add v0 type vxlan id 5 remote 10.0.0.2 dstport 4789
  ${up('v0', '10.7.0.1')}
`;
const FAR_VXLAN = `
  ip -n far link add w0 type vxlan id 5 dstport 4789 remote 10.0.0.1
  ${up('w0', '10.7.0.2', '-n far')}
`;
const GENEVE = `
  ${NETWORK}
  ip link add v0 type geneve id 5 remote 10.0.0.2
  ${up('v0', '10.7.0.1')}
`;
const FAR_GENEVE = `
  ip -n far link add w0 type geneve id 5 remote 10.0.0.1
  ${up('w0', '10.7.0.2', '-n far')}
`;
const NEIGHBOUR = 'ip neigh add 10.7.0.2 lladdr 02:00:00:00:07:02 dev v0';
const data = udp({ dst: '10.7.0.2', dport: 53, mark: 5, tos: 0x48, ttl: 9 });

const sentBy = (host: Host, packet = data): unknown[] =>
  host
    .journey(packet)
    .journey.filter(
      ({ kind, ns, cause }) => kind === 'transmit' && ns === null && cause === 'tunnel',
    );

describe.each([
  ['vxlan', VXLAN, FAR_VXLAN, 4789],
  ['geneve', GENEVE, FAR_GENEVE, 6081],
])('a frame by %s', (kind, here, far, dport) => {
  it('is sent in a datagram that has its mark, and TTL and TOS of its own', () => {
    const host = Host.fromCommands([here, NEIGHBOUR]);
    const outer = { dev: 'e0', src: '10.0.0.1', dst: '10.0.0.2', protocol: 'udp', dport };
    expect(sentBy(host)).toMatchObject([{ ...outer, mark: 5, tos: 0, ttl: 64 }]);
    const inherit = host.run([
      'ip link del v0',
      `ip link add v0 type ${kind} id 5 remote 10.0.0.2 dstport ${dport} ttl inherit tos inherit`,
      up('v0', '10.7.0.1'),
      NEIGHBOUR,
    ]);
    expect(sentBy(inherit)).toMatchObject([{ ...outer, tos: 0x48, ttl: 9 }]);
  });

  it('is routed by its mark, its port and not by the device', () => {
    const elsewhere = [NEIGHBOUR, 'ip route add default dev e1 table 20'];
    const host = Host.fromCommands([here, ...elsewhere]);
    const rule = (words: string): unknown[] =>
      sentBy(host.run(`ip rule add ${words} lookup 20 pref 500`));
    expect(rule(`dport ${dport}`)).toMatchObject([{ dev: 'e1', src: '10.0.1.1' }]);
    expect(rule('oif v0')).toMatchObject([{ dev: 'e0' }]);
    expect(rule('from 10.0.0.1')).toMatchObject([{ dev: 'e0' }]);
    const marked = 'iptables -t mangle -A POSTROUTING -o v0 -j MARK --set-mark 9';
    expect(sentBy(host.run(['ip rule add fwmark 9 lookup 20 pref 500', marked]))).toMatchObject([
      { dev: 'e1', mark: 9 },
    ]);
    expect(sentBy(host.run('ip route add unreachable 10.0.0.2'))).toEqual([]);
  });

  it('comes out at the far end, with the mark of the datagram, and its answer comes back', () => {
    const mark = 'ip netns exec far iptables -t mangle -A PREROUTING -i p0 -j MARK --set-mark 9';
    const host = Host.fromCommands([here, far, mark]);
    const delivered = host.journey(data).journey.filter(({ kind: end }) => end === 'deliver');
    expect(delivered[0]).toMatchObject({ ns: 'far', dev: 'p0', protocol: 'udp', mark: 9 });
    expect(delivered[1]).toMatchObject({ ns: 'far', dev: 'w0', dst: '10.7.0.2', mark: 9, ttl: 9 });
    expect(host.ping({ dst: '10.7.0.2' }).result).toBe('answered');
    expect(host.connect({ dst: '10.7.0.2', dport: 80 }).result).toBe('refused');
  });

  it('of another VNI is taken by nobody, and is refused by nobody', () => {
    const other = far.replace('id 5', 'id 6');
    const host = Host.fromCommands([here, other, NEIGHBOUR]);
    expect(host.journey(data).journey.at(-1)).toMatchObject({ kind: 'deliver', dev: 'p0' });
  });

  it('without a device at the far end is refused there', () => {
    const host = Host.fromCommands([here, NEIGHBOUR]);
    const last = { kind: 'deliver', ns: null, dev: 'e0', icmpType: 3, icmpCode: 3 };
    expect(host.journey(data).journey.at(-1)).toMatchObject(last);
  });
});

it('VXLAN datagrams to its own far end leave by the device that is named', () => {
  const host = Host.fromCommands([
    NETWORK,
    'ip link add v0 type vxlan id 5 remote 10.0.0.2 dev e1 local 10.0.0.1 dstport 4789',
    up('v0', '10.7.0.1'),
    NEIGHBOUR,
  ]);
  expect(sentBy(host)).toMatchObject([{ dev: 'e1', src: '10.0.0.1', ttl: 64 }]);
});

it('VXLAN datagrams go where the forwarding entries say, the first of several last', () => {
  const host = Host.fromCommands([
    VXLAN,
    NEIGHBOUR,
    'bridge fdb append 00:00:00:00:00:00 dev v0 dst 10.0.1.2',
  ]);
  expect(sentBy(host)).toMatchObject([
    { dev: 'e1', src: '10.0.1.1', dst: '10.0.1.2' },
    { dev: 'e0', src: '10.0.0.1', dst: '10.0.0.2' },
  ]);
  const known = host.run('bridge fdb add 02:00:00:00:07:02 dev v0 dst 10.0.1.2');
  expect(sentBy(known)).toMatchObject([{ dev: 'e1', dst: '10.0.1.2' }]);
  const alone = known.run('bridge fdb del 00:00:00:00:00:00 dev v0');
  expect(sentBy(alone)).toMatchObject([{ dev: 'e1', dst: '10.0.1.2' }]);
  expect(sentBy(alone.run('bridge fdb del 02:00:00:00:07:02 dev v0'))).toEqual([]);
});

// Three hosts around a router, with a guest each. As 6.18.44 answered: an answer goes where the entries of who answers say.
const TRIANGLE = [1, 2, 3].map(
  (host) => `
  ip netns add h${host}
  ip link add s${host} type veth peer name e0 netns h${host}
  ip link set s${host} up
  ip -n h${host} link set e0 up
  ip -n h${host} link set lo up
  ip addr add 10.255.${host}.1/24 dev s${host}
  ip -n h${host} addr add 10.255.${host}.2/24 dev e0
  ip -n h${host} route add default via 10.255.${host}.1
  ip -n h${host} link add v0 address 02:00:00:00:64:0${host} type vxlan id 100 local 10.255.${host}.2 dstport 4789 nolearning
  ip -n h${host} addr add 10.100.0.${host}/24 dev v0
  ip -n h${host} link set v0 up
  sysctl -qw net.ipv4.ip_forward=1
`,
);
const toward = (from: number, to: number, lladdr = '00:00:00:00:00:00'): string =>
  `bridge -n h${from} fdb append ${lladdr} dev v0 dst 10.255.${to}.2`;
const pings = (host: Host, from: number, to: number): string =>
  Host.fromMachine(host.machine, `h${from}`).ping({ dst: `10.100.0.${to}` }).result;

it('who answers by VXLAN is heard only where its own entries lead', () => {
  const host = Host.fromCommands([...TRIANGLE, toward(1, 2), toward(2, 3), toward(3, 1)]);
  expect(pings(host, 1, 2)).toBe('failed');
  expect(pings(host.run(toward(2, 1)), 1, 2)).toBe('answered');
  expect(pings(host.run(toward(2, 1, '02:00:00:00:64:01')), 1, 2)).toBe('answered');
  expect(pings(host.run(toward(2, 3, '02:00:00:00:64:01')), 1, 2)).toBe('failed');
});

it('a VXLAN device that learns takes frames of a sender by no other far end than its entry gives', () => {
  const host = Host.fromCommands([...TRIANGLE, toward(1, 2), toward(2, 1)]);
  const learning = host.run('ip -n h2 link set v0 type vxlan learning');
  const fixed = (state: string): Host =>
    learning.run(`${toward(2, 3, '02:00:00:00:64:01').replace('append', 'add')} ${state}`);
  expect(pings(learning, 1, 2)).toBe('answered');
  expect(pings(fixed('permanent'), 1, 2)).toBe('failed');
  expect(pings(fixed('static'), 1, 2)).toBe('failed');
  expect(pings(fixed('dynamic'), 1, 2)).toBe('answered');
});

it('what a VXLAN device has learned is listed', () => {
  const host = Host.fromCommands([VXLAN, FAR_VXLAN.replace('remote 10.0.0.1', '')]);
  const { host: after } = host.ping({ dst: '10.7.0.2' });
  const { stdout } = after.exec(['bridge', '-n', 'far', 'fdb', 'show', 'dev', 'w0']);
  expect(stdout).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2} dst 10\.0\.0\.1 self \n$/);
});

it('a VXLAN device without a far end answers whom it has heard', () => {
  const host = Host.fromCommands([
    VXLAN,
    FAR_VXLAN.replace('remote 10.0.0.1', ''),
    'ip netns exec far sysctl -qw net.ipv4.ip_forward=1',
  ]);
  expect(host.ping({ dst: '10.7.0.2' }).result).toBe('answered');
  const deaf = Host.fromCommands([VXLAN, FAR_VXLAN.replace('remote 10.0.0.1', 'nolearning')]);
  expect(deaf.ping({ dst: '10.7.0.2' }).journey[0]).toMatchObject({ reason: 'NEIGH_FAILED' });
  // By itself it has nobody to ask.
  const far = Host.fromMachine(host.machine, 'far');
  expect(far.journey(icmp({ dst: '10.7.0.1' })).journey[0]).toMatchObject({ kind: 'drop' });
});

it('a Geneve device takes nothing from others than its far end', () => {
  const host = Host.fromCommands([
    GENEVE,
    FAR_GENEVE.replace('remote 10.0.0.1', 'remote 10.0.0.9'),
    NEIGHBOUR,
  ]);
  expect(host.journey(data).journey.at(-1)).toMatchObject({ kind: 'deliver', dev: 'p0' });
});

it('frames of a bridge go through VXLAN, to what is behind a bridge at the far end', () => {
  const host = Host.fromCommands(`
    ${NETWORK}
    ip netns add guest
    ip link add br0 type bridge
    ip link add v0 type vxlan id 7 remote 10.0.0.2 dstport 4789
    ip link set v0 master br0
    ip link set v0 up
    ${up('br0', '10.8.0.1')}
    ip -n far link add br1 type bridge
    ip -n far link add w0 type vxlan id 7 remote 10.0.0.1 dstport 4789
    ip -n far link set w0 master br1
    ip -n far link set w0 up
    ip -n far link set br1 up
    ip -n far link add port type veth peer name eth0 netns guest
    ip -n far link set port master br1
    ip -n far link set port up
    ${up('eth0', '10.8.0.5', '-n guest')}
  `);
  const { journey, result } = host.ping({ dst: '10.8.0.5' });
  expect(result).toBe('answered');
  expect(journey).toContainEqual(
    expect.objectContaining({ kind: 'bridge', ns: 'far', dev: 'port', dst: '10.8.0.5' }),
  );
});

it('IPv6 datagrams carry IPv4 packets', () => {
  const host = Host.fromCommands(`
    ${NETWORK}
    ip -6 addr add fd00::1/64 dev e0 nodad
    ip -n far -6 addr add fd00::2/64 dev p0 nodad
    ip link add v0 type vxlan id 5 remote fd00::2 dstport 4789
    ${up('v0', '10.7.0.1')}
    ip -n far link add w0 type vxlan id 5 remote fd00::1 dstport 4789
    ${up('w0', '10.7.0.2', '-n far')}
  `);
  expect(sentBy(host)).toMatchObject([{ dev: 'e0', src: 'fd00::1', dst: 'fd00::2', ttl: 64 }]);
  expect(host.ping({ dst: '10.7.0.2' }).result).toBe('answered');
});
