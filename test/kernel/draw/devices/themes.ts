import fc from 'fast-check';
import type { Question } from '../../question.js';
import { run, type Theme } from '../theme.js';
import { weighted } from '../words.js';
import {
  addressCommands,
  deviceChains,
  deviceListings,
  deviceRoutes,
  deviceRules,
  linkCommands,
  type Named,
} from './commands.js';
import { followedPackets, type Arrival } from './packets.js';
import { DEVICES4 } from './pool.js';

/** A theme about kinds of device: what it has of them, what is done to them, and how packets come to them. */
interface Kinds {
  readonly name: string;
  readonly made: readonly string[];
  readonly devices: readonly string[];
  readonly arrivals: readonly Arrival[];
  /** Commands that only these kinds have. */
  readonly own: fc.Arbitrary<string>;
}

const UPLINKS: readonly Arrival[] = [{ iif: 'eth0' }, { iif: 'eth1' }, { iif: 'eth2' }];
const TABLES = ['100', '101', '300', '301', 'local'];

const START = [
  'sysctl -qw net.ipv4.ip_forward=1',
  'ip route add default via 10.0.0.254',
  'ip route add 20.0.0.0/8 via 10.0.1.254',
  'ip route add default via 10.0.2.254 table 100',
  'ip route add default via 10.0.1.254 table 101',
  'ip rule add pref 32000 fwmark 1 lookup 100',
  'ip rule add pref 32001 fwmark 2 lookup 101',
];

const VLANS: Kinds = {
  name: 'vlan',
  made: [
    'ip link add link eth2 name v10 type vlan id 10',
    'ip link add link eth2 name v11 address 02:00:00:00:11:01 type vlan id 11',
    'ip link add link v10 name mv0 address 02:00:00:00:12:01 type macvlan mode bridge',
    'ip link set v10 up',
    'ip link set v11 up',
    'ip link set mv0 up',
    'ip addr add 10.10.0.1/24 dev v10',
    'ip addr add 10.11.0.1/24 dev v11',
    'ip addr add 10.12.0.1/24 dev mv0',
    'ip route add 20.10.0.0/16 via 10.10.0.254',
    'ip route add 20.11.0.0/16 via 10.11.0.254 dev v11',
    'ip route add 20.12.0.0/16 via 10.12.0.254',
  ],
  devices: ['eth2', 'v10', 'v11', 'mv0', 'eth1'],
  arrivals: [...UPLINKS, { iif: 'v10' }, { iif: 'v11' }, { iif: 'mv0' }],
  own: fc.constantFrom(
    'ip link add link eth2 name v10 type vlan id 10',
    'ip link add link eth2 name v12 type vlan id 10',
    'ip link add link eth2 name v12 type vlan id 4095',
    'ip link add link eth2 name v12 type vlan',
    'ip link add link eth1 name v13 type vlan id 13',
    'ip link add link mv0 name v14 type vlan id 14',
    'ip link add link eth2 name mv1 address 02:00:00:00:13:01 type macvlan mode private',
    'ip link add link eth2 name mv0 address 02:00:00:00:14:01 type macvlan mode bridge',
    'ip link add link nosuch name mv2 type macvlan',
    'ip link add name mv2 type macvlan',
    'ip link set v13 up',
    'ip link set v14 up',
    'ip link set mv1 up',
    'ip addr add 10.10.0.1/24 dev v13',
    'ip addr add 10.11.0.1/24 dev mv1',
  ),
};

