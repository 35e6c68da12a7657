import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { icmp, udp } from '../../src/packet/make-packet.js';

const HERE = 'dV49GLGrLfDaWi5vNEatjFbPi0VGlc/38TcAI7EpKBk=';
const THERE = 'ZPVDTq9ylPH2Ed7QQx0UKr6HkadXwTj0fVmJtwA8Y2Q=';

// What a packet is on its way through the device was seen on 6.18.15 and 7.2.7 in a virtual machine.
const NETWORK = [
  'ip netns add far',
  'ip link set lo up',
  'ip link add eth0 type veth peer name e0 netns far',
  'ip link set eth0 up',
  'ip addr add 192.0.2.10/24 dev eth0',
  'ip -n far link set lo up',
  'ip -n far link set e0 up',
  'ip -n far addr add 192.0.2.50/24 dev e0',
  'ip link add wg0 type wireguard',
  'wg set wg0 listen-port 51820 private-key /etc/here.key fwmark 0x2a',
  `wg set wg0 peer ${THERE} allowed-ips 10.8.0.2/32,192.168.77.0/24 endpoint 192.0.2.50:40000`,
  'ip addr add 10.8.0.1/24 dev wg0',
  'ip link set wg0 up',
];
const FAR = [
  'ip -n far link add w0 type wireguard',
  'ip netns exec far wg set w0 listen-port 40000 private-key /etc/there.key',
  `ip netns exec far wg set w0 peer ${HERE} allowed-ips 10.8.0.0/24`,
  'ip -n far addr add 10.8.0.2/24 dev w0',
  'ip -n far link set w0 up',
];
const OTHER = '70p90DweZnMoqTF83JGIQeIR6Gmn5ujJXKp2hM1okBA=';
const FILES = {
  '/etc/other.key': 'IAzyHTDLLW3Kt8lJWLGFN9FuNM4IaXZbS5IFYzW4hGE=\n',
  '/etc/here.key': 'cFsPh8fyw1mmPra7Adl++zXyv9kuGvnw93J45l0l/X0=\n',
  '/etc/there.key': 'KC2MQJ3y8JXg4uJx7POpyesZOXheALIGyLXpGer/s0c=\n',
};

const { run } = await import('../../src/shell/index.js');
const hostOf = async (...commands: readonly string[]): Promise<Host> => {
  const { machine, stderr } = await run(commands.join('\n'), { files: FILES });
  expect(stderr).toBe('');
  return Host.fromMachine(machine);
};
const linked = await hostOf(...NETWORK, ...FAR);
const alone = await hostOf(...NETWORK);
const data = udp({ dst: '10.8.0.2', dport: 53, mark: 7, tos: 0x49, ttl: 9 });

describe('a packet for a peer of a WireGuard device', () => {
  it('is sent in another one, with nothing of its own but ECN', () => {
    const [inner, outer] = linked.journey(data).journey;
    expect(inner).toMatchObject({ kind: 'transmit', dev: 'wg0', mark: 7, tos: 0x49, ttl: 9 });
    expect(outer).toMatchObject({
      packet: 1,
      cause: 'tunnel',
      kind: 'transmit',
      dev: 'eth0',
      iif: null,
      src: '192.0.2.10',
      dst: '192.0.2.50',
      protocol: 'udp',
      sport: 51820,
      dport: 40000,
      mark: 42,
      tos: 1,
      ttl: 64,
    });
  });

  it('comes out of it at the other end, which answers the same way', () => {
    const { journey, sender } = linked.journey(icmp({ dst: '10.8.0.2', mark: 7 }));
    expect(sender.result).toBe('answered');
    const way = journey.map(({ ns, kind, cause, iif }) => [ns, kind, cause, iif].join(' '));
    expect(way).toEqual([
      ' transmit sent ',
      ' transmit tunnel ',
      'far deliver tunnel e0',
      'far deliver tunnel w0',
      'far transmit reply ',
      'far transmit tunnel ',
      ' deliver tunnel eth0',
      ' deliver tunnel wg0',
    ]);
    expect(journey[3]).toMatchObject({ src: '10.8.0.1', dst: '10.8.0.2', mark: 0 });
  });

  it('has the other end learn where this one is', () => {
    const { host } = linked.journey(data);
    const shown = host.exec(['ip', 'netns', 'exec', 'far', 'wg', 'show', 'w0', 'endpoints']);
    expect(shown.stdout).toBe(`${HERE}\t192.0.2.10:51820\n`);
  });

  it('waits for a handshake when nobody is there who could answer it', () => {
    const { journey, sender } = alone.journey(data);
    expect(sender.result).toBe('silent');
    expect(journey[1]).toMatchObject({ dev: 'eth0', tos: 0x88, mark: 42 });
    expect(journey[2]).toMatchObject({ ns: 'far', kind: 'deliver' });
    // Nobody listens there: the error is for the device.
    expect(journey.slice(3).map(({ cause }) => cause)).toEqual(['icmp-error', 'icmp-error']);
  });

  it('is dropped at the other end when it is from an address of nobody', () => {
    const forged = linked.run('ip addr add 10.9.9.9/32 dev wg0');
    const { journey } = forged.journey(udp({ src: '10.9.9.9', dst: '10.8.0.2', dport: 53 }));
    expect(journey.at(-1)).toMatchObject({ ns: 'far', kind: 'drop', at: 'AllowedIPs', iif: 'w0' });
  });

  it('is refused while nobody is its peer', () => {
    const { journey, sender } = linked.journey(udp({ dst: '10.8.0.9', dport: 53 }));
    expect(sender).toMatchObject({ errno: 'ENOKEY', icmp: { type: 3, code: 1 } });
    expect(journey[0]).toMatchObject({ kind: 'transmit', dev: 'wg0', at: 'AllowedIPs' });
  });
});

