/** Two bridges that two cables join, without br_netfilter: frames for all go round. */
export const BRIDGE_LOOP = [
  'ip netns add sw',
  'ip link add eth0 type veth peer name p0 netns sw',
  'ip -n sw link add br0 type bridge',
  'ip -n sw link add br1 type bridge',
  'ip -n sw link add a0 type veth peer name a1',
  'ip -n sw link add b0 type veth peer name b1',
  ...['a0', 'b0', 'p0'].map((port) => `ip -n sw link set ${port} master br0 up`),
  ...['a1', 'b1'].map((port) => `ip -n sw link set ${port} master br1 up`),
  'ip -n sw link set br0 up',
  'ip -n sw link set br1 up',
  'ip netns exec sw sysctl -qw net.bridge.bridge-nf-call-iptables=0',
  'ip link set eth0 up',
  'ip addr add 10.0.0.1/24 dev eth0',
];