const VRFS: Kinds = {
  name: 'vrf',
  made: [
    'ip link add red address 02:00:00:00:21:01 type vrf table 300',
    'ip link add blue address 02:00:00:00:22:01 type vrf table 301',
    'ip link set red up',
    'ip link set blue up',
    'ip link add d0 address 02:00:00:00:23:01 type dummy',
    'ip link set d0 up',
    'ip link set eth2 master red',
    'ip link set d0 master blue',
    'ip addr add 10.0.2.1/24 dev eth2',
    'ip addr add 10.10.0.1/24 dev d0',
    'ip addr add 10.11.0.1/24 dev red',
    'ip route add default via 10.0.2.254 vrf red',
    'ip route add 20.10.0.0/16 via 10.10.0.254 vrf blue',
    'ip route add unreachable default metric 4278198272 vrf blue',
  ],
  devices: ['eth2', 'red', 'blue', 'd0', 'eth1'],
  arrivals: [...UPLINKS, { iif: 'eth2' }],
  own: fc.constantFrom(
    'ip link set eth2 nomaster',
    'ip link set eth2 master red',
    'ip link set eth2 vrf blue',
    'ip link set eth1 master red',
    'ip link set eth1 nomaster',
    'ip link set d0 master red',
    'ip link set d0 nomaster',
    'ip link set red master blue',
    'ip link set red master red',
    'ip link set lo master red',
    'ip link add green type vrf',
    'ip link add green type vrf table 0',
    'ip link add green address 02:00:00:00:24:01 type vrf table 300',
    'ip link set green up',
    'ip vrf show red',
    'ip route show vrf red',
    'ip route show vrf blue',
    'ip route show vrf nosuch',
    'ip route add 20.11.0.0/16 via 10.0.2.254 dev eth2 table 300',
    'ip route add 20.11.0.0/16 via 10.0.1.254 dev eth1 vrf red',
    'ip route add 20.12.0.0/16 via 10.0.2.254 dev eth2',
    'ip route add 10.0.2.9 dev eth2',
    'ip link show master red',
    'ip link show vrf red',
    'ip -4 addr show vrf red',
    'ip rule add pref 900 iif red lookup 101',
    'ip rule add pref 901 oif red lookup 101',
    'ip rule add pref 902 iif eth2 lookup 100',
    'ip rule add pref 903 oif eth2 lookup 100',
    'ip rule add pref 32760 lookup local',
    'ip rule del pref 0',
  ),
};

const TUNNELS: Kinds = {
  name: 'tunnel',
  made: [
    'ip link add t0 type ipip remote 10.0.1.9 local 10.0.1.1',
    'ip link add g0 type gre remote 10.0.2.9 local 10.0.2.1 key 5 ttl 33',
    'ip link add g1 type gre remote 10.0.1.9 tos inherit',
    'ip link add s0 type sit remote 20.12.3.4 local 10.0.0.1 ttl 64',
    'ip link set t0 up',
    'ip link set g0 up',
    'ip link set g1 up',
    'ip link set s0 up',
    'ip addr add 10.10.0.1/24 dev t0',
    'ip addr add 10.11.0.1/24 dev g0',
    'ip addr add 10.12.0.1/24 dev g1',
    'ip route add 20.10.0.0/16 dev t0',
    'ip route add 20.11.0.0/16 via 10.11.0.254',
    'ip route add 20.12.0.0/16 dev g1',
  ],
  devices: ['t0', 'g0', 'g1', 's0', 'eth1', 'eth2'],
  arrivals: [
    ...UPLINKS,
    { iif: 'eth1', through: 't0' },
    { iif: 'eth0', through: 't0' },
    { iif: 'eth2', through: 'g0' },
    { iif: 'eth1', through: 'g1' },
  ],
  own: fc.constantFrom(
    'ip link set t0 type ipip ttl 5',
    'ip link set t0 type ipip fwmark 1',
    'ip link set g0 type gre fwmark 2',
    'ip link set g1 type gre fwmark 0x10',
    'ip link set g0 type gre key 9',
    'ip link set g1 type gre local 10.0.0.1',
    'ip link set t0 type ipip tos inherit',
    'ip link set t0 type ipip remote 20.12.9.9',
    'ip link set t0 type ipip remote 10.10.0.9',
    'ip link set g1 type gre dev eth2',
    'ip link set g0 type gre tos 0x10',
    'ip tunnel change t0 mode ipip remote 10.0.2.9 local 10.0.1.1',
    'ip tunnel add t1 mode ipip remote 10.0.1.9 local 10.0.1.1',
    'ip tunnel add t1 mode ipip remote 10.0.0.9 local 10.0.0.1 ttl 7',
    'ip tunnel add g2 mode gre remote 10.0.0.9 local 10.0.0.1 key 0.0.0.7',
    'ip tunnel del t1',
    'ip tunnel del g2',
    'ip link set t1 up',
    'ip addr add 10.12.0.1/24 dev t1',
    'ip route replace 20.12.0.0/16 dev t1',
    'ip tunnel show',
    'ip tunnel show t0',
    'ip tunnel',
    'ip link add t0 type ipip remote 10.0.1.9 local 10.0.1.1',
    'ip link add t2 type ipip remote 10.0.1.9 local 10.0.1.1',
    'ip link add t2 type ipip remote nonsense',
    'ip link add t2 type gre remote 10.0.1.9 key',
    'ip route add 10.0.1.9 dev t0',
    'ip route add 10.0.1.9 via 10.0.0.254',
    'ip route add prohibit 10.0.2.9',
  ),
};