describe('the socket of a WireGuard device', () => {
  // Asked of 7.2.7.
  const inVrf = linked.run(
    [
      'ip link add red type vrf table 50',
      'ip link set red up',
      'ip link set eth0 master red',
      'ip route add 192.0.2.0/24 dev eth0',
    ].join('\n'),
  );
  const ways = (host: Host): readonly string[] =>
    host
      .journey(icmp({ dst: '10.8.0.2' }))
      .journey.map(({ ns, kind, cause, iif }) => [ns, kind, cause, iif].join(' '));

  it('hears nothing of what comes out of a VRF, which is then for a closed port', () => {
    expect(ways(inVrf).slice(6)).toEqual([
      ' deliver tunnel red',
      ' transmit icmp-error ',
      'far deliver icmp-error e0',
    ]);
  });

  it('hears of it where net.ipv4.udp_l3mdev_accept lets sockets hear', () => {
    const accepting = inVrf.run('sysctl -qw net.ipv4.udp_l3mdev_accept=1');
    expect(accepting.journey(icmp({ dst: '10.8.0.2' })).sender.result).toBe('answered');
  });
});

describe('the outer packet of a WireGuard device', () => {
  it('is the user’s for netfilter, and root’s for rules', () => {
    const routed = linked.run('ip rule add uidrange 1000-1000 prohibit');
    expect(linked.journey(udp({ dst: '10.8.0.2', uid: 1000 })).journey[1]?.kind).toBe('transmit');
    expect(routed.journey(udp({ dst: '10.8.0.2', uid: 1000 })).sender.errno).toBe('EACCES');
    const byRoute = linked.run(
      'ip rule add to 192.0.2.50 uidrange 1000-1000 prohibit\nip rule add to 10.8.0.2 lookup main pref 1',
    );
    expect(byRoute.journey(udp({ dst: '10.8.0.2', uid: 1000 })).journey[1]?.kind).toBe('transmit');
    const filtered = linked.run('iptables -A OUTPUT -o eth0 -m owner --uid-owner 1000 -j DROP');
    expect(filtered.journey(udp({ dst: '10.8.0.2', uid: 1000 })).journey[1]).toMatchObject({
      kind: 'drop',
      at: 'filter OUTPUT rule 1',
    });
    expect(filtered.journey(data).journey[1]?.kind).toBe('transmit');
  });

  it('has come from the device where POSTROUTING sees it', () => {
    const dropped = linked.run(
      [
        'nft add table ip t',
        "nft 'add chain ip t post { type filter hook postrouting priority 0; }'",
        'nft add rule ip t post iifname wg0 oifname eth0 drop',
      ].join('\n'),
    );
    expect(dropped.journey(data).journey[1]).toMatchObject({ kind: 'drop' });
    expect(dropped.send(udp({ dst: '192.0.2.50', dport: 40000 })).kind).toBe('transmit');
  });

  it('goes by the rules for the mark of the device', () => {
    const ruled = linked.run('ip rule add fwmark 0x2a blackhole');
    const { journey, sender } = ruled.journey(data);
    expect(sender.errno).toBeUndefined();
    expect(journey.map(({ kind }) => kind)).toEqual(['transmit']);
  });

  it('is not sent a second time into the device while there is no session', () => {
    const { journey } = alone
      .run('ip route add 192.0.2.50/32 dev wg0')
      .run(`wg set wg0 peer ${THERE} allowed-ips 0.0.0.0/0`)
      .journey(data);
    expect(journey.map((hop) => [hop.kind, 'dev' in hop ? hop.dev : ''])).toEqual([
      ['transmit', 'wg0'],
      ['transmit', 'wg0'],
    ]);
  });

  it('is put into another again and again where a session is, until it is too long', () => {
    const { journey, cut } = linked
      .run('ip route add 192.0.2.50/32 dev wg0')
      .run(`wg set wg0 peer ${THERE} allowed-ips 0.0.0.0/0`)
      .journey(data);
    expect(cut).toBeUndefined();
    expect(journey.length).toBeGreaterThan(10);
    expect(journey.every((hop) => 'dev' in hop && hop.dev === 'wg0')).toBe(true);
  });

  it('leaves from where the device was made, wherever it is moved', () => {
    const moved = linked.run(
      [
        'ip netns add app',
        'ip link set wg0 netns app',
        'ip -n app addr add 10.8.0.1/24 dev wg0',
        'ip -n app link set wg0 up',
      ].join('\n'),
    );
    const { journey, sender } = Host.fromMachine(moved.machine, 'app').journey(
      icmp({ dst: '10.8.0.2' }),
    );
    expect(sender.result).toBe('answered');
    expect(journey.slice(0, 2).map(({ ns }) => ns)).toEqual(['app', null]);
  });
});

