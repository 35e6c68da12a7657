import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Host,
  parsePacketWords,
  printAddress,
  printPacketWords,
  tcp,
  udp,
  type Family,
  type Packet,
} from 'nexthop';
import { packets, packetsFor } from 'nexthop/fast-check';
import { coverageOf, rulesOf } from './coverage.js';

const BASE = `
  ip link set lo up
  ip link add eth0 type dummy
  ip link add eth1 type dummy
  ip link set eth0 up
  ip link set eth1 up
`;

/** Small hosts, each rule of which some packet meets and another doesn't. */
const HOSTS: Readonly<Record<string, readonly [Family, Host]>> = {
  marks: [
    4,
    Host.fromCommands(`${BASE}
      ip addr add 192.168.1.23/24 dev eth0
      ip addr add 10.0.0.1/24 dev eth1
      ip route add default via 192.168.1.1
      ip route add default via 192.168.1.2 table 100
      ip rule add fwmark 0x20/0xf0 table 100
      ip rule add from 10.0.0.0/25 to 20.0.0.0/8 iif eth1 ipproto udp dport 100-200 table 100
      sysctl -w net.ipv4.ip_forward=1
      iptables -t mangle -N mail
      iptables -t mangle -A OUTPUT -p tcp -j mail
      iptables -t mangle -A mail -p tcp --dport 25:30 -m owner --uid-owner 1000 -j MARK --set-mark 0x20
      iptables -A FORWARD -i eth1 -p udp --dport 53 -s 10.0.0.128/25 -j ACCEPT
      iptables -A FORWARD -m mark --mark 0x8/0x8 -j DROP
      iptables -A INPUT -p icmp --icmp-type echo-request -j ACCEPT
    `),
  ],
  ranges: [
    4,
    Host.fromCommands(`${BASE}
      ip addr add 10.0.0.1/24 dev eth0
      ip addr add 10.0.1.1/24 dev eth1
      ip route add 20.0.0.0/8 via 10.0.0.254
      ip route add 20.1.0.0/16 via 10.0.1.254
      ip route add blackhole 20.1.2.0/24
      ip rule add uidrange 1000-2000 lookup 7
      ip route add default via 10.0.1.253 table 7
      sysctl -w net.ipv4.ip_forward=1
      iptables -A OUTPUT -m iprange --dst-range 20.0.0.10-20.0.0.20 -j DROP
      iptables -A OUTPUT -m multiport -p tcp --dports 22,80:90,443 -j ACCEPT
      iptables -t raw -A PREROUTING -s 30.0.0.0/8 ! -d 20.0.0.0/8 -j DROP
      iptables -A FORWARD -m ttl --ttl-lt 10 -m dscp --dscp 10 -j DROP
      iptables -A FORWARD -o eth1 -m length --length 100:200 -j ACCEPT
    `),
  ],
  ipv6: [
    6,
    Host.fromCommands(`${BASE}
      ip addr add 2001:db8:1::1/64 dev eth0
      ip addr add 2001:db8:2::1/64 dev eth1
      ip -6 route add default via 2001:db8:1::ffff
      ip -6 route add 2001:db8:3::/48 via 2001:db8:2::ffff table 100
      ip -6 rule add fwmark 0x1 table 100
      ip -6 rule add from 2001:db8:2:0:8000::/65 table 100
      sysctl -w net.ipv6.conf.all.forwarding=1
      ip6tables -A FORWARD -i eth1 -d 2001:db8:3::/48 -p tcp --dport 80 -j ACCEPT
      ip6tables -A OUTPUT -d 2001:db8:3:1::/64 -j DROP
    `),
  ],
};

const devices = ['lo', 'eth0', 'eth1'];

function sample(arbitrary: fc.Arbitrary<Packet>, count: number, seed: number): Packet[] {
  return fc.sample(arbitrary, { numRuns: count, seed });
}