const KEYS = {
  own: 'GKHhFh5pCTuRGnNPXbYF3Y5d0m2XbF+GK2gRUdyTf3Y=',
  first: 'xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=',
  second: 'TrMvSoP4jYQlY6RIzBgbssQqY3vxI2Pi+y71lOWWXX0=',
};

const WIREGUARDS: Kinds = {
  name: 'wireguard',
  made: [
    'ip link add wg0 type wireguard',
    `wg setconf wg0 /dev/stdin <<'END'\n[Interface]\nPrivateKey = ${KEYS.own}\nListenPort = 51820\n[Peer]\nPublicKey = ${KEYS.first}\nAllowedIPs = 10.10.0.0/24, 20.10.0.0/16, 20.12.0.0/16\nEndpoint = 10.0.1.9:51820\n[Peer]\nPublicKey = ${KEYS.second}\nAllowedIPs = 20.12.3.0/24, 10.10.0.128/25\nEndpoint = 20.11.1.1:4000\nEND`,
    'ip link set wg0 up',
    'ip addr add 10.10.0.1/24 dev wg0',
    'ip route add 20.10.0.0/16 dev wg0',
    'ip route add 20.12.0.0/16 dev wg0',
  ],
  devices: ['wg0', 'eth1', 'eth0', 'eth2'],
  arrivals: UPLINKS,
  own: fc.constantFrom(
    'wg set wg0 fwmark 1',
    'wg set wg0 fwmark 2',
    'wg set wg0 fwmark 0x10',
    'wg set wg0 fwmark off',
    'wg set wg0 listen-port 51821',
    `wg set wg0 peer ${KEYS.first} remove`,
    `wg set wg0 peer ${KEYS.second} remove`,
    `wg set wg0 peer ${KEYS.first} allowed-ips 10.10.0.0/24,0.0.0.0/0`,
    `wg set wg0 peer ${KEYS.second} allowed-ips 20.10.0.0/16`,
    `wg set wg0 peer ${KEYS.second} allowed-ips 10.10.0.0/24,20.0.0.0/8`,
    `wg set wg0 peer ${KEYS.first} endpoint 10.0.2.9:4000`,
    `wg set wg0 peer ${KEYS.first} endpoint 10.10.0.9:4000`,
    `wg set wg0 peer ${KEYS.second} endpoint 8.8.8.8:53`,
    `wg set wg0 peer ${KEYS.second} endpoint nonsense`,
    'wg set nosuch fwmark 1',
    'wg show wg0',
    'wg show wg0 endpoints',
    'wg show wg0 allowed-ips',
    'wg show wg0 dump',
    'wg show wg0 fwmark',
    'wg showconf wg0',
    'ip link add wg1 type wireguard',
    'ip link set wg1 up',
    'ip link del wg1',
    'ip route add 0.0.0.0/1 dev wg0',
    'ip route add default dev wg0 table 100',
    'ip rule add pref 500 not fwmark 0x10 lookup 100',
    'ip rule add pref 400 lookup main suppress_prefixlength 0',
    'ip route add prohibit 10.0.1.9',
    'ip route add 10.0.1.9 via 10.0.0.254',
  ),
};

