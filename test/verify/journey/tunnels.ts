import { Host } from '../../../src/host/host.js';

const HERE = 'dV49GLGrLfDaWi5vNEatjFbPi0VGlc/38TcAI7EpKBk=';
const THERE = 'ZPVDTq9ylPH2Ed7QQx0UKr6HkadXwTj0fVmJtwA8Y2Q=';
const HERE_KEY = 'cFsPh8fyw1mmPra7Adl++zXyv9kuGvnw93J45l0l/X0=';
const THERE_KEY = 'KC2MQJ3y8JXg4uJx7POpyesZOXheALIGyLXpGer/s0c=';

/** A host, the net that it is in, and a gateway at the far end of a WireGuard tunnel, with a LAN behind it. */
const network = (allowed: string): string => `
  ip netns add net
  ip netns add far
  ip netns add lan
  ip link set lo up
  ip link add eth0 type veth peer name n0 netns net
  ip link set eth0 up
  ip addr add 192.0.2.10/24 dev eth0
  ip route add default via 192.0.2.1
  ip -n net link set n0 up
  ip -n net addr add 192.0.2.1/24 dev n0
  ip link add n1 netns net type veth peer name e0 netns far
  ip -n net link set n1 up
  ip -n net addr add 198.51.100.1/24 dev n1
  ip netns exec net sysctl -qw net.ipv4.ip_forward=1
  ip -n far link set lo up
  ip -n far link set e0 up
  ip -n far addr add 198.51.100.2/24 dev e0
  ip -n far route add default via 198.51.100.1
  ip link add l0 netns far type veth peer name e0 netns lan
  ip -n far link set l0 up
  ip -n far addr add 192.168.77.1/24 dev l0
  ip netns exec far sysctl -qw net.ipv4.ip_forward=1
  ip -n lan link set lo up
  ip -n lan link set e0 up
  ip -n lan addr add 192.168.77.5/24 dev e0
  ip -n lan route add default via 192.168.77.1
  ip link add wg0 type wireguard
  wg set wg0 listen-port 51820 fwmark 0x2a
  wg set wg0 peer ${THERE} allowed-ips ${allowed} endpoint 198.51.100.2:40000
  ip addr add 10.8.0.1/24 dev wg0
  ip link set wg0 up
  ip -n far link add w0 type wireguard
  ip netns exec far wg set w0 listen-port 40000
  ip netns exec far wg set w0 peer ${HERE} allowed-ips 10.8.0.1/32
  ip -n far addr add 10.8.0.2/24 dev w0
  ip -n far link set w0 up
  ip netns exec far iptables -A FORWARD -i w0 -p tcp --dport 23 -j DROP
`;

const hostOf = (allowed: string, ...routes: readonly string[]): Host => {
  const host = Host.fromCommands([network(allowed), ...routes]);
  const setKey = ['set', 'wg0', 'private-key', '/dev/stdin'];
  const here = host.exec(['wg', ...setKey], HERE_KEY).host;
  const far = Host.fromMachine(here.machine, 'far');
  return Host.fromMachine(
    far.exec(['wg', 'set', 'w0', ...setKey.slice(2)], THERE_KEY).host.machine,
  );
};

/** Hosts that send into a tunnel: some networks, everything as wg-quick does it, and the packets of the tunnel itself as well. */
export const TUNNELS = {
  split: hostOf('10.8.0.2/32,192.168.77.0/24', 'ip route add 192.168.77.0/24 dev wg0'),
  everything: hostOf(
    '0.0.0.0/0',
    'ip route add default dev wg0 table 51820',
    'ip rule add not fwmark 0x2a table 51820',
    'ip rule add table main suppress_prefixlength 0',
  ),
  loop: hostOf('0.0.0.0/0', 'ip route add 198.51.100.2/32 dev wg0'),
} as const;

/** A host that reaches another over a VLAN, and a macvlan device of a third one over the same link. */
export const LAYERS = Host.fromCommands(`
  ip netns add far
  ip netns add third
  ip link add eth0 type veth peer name e0 netns far
  ip link set eth0 up
  ip -n far link set e0 up
  ip link add link eth0 name eth0.10 type vlan id 10
  ip link set eth0.10 up
  ip addr add 10.10.0.1/24 dev eth0.10
  ip addr add 10.2.0.1/24 dev eth0
  ip -n far link add link e0 name e0.10 type vlan id 10
  ip -n far link set e0.10 up
  ip -n far addr add 10.10.0.5/24 dev e0.10
  ip -n far link add link e0 name m0 type macvlan mode bridge
  ip -n far link set m0 netns third
  ip -n third link set m0 up
  ip -n third addr add 10.2.0.7/24 dev m0
  ip netns exec far iptables -A INPUT -i e0 -j DROP
`);
