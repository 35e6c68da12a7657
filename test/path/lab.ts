import { Host } from '../../src/host/host.js';

/**
 * The box under test of the experiments from which these expectations come: e0 to e3 with 10.0.N.1/24 and fd00:N::1/64, forwarding on,
 * permanent neighbours 10.0.N.254. Every expectation was observed on Linux 6.18.44 with iproute2 6.15.0 and iptables 1.8.11
 * (nf_tables), with real packets on veth pairs in a namespace of their own, for the commands that stand in the test.
 */
export function lab(...commands: readonly string[]): Host {
  const devices = [0, 1, 2, 3].flatMap((n) => [
    `ip link add e${n} address 02:00:00:00:0${n}:01 type veth peer name p${n}`,
    `ip link set e${n} up`,
    `ip link set p${n} up`,
    `ip addr add 10.0.${n}.1/24 dev e${n}`,
    `ip addr add fd00:${n}::1/64 dev e${n} nodad`,
    `ip neigh add 10.0.${n}.254 lladdr 02:00:00:00:0${n}:fe dev e${n} nud permanent`,
  ]);
  return Host.fromCommands([
    'ip link set lo up',
    ...devices,
    'sysctl -qw net.ipv4.ip_forward=1',
    'sysctl -qw net.ipv6.conf.all.forwarding=1',
    ...commands,
  ]);
}
