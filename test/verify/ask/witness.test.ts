import { expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { judgeWitnesses, type Judged } from './witness.suite.js';

/** Both families, forwarding, marks, refusals, translation, a group of nexthops. */
const ROUTER = Host.fromCommands(`
  ip link set lo up
  ip link add lan type veth peer name p-lan
  ip link set lan up
  ip link set p-lan up
  ip link add eth0 type veth peer name p-eth0
  ip link set eth0 up
  ip link set p-eth0 up
  ip addr add 10.0.0.1/24 dev lan
  ip addr add 192.168.1.23/24 dev eth0
  ip addr add 2001:db8:1::1/64 dev lan
  ip addr add 2001:db8:2::1/64 dev eth0
  ip route add default nexthop via 192.168.1.1 nexthop via 192.168.1.2
  ip route add default via 2001:db8:2::2
  ip route add prohibit 203.0.113.0/24
  ip -6 route add unreachable 2001:db8:9::/48
  sysctl -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
  iptables -t mangle -A PREROUTING -i lan -p tcp -j MARK --set-mark 0x2
  iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE
  iptables -A OUTPUT -o eth0 -j DROP
  ip6tables -A FORWARD -p udp -j DROP
`);

/** Nothing leaves it but to itself: most of what is claimed about it holds. */
const CLOSED = Host.fromCommands(`
  ip link set lo up
  ip link add eth0 type veth peer name p-eth0
  ip link set eth0 up
  ip link set p-eth0 up
  ip addr add 192.0.2.1/24 dev eth0
  ip addr add 2001:db8:1::1/64 dev eth0
  ip route add default via 192.0.2.254
  ip route add default via 2001:db8:1::2
  iptables -P FORWARD DROP
  iptables -A OUTPUT -o eth0 -j DROP
  ip6tables -A OUTPUT -o eth0 -j DROP
`);

it(
  'counterexamples are what the evaluator makes of them, in both families and directions',
  { timeout: 600_000 },
  () => {
    const judged: Judged = new Map();
    for (const host of [ROUTER, CLOSED]) judgeWitnesses(host, judged);
    expect([...judged.keys()]).toEqual(['4 sent', '4 received', '6 sent', '6 received']);
    for (const [, { proved, wrong }] of judged) {
      expect(Math.min(proved, wrong)).toBeGreaterThan(5);
    }
  },
);
