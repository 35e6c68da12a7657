# A packet that a gateway translates comes back to its sender, which prohibits it: the error is the socket's own, though it is about another destination.
ip netns add a
ip netns add b
ip -n a link set lo up
ip link add e0 netns a type veth peer name e0 netns b
ip -n a link set e0 up
ip -n b link set e0 up
ip -n a addr add 10.0.0.1/24 dev e0
ip -n b addr add 10.0.0.2/24 dev e0
ip -n a route add prohibit 10.9.0.0/24
ip -n b route add 10.9.0.0/24 via 10.0.0.1
ip netns exec a sysctl -qw net.ipv4.ip_forward=1
ip netns exec b sysctl -qw net.ipv4.ip_forward=1
ip netns exec b iptables -t nat -A PREROUTING -p udp -j DNAT --to-destination 10.9.0.1:55
ip netns exec b iptables -t nat -A PREROUTING -p tcp -j DNAT --to-destination 10.9.0.1:55
ip netns exec b iptables -t nat -A PREROUTING -p icmp -j DNAT --to-destination 10.9.0.1
