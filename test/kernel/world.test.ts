import { describe, expect, test } from 'vitest';
import { askWhyNotLive, inWorld } from './live.js';
import type { PacketLine } from './question.js';
import type { World } from './world.js';

const SETUP = `
ip netns add peer
ip link set lo up
for n in 0 1; do
  ip link add eth$n type veth peer name far$n netns peer
  ip -n peer link set far$n up
  ip link set eth$n up
  ip addr add 10.0.$n.1/24 dev eth$n
done
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 10.0.0.254
ip route add 198.51.100.0/24 via 10.0.1.254
ip neigh add 10.0.1.77 lladdr 02:00:00:00:00:77 dev eth1
ip rule add fwmark 7 prohibit
ip rule add uidrange 1000-1000 blackhole
iptables -t mangle -A POSTROUTING
iptables -t mangle -A INPUT
iptables -t filter -A INPUT
iptables -t mangle -A INPUT -p udp --dport 99 -j MARK --set-mark 0x99
iptables -t mangle -A OUTPUT -p udp --dport 98 -j DROP
iptables -t mangle -A OUTPUT -m owner --uid-owner 1001 -j DROP
iptables -t nat -A POSTROUTING -p udp --dport 97 -j SNAT --to-source 10.0.1.1
iptables -t raw -A PREROUTING -p udp --dport 96 -j DROP
`;

async function inSetup<Result>(use: (world: World) => Promise<Result>): Promise<Result> {
  return inWorld(async (world) => {
    expect(await world.script(SETUP)).toEqual({ exit: 0, stdout: '', stderr: '' });
    return use(world);
  });
}

const received = { iif: 'eth0', src: '10.0.0.9', sport: 4000 };