it('a packet is for the peer of the longest prefix, whichever was added first', async () => {
  const other = 'TrMvSoP4jYQlY6RIzBgbssQqY3vxI2Pi+y71lOWWXX0=';
  const allowed = '192.168.77.128/25,192.168.0.0/16';
  const host = await hostOf(
    ...NETWORK,
    'ip route add 192.168.0.0/16 dev wg0',
    `wg set wg0 peer ${other} allowed-ips ${allowed} endpoint 192.0.2.51:40001`,
  );
  const places = (dst: string): unknown[] =>
    host
      .journey(udp({ dst, dport: 53 }))
      .journey.filter(({ cause }) => cause === 'tunnel')
      .map((hop) => (hop.kind === 'drop' ? hop.at : hop.dst));
  const unanswered = ['neighbour 192.0.2.51 dev eth0'];
  expect(places('192.168.77.129')).toEqual(unanswered);
  expect(places('192.168.77.1')[0]).toBe('192.0.2.50');
  expect(places('192.168.1.1')).toEqual(unanswered);
});

// Seen on 7.2.7: the packets of one device that go through those of another, which a hub opens and wraps again.
it('goes through another WireGuard device, and through the hub of that', async () => {
  const place = (name: string, address: string): readonly string[] => [
    `ip netns add ${name}`,
    `ip link add eth-${name} type veth peer name eth0 netns ${name}`,
    `ip link set eth-${name} up`,
    `ip -n ${name} link set eth0 up`,
    `ip addr add ${address}.1/24 dev eth-${name}`,
    `ip -n ${name} addr add ${address}.2/24 dev eth0`,
    `ip -n ${name} link add wg0 type wireguard`,
    `ip -n ${name} link add wg1 type wireguard`,
  ];
  const peer = (name: string, dev: string, set: string): string =>
    `ip netns exec ${name} wg set ${dev} ${set}`;
  const between = await hostOf(
    'sysctl -qw net.ipv4.ip_forward=1',
    ...place('a', '10.1.0'),
    ...place('b', '10.2.0'),
    'ip link add wg0 type wireguard',
    `wg set wg0 listen-port 51820 private-key /etc/here.key peer ${THERE} allowed-ips 10.9.0.2/32 endpoint 10.1.0.2:51820`,
    `wg set wg0 peer ${OTHER} allowed-ips 10.9.0.3/32 endpoint 10.2.0.2:51820`,
    'ip addr add 10.9.0.1/24 dev wg0',
    'ip link set wg0 up',
    ...(['a', 'b'] as const).flatMap((name) => {
      const [own, far, net, at] = name === 'a' ? ['there', OTHER, 1, 2] : ['other', THERE, 2, 3];
      return [
        peer(
          name,
          'wg0',
          `listen-port 51820 private-key /etc/${own}.key peer ${HERE} allowed-ips 10.9.0.0/24 endpoint 10.${net}.0.1:51820`,
        ),
        peer(
          name,
          'wg1',
          `listen-port 51821 private-key /etc/${own}.key peer ${far} allowed-ips 10.99.0.0/24 endpoint 10.9.0.${5 - at}:51821`,
        ),
        `ip -n ${name} addr add 10.9.0.${at}/24 dev wg0`,
        `ip -n ${name} addr add 10.99.0.${at}/24 dev wg1`,
        `ip -n ${name} link set wg0 up`,
        `ip -n ${name} link set wg1 up`,
      ];
    }),
  );
  const { journey, sender } = Host.fromMachine(between.machine, 'a').journey(
    icmp({ dst: '10.99.0.3' }),
  );
  expect(sender).toEqual({ result: 'answered' });
  expect(journey.filter(({ kind, packet }) => kind === 'deliver' && packet > 0)).toContainEqual(
    expect.objectContaining({ iif: 'wg1', dst: '10.99.0.3', cause: 'tunnel' }),
  );
});
