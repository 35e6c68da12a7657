# Two hosts and their router, which masquerades them, use the same source ports.
ip netns add a
ip -n a link set lo up
ip netns add b
ip -n b link set lo up
ip netns add router
ip -n router link set lo up
ip netns add server
ip -n server link set lo up
ip link add eth0 netns a type veth peer name a netns router
ip link add eth0 netns b type veth peer name b netns router
ip link add eth0 netns server type veth peer name wan netns router
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n server link set eth0 up
ip -n router link set dev a up
ip -n router link set dev b up
ip -n router link set dev wan up
ip -n a addr add 10.1.0.2/24 dev eth0
ip -n b addr add 10.2.0.2/24 dev eth0
ip -n server addr add 10.3.0.2/24 dev eth0
ip -n router addr add 10.1.0.1/24 dev a
ip -n router addr add 10.2.0.1/24 dev b
ip -n router addr add 10.3.0.1/24 dev wan
ip -n a route add default via 10.1.0.1
ip -n b route add default via 10.2.0.1
ip netns exec router sysctl -qw net.ipv4.ip_forward=1
ip netns exec router iptables -t nat -A POSTROUTING -o wan -j MASQUERADE