describe.runIf((await askWhyNotLive()) === undefined)('a world', () => {
  test.each<[string, PacketLine, object]>([
    ['by the default route', { dst: '8.8.8.8', dport: 53 }, { dev: 'eth0', nexthop: '10.0.0.254' }],
    [
      'by another gateway',
      { dst: '198.51.100.1', dport: 53 },
      { dev: 'eth1', nexthop: '10.0.1.254' },
    ],
    [
      'on-link',
      { dst: '10.0.1.5', dport: 53 },
      { dev: 'eth1', src: '10.0.1.1', nexthop: '10.0.1.5' },
    ],
    [
      'to a neighbour that the script set',
      { dst: '10.0.1.77', dport: 53 },
      { lladdr: '02:00:00:00:00:77' },
    ],
    [
      'from a bound address',
      { dst: '8.8.8.8', src: '10.0.1.1', dport: 53 },
      { src: '10.0.1.1', dev: 'eth0' },
    ],
    [
      'from a bound device',
      { dst: '8.8.8.8', oif: 'eth1', dport: 53 },
      { dev: 'eth1', nexthop: '8.8.8.8' },
    ],
    [
      'with mark, TOS and TTL',
      { dst: '8.8.8.8', dport: 53, mark: 5, tos: 0x1b, ttl: 9 },
      { dport: 53, mark: 5, tos: 0x1b, ttl: 9 },
    ],
    [
      'forwarded',
      { ...received, dst: '198.51.100.7', dport: 5, ttl: 8 },
      { dev: 'eth1', ttl: 7, dport: 5 },
    ],
    [
      'forwarded, with the mark with which it arrived',
      { ...received, dst: '198.51.100.7', dport: 5, mark: 0x1020304 },
      { dev: 'eth1', mark: 0x1020304 },
    ],
    ['after NAT', { dst: '8.8.8.8', dport: 97 }, { dev: 'eth0', src: '10.0.1.1' }],
    ['as TCP', { dst: '8.8.8.8', protocol: 'tcp', dport: 80 }, { dport: 80 }],
    [
      'as TCP without SYN',
      { ...received, dst: '8.8.8.8', protocol: 'tcp', tcpFlags: 'ACK' },
      { dev: 'eth0' },
    ],
    ['as ICMP', { dst: '8.8.8.8', protocol: 'icmp' }, { dev: 'eth0' }],
    ['as GRE', { ...received, dst: '198.51.100.7', protocol: 'gre' }, { dev: 'eth1' }],
    ['as multicast', { dst: '239.1.1.1', src: '10.0.1.1', dport: 53 }, { dev: 'eth1', ttl: 1 }],
  ])('sees a packet leave %s', async (_, packet, left) => {
    const { out, error } = await inSetup((world) => world.send(packet));
    expect({ error, out }).toEqual({ error: undefined, out: [expect.objectContaining(left)] });
  });

  test.each<[string, PacketLine, object]>([
    [
      'from outside',
      { ...received, dst: '10.0.0.1', dport: 5 },
      { in: [{ dev: 'eth0', ttl: 64 }] },
    ],
    [
      'from lo, on which it arrived',
      { iif: 'lo', src: '192.0.2.9', dst: '10.0.1.1', sport: 4000, mark: 4 },
      { in: [{ dev: 'lo', mark: 4 }] },
    ],
    ['to another own address', { ...received, dst: '10.0.1.1' }, { in: [{ dev: 'eth0' }] }],
    [
      'with the mark that INPUT gave',
      { ...received, dst: '10.0.0.1', dport: 99 },
      { in: [{ mark: 0x99 }] },
    ],
    [
      'through lo',
      { dst: '10.0.1.1', mark: 3, dport: 53 },
      { in: [{ dev: 'lo', mark: 3 }], out: [{ dev: 'lo' }] },
    ],
    [
      'as a broadcast',
      { dst: '10.0.0.255', dport: 53 },
      { in: [{ dev: 'eth0' }], out: [{ dev: 'eth0' }] },
    ],
    [
      'of a protocol that nobody listens for',
      { ...received, dst: '10.0.0.1', protocol: 99 },
      { in: [{ dev: 'eth0' }] },
    ],
  ])('sees a packet delivered %s', async (_, packet, seen) => {
    expect(await inSetup((world) => world.send(packet))).toMatchObject(seen);
  });

  test.each<[string, PacketLine, object]>([
    ['no error for a silent drop', { ...received, dst: '10.0.0.1', dport: 96 }, {}],
    ['no error for a dropped SYN', { dst: '8.8.8.8', protocol: 'tcp', uid: 1001 }, {}],
    ['EPERM for a drop in OUTPUT', { dst: '8.8.8.8', dport: 98 }, { error: 'EPERM' }],
    ['EPERM by the owner match', { dst: '8.8.8.8', uid: 1001, dport: 53 }, { error: 'EPERM' }],
    ['EACCES for a prohibit rule', { dst: '8.8.8.8', mark: 7, dport: 53 }, { error: 'EACCES' }],
    [
      'EINVAL for a blackhole by uidrange',
      { dst: '8.8.8.8', uid: 1000, dport: 53 },
      { error: 'EINVAL' },
    ],
    [
      'EADDRNOTAVAIL for a foreign source',
      { dst: '8.8.8.8', src: '5.5.5.5', dport: 53 },
      { error: 'EADDRNOTAVAIL' },
    ],
  ])('reports %s', async (_, packet, observed) => {
    expect(await inSetup((world) => world.send(packet))).toEqual(observed);
  });

  test('reports what the kernel answers, and keeps it out of the counters', async () => {
    const { replies, counters } = await inSetup(async (world) => ({
      replies: (await world.send({ ...received, dst: '10.0.0.1', protocol: 'tcp', dport: 1 }))
        .replies,
      counters: (await world.run('iptables-save -c -t mangle')).stdout,
    }));
    expect(replies).toEqual([{ dst: '10.0.0.9', tcpFlags: 0x14 }]); // RST, ACK
    expect(counters).toContain(':OUTPUT ACCEPT [0:0]');
  });

  test('misses no packet: the counters of the kernel say so', async () => {
    const packets = Array.from({ length: 300 }, (_, n): PacketLine => {
      const dst = ['8.8.8.8', '10.0.0.1', '198.51.100.7', '10.0.1.5', '127.0.0.1'][n % 5] ?? '';
      const protocol = ['udp', 'tcp', 'icmp'][n % 3] ?? '';
      const ports = protocol === 'icmp' ? {} : { sport: 10000 + n, dport: 1 };
      return n % 2 === 0 || dst === '127.0.0.1'
        ? { dst, protocol, ...ports }
        : { iif: 'eth0', src: '10.0.0.9', dst, protocol, ...ports };
    });
    const { observed, counters } = await inSetup(async (world) => ({
      observed: await Promise.all(packets.map((packet) => world.send(packet))),
      counters: (await world.run('iptables-save -c')).stdout,
    }));
    const left = observed.flatMap(({ out = [] }) => out).length;
    const delivered = observed.flatMap(({ in: arrived = [] }) => arrived).length;
    expect(left).toBeGreaterThan(200);
    expect(delivered).toBeGreaterThan(100);
    expect(counters).toMatch(new RegExp(`^\\[${left}:\\d+\\] -A POSTROUTING$`, 'm'));
    expect(counters).toMatch(new RegExp(`^\\[${delivered}:\\d+\\] -A INPUT$`, 'm'));
  });

  test('sends again what a socket sends to itself', async () => {
    const packet = { dst: '0.0.0.0', protocol: 'tcp', sport: 80, dport: 80 };
    const observed = await inSetup(async (world) => [
      await world.send(packet),
      await world.send(packet),
    ]);
    expect(observed.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(observed[1]).toEqual(observed[0]);
  });

  test('forgets connections', async () => {
    const packet = { dst: '8.8.8.8', sport: 4000, dport: 97 };
    const counters = await inSetup(async (world) => {
      for (const forgets of [false, true, false]) {
        // oxlint-disable no-await-in-loop -- in this order
        if (forgets) await world.forget();
        await world.send(packet);
        // oxlint-enable no-await-in-loop
      }
      return (await world.run('iptables-save -c -t nat')).stdout;
    });
    expect(counters).toContain('[2:72] -A POSTROUTING'); // what a connection's first packets counted
  });

  test('hides its own table from nft, which cannot flush it', async () => {
    const printed = await inWorld(async (world) => {
      const ran = [];
      for (const line of [
        "nft 'add table ip a; add chain ip a c { type filter hook output priority -500 ; }'",
        "nft 'add rule ip a c counter'",
        'nft flush ruleset',
        'nft -a list ruleset',
        "nft -f - <<'END'\ntable ip b {\n}\nEND\n".trimEnd(),
        'nft -a list ruleset',
        'nft list tables',
      ]) {
        // oxlint-disable-next-line no-await-in-loop -- in this order
        ran.push((await world.run(line)).stdout);
      }
      const json = JSON.parse((await world.run('nft -j list tables')).stdout);
      expect(json.nftables.slice(1)).toEqual([{ table: { family: 'ip', name: 'b', handle: 2 } }]);
      return ran;
    });
    expect(printed).toEqual(['', '', '', '', '', 'table ip b { # handle 2\n}\n', 'table ip b\n']);
  });

  test('reports rules of nft before all others, with family and name of their tables', async () => {
    const { why } = await inWorld(
      async (world) => {
        await world.script(SETUP);
        await world.run(
          "nft 'add table inet a; add chain inet a c { type filter hook output priority -1000 ; }; add rule inet a c meta mark set 7'",
        );
        return world.send({ dst: '10.0.1.77', dport: 53 });
      },
      { why: true },
    );
    expect(why?.rules?.slice(0, 2)).toEqual([
      { table: 'inet a', chain: 'c', rule: 1, verdict: 'continue', mark: 7 },
      { table: 'inet a', chain: 'c', verdict: 'accept', mark: 7 },
    ]);
  });

  test('reports nothing of what the other ends of its devices receive', async () => {
    const why = await inWorld(
      async (world) => {
        await world.script(`
          ip link set lo up
          ip link add br0 type bridge
          ip link add eth0 type veth peer name far0
          ip link set far0 master br0
          for dev in eth0 far0 br0; do ip link set $dev up; done
          ip addr add 10.0.0.1/24 dev eth0
          ip addr add 10.0.1.1/24 dev br0
          iptables -t raw -A PREROUTING -j ACCEPT
        `);
        const sent = await world.send({ dst: '10.0.0.255', protocol: 'udp', dport: 9 });
        const came = { dst: '10.0.1.1', src: '10.0.1.7', protocol: 'udp', dport: 9, iif: 'far0' };
        return [sent.why, (await world.send(came)).why];
      },
      { why: true },
    );
    const accepted = { table: 'raw', chain: 'PREROUTING', rule: 1, verdict: 'accept' };
    // The first is received by its sender as well, which gets a copy of a broadcast, and by the bridge, whose business that is.
    expect(why).toMatchObject([
      { lookups: [{ for: 'output' }], rules: [accepted] },
      { lookups: [{ for: 'input' }], rules: [accepted] },
    ]);
    expect(why.map((one) => one?.lookups?.length)).toEqual([1, 1]);
  });

  test('hears no other end that would answer', async () => {
    const seen = await inWorld(
      async (world) => {
        await world.script(`
          ip netns add peer
          ip netns exec peer sysctl -qw net.ipv6.conf.default.accept_dad=0
          ip link add eth0 type veth peer name far0 netns peer
          ip -n peer link set far0 up
          ip link set eth0 up
          ip6tables -t raw -A PREROUTING -j ACCEPT
          until ip -n peer -6 route show table local | grep -q ^local; do sleep 0.01; done
        `);
        return world.send({ dst: 'ff02::1', protocol: 'icmpv6', icmpType: 128, oif: 'eth0' });
      },
      { why: true },
    );
    expect(seen.in).toHaveLength(1);
    expect(seen.why?.lookups).toHaveLength(1);
    expect(seen.why?.rules).toHaveLength(1);
  });

  test('ends with what the script left running, and leaves nothing behind', async () => {
    const { pid } = await inWorld(async (world) => ({
      pid: (await world.run('ip netns add left; sleep 600 & echo $!')).stdout.trim(),
    }));
    await inWorld(async (world) => {
      expect((await world.run('ip netns list; ls /etc/iproute2')).stdout).toBe('');
      // What was killed may still wait to be buried: then it has no command line any more.
      expect((await world.run(`cat /proc/${pid}/cmdline`)).stdout).toBe('');
    });
  });

  test('says which question can not be put', async () => {
    await expect(
      inSetup((world) => world.send({ ...received, iif: 'eth9', dst: '8.8.8.8' })),
    ).rejects.toThrow('no veth eth9 to inject on');
  });
});
