# A host with two ways out: which of its answers take which way, by mark, by rule and by what the kernel reflects. A third host redirects.
ip netns add asker
ip netns add host
ip netns add way1
ip netns add way2
ip -n asker link set lo up
ip -n host link set lo up
ip -n way1 link set lo up
ip -n way2 link set lo up
ip link add a1 netns asker type veth peer name w0 netns way1
ip link add a2 netns asker type veth peer name w0 netns way2
ip link add h1 netns host type veth peer name w1 netns way1
ip link add h2 netns host type veth peer name w1 netns way2
ip -n asker link set a1 up
ip -n asker link set a2 up
ip -n host link set h1 up
ip -n host link set h2 up
ip -n way1 link set w0 up
ip -n way1 link set w1 up
ip -n way2 link set w0 up
ip -n way2 link set w1 up
ip -n asker addr add 10.21.1.2/24 dev a1
ip -n asker addr add 10.21.2.2/24 dev a2
ip -n asker addr add 10.20.0.1/32 dev lo
ip -n way1 addr add 10.21.1.1/24 dev w0
ip -n way2 addr add 10.21.2.1/24 dev w0
ip -n way1 addr add 10.22.1.1/24 dev w1
ip -n way2 addr add 10.22.2.1/24 dev w1
ip -n host addr add 10.22.1.2/24 dev h1
ip -n host addr add 10.22.2.2/24 dev h2
ip -n asker route add 10.22.1.0/24 via 10.21.1.1
ip -n asker route add 10.22.2.0/24 via 10.21.2.1
ip -n way1 route add default via 10.21.1.2
ip -n way2 route add default via 10.21.2.2
ip -n host route add default via 10.22.1.1
ip -n host route add default via 10.22.2.1 table 2
ip -n host rule add fwmark 2 lookup 2
ip netns exec way1 sysctl -qw net.ipv4.ip_forward=1
ip netns exec way2 sysctl -qw net.ipv4.ip_forward=1
ip netns exec host iptables -t mangle -A PREROUTING -i h2 -j MARK --set-mark 2