const PLAIN: Kinds = {
  name: 'plain',
  made: [
    'ip link add bond0 address 02:00:00:00:31:01 type bond mode active-backup',
    'ip link set eth2 down',
    'ip link set eth2 master bond0',
    'ip link set bond0 up',
    'ip addr add 10.10.0.1/24 dev bond0',
    'ip link add d0 address 02:00:00:00:32:01 type dummy',
    'ip link set d0 up',
    'ip addr add 10.11.0.1/24 dev d0',
    'ip tuntap add dev tun0 mode tun',
    'ip link set tun0 up',
    'ip addr add 10.12.0.1/24 dev tun0',
    'ip link add link eth1 name mv0 address 02:00:00:00:33:01 type macvlan mode bridge',
    'ip link set mv0 up',
    'ip addr add 10.0.1.7/24 dev mv0',
    'ip route add 20.10.0.0/16 via 10.10.0.254',
    'ip route add 20.11.0.0/16 via 10.11.0.254',
    'ip route add 20.12.0.0/16 dev tun0',
  ],
  devices: ['bond0', 'd0', 'tun0', 'mv0', 'eth1', 'eth2'],
  arrivals: [{ iif: 'eth0' }, { iif: 'eth1' }, { iif: 'bond0' }, { iif: 'mv0' }],
  own: fc.constantFrom(
    'ip link set d0 carrier off',
    'ip link set d0 carrier on',
    'ip link set eth1 master bond0',
    'ip link set eth2 nomaster',
    'ip link set eth2 master bond0',
    'ip link add link bond0 name v10 type vlan id 10',
    'ip link set v10 up',
    'ip addr add 10.11.0.1/24 dev v10',
    'ip tuntap add dev tun1 mode tun user 1000',
    'ip tuntap del dev tun0 mode tun',
    'ip tuntap del dev tun0 mode tap',
    'ip tuntap show',
    'ip tuntap add dev tun0 mode tun',
    'ip link add d0 type dummy',
    'ip link add d1 address 02:00:00:00:34:01 type dummy',
    'ip link add br0 address 02:00:00:00:35:01 type bridge',
    'ip link set br0 up',
    'ip link set eth1 master br0',
    'ip link set eth1 nomaster',
    'ip addr add 10.0.1.3/24 dev br0',
    'sysctl -w net.ipv4.conf.tun0.ignore_routes_with_linkdown=1',
  ),
};

function theme({ name, made, devices, arrivals, own }: Kinds): Theme {
  const named: Named = { pool: DEVICES4, devices, tables: TABLES };
  return {
    name: `devices-${name}`,
    pool: DEVICES4,
    start: START,
    made,
    command: weighted(
      [4, own],
      [2, deviceRoutes(named)],
      [2, deviceRules(named)],
      [3, deviceChains(named)],
      [2, linkCommands(named)],
      [1, addressCommands(named)],
      [3, deviceListings(named)],
    ),
    burst: followedPackets(DEVICES4, devices, arrivals),
    state: STATE,
    batched: true,
  };
}

const STATE: readonly Question[] = [
  { kind: 'batch', batch: ['rule show', 'link show'] },
  // IPv6 begins on a device when its carrier is heard of: in which order within a batch is chance.
  run('ip -4 route show table all'),
  run('ip -4 addr'),
  run('iptables-save -c'),
];

/** Scripts about kinds of device, for kernels that have them. */
export function deviceThemes(): readonly Theme[] {
  return [VLANS, VRFS, TUNNELS, WIREGUARDS, PLAIN].map(theme);
}
