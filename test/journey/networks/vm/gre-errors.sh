# A GRE device hears from a router that its far end is out of reach: who sends next by it is told. So is one of IPIP beside it.
ip netns add a
ip -n a link set lo up
ip netns add r
ip -n r link set lo up
ip link add eth0 netns a address 02:00:00:00:01:01 type veth peer name in address 02:00:00:00:01:02 netns r
ip -n a link set eth0 up
ip -n r link set in up
ip -n a addr add 192.0.2.2/24 dev eth0
ip -n r addr add 192.0.2.1/24 dev in
ip -n a route add default via 192.0.2.1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip -n r route add unreachable 198.51.100.1
ip -n r route add prohibit 198.51.100.2
ip -n a link add gone type gre local 192.0.2.2 remote 198.51.100.1 ttl 40
ip -n a link add kept type gre local 192.0.2.2 remote 198.51.100.2 ttl 40
ip -n a link add ipip9 type ipip local 192.0.2.2 remote 198.51.100.1 ttl 40
ip -n a link set gone up
ip -n a link set kept up
ip -n a link set ipip9 up
ip -n a addr add 10.1.0.1/24 dev gone
ip -n a addr add 10.2.0.1/24 dev kept
ip -n a addr add 10.3.0.1/24 dev ipip9