describe('packetsFor', () => {
  it.each(Object.entries(HOSTS))(
    '%s: meets every rule and misses it, and nearly all that can be reached',
    (_, [family, host]) => {
      const ours = coverageOf(host, family, sample(packetsFor(host, family), 2000, 1));
      const rules = new Set(rulesOf(host, family));
      const outcomes = new Set([...ours].map(([key, about]) => `${key.split(' ')[1]} ${about}`));
      const expected = [...rules].flatMap((rule) => [`true ${rule}`, `false ${rule}`]);
      expect(expected.length).toBeGreaterThan(7);
      expect(expected.filter((outcome) => !outcomes.has(outcome))).toEqual([]);
      const all = new Set(ours.keys());
      const more = coverageOf(host, family, sample(packetsFor(host, family), 2000, 2));
      for (const key of more.keys()) all.add(key);
      const blind = coverageOf(host, family, sample(packets(family, { devices }), 2000, 1));
      for (const key of blind.keys()) all.add(key);
      expect(ours.size / all.size).toBeGreaterThan(0.85);
      const seen = new Set([...blind].map(([key, about]) => `${key.split(' ')[1]} ${about}`));
      expect(expected.filter((outcome) => !seen.has(outcome)).length).toBeGreaterThan(1);
    },
  );

  it('has the packets on and beside what is named', () => {
    const [family, host] = HOSTS['ranges']!;
    // Of what is named, the address behind the longest prefix is the rarest: one packet in 1,500 goes there.
    const drawn = sample(packetsFor(host, family), 6000, 7);
    const addresses = new Set(drawn.map(({ dst }) => printAddress(dst)));
    for (const address of [
      '20.0.0.0',
      '20.255.255.255',
      '19.255.255.255',
      '21.0.0.0',
      '20.0.0.9',
      '20.0.0.10',
      '20.0.0.20',
      '20.0.0.21',
      '20.1.2.0',
      '20.1.3.0',
    ]) {
      expect(addresses).toContain(address);
    }
    const ports = new Set(drawn.flatMap(({ protocol, dport }) => (protocol === 6 ? dport : [])));
    for (const port of [21, 22, 23, 79, 80, 90, 91, 443]) expect(ports).toContain(port);
    const uids = new Set(drawn.map(({ uid }) => uid));
    for (const uid of [999, 1000, 2000, 2001]) expect(uids).toContain(uid);
  });

  it('flips each bit of a mask', () => {
    const [family, host] = HOSTS['marks']!;
    const drawn = new Set(sample(packetsFor(host, family), 5000, 7).map(({ mark }) => mark & 0xf0));
    for (const mark of [0x20, 0x30, 0x00, 0x60, 0xa0]) expect(drawn).toContain(mark);
  });

  it.each(Object.entries(HOSTS))(
    '%s: every packet can be sent and written',
    (_, [family, host]) => {
      const property = fc.property(packetsFor(host, family), (packet) => {
        expect(packet.dst.family).toBe(family);
        expect(parsePacketWords(printPacketWords(packet))).toEqual(packet);
        host.send(packet);
      });
      fc.assert(property);
    },
  );

  it.each(Object.entries(HOSTS))(
    '%s: shrinks to other packets that end somewhere',
    (_, [family, host]) => {
      const ends = fc.property(packetsFor(host, family), () => false);
      for (const seed of [1, 2, 3, 4, 5]) {
        const { numShrinks, counterexample } = fc.check(ends, { seed, endOnFailure: false });
        expect(numShrinks).toBeLessThan(50);
        expect(fc.stringify(counterexample?.[0])).toMatch(/^udp to [\da-f.:]+$/);
      }
    },
  );

  it('shrinks to what matters, and reports it in words', () => {
    const [family, host] = HOSTS['marks']!;
    const marked = fc.property(packetsFor(host, family), (packet) => (packet.mark & 0x20) === 0);
    const found = fc.check(marked, { seed: 1, numRuns: 1000 });
    const [packet] = found.counterexample ?? [];
    expect(packet).toEqual(udp({ dst: packet!.dst, mark: 0x20 }));
    expect(fc.stringify(packet)).toMatch(/^udp to [\d.]+ mark 0x20$/);
    const mail = fc.property(
      packetsFor(host, family),
      (sent) => host.send(sent).mark !== 0x20 || sent.mark === 0x20,
    );
    const [second] = fc.check(mail, { seed: 1, numRuns: 3000 }).counterexample ?? [];
    expect(second).toEqual(tcp({ dst: second!.dst, dport: second!.dport, uid: 1000 }));
  });
}, 60_000);
