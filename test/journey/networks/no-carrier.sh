# Devices that are up without a carrier: neighbours are asked for in vain, and what is for a known one is lost at the device.
ip netns add a
ip netns add b
ip netns add c
ip -n a link set lo up
ip -n b link set lo up
ip -n c link set lo up
ip link add e0 netns a type veth peer name e1 netns b
ip link add f0 netns a type veth peer name f1 netns c
ip -n a link add br0 type bridge
ip -n a link set e0 up
ip -n a link set f0 up
ip -n c link set f1 up
ip -n a link set br0 up
ip -n a addr add 10.0.0.1/24 dev e0
ip -n a addr add 10.0.1.1/24 dev br0
ip -n a addr add 10.0.2.1/24 dev f0
ip -n c addr add 10.0.2.2/24 dev f1
ip -n c route add default via 10.0.2.1
ip -n a -6 addr add fd00::1/64 dev e0 nodad
ip -n a -6 addr add fd02::1/64 dev f0 nodad
ip -n c -6 addr add fd02::2/64 dev f1 nodad
ip -n c -6 route add default via fd02::1
ip netns exec a sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n a neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev e0 nud permanent
ip -n a neigh add 10.0.1.7 lladdr 02:00:00:00:00:07 dev br0 nud permanent
ip -n a -6 neigh add fd00::7 lladdr 02:00:00:00:00:07 dev e0 nud permanent
ip netns exec a sysctl -qw net.ipv4.neigh.e0.retrans_time_ms=100 net.ipv6.neigh.e0.retrans_time_ms=100
ip netns exec a sysctl -qw net.ipv4.neigh.f0.retrans_time_ms=100 net.ipv6.neigh.f0.retrans_time_ms=100
ip netns exec a sysctl -qw net.ipv4.neigh.br0.retrans_time_ms=100 net.ipv6.neigh.br0.retrans_time_ms=100
ip netns exec c sysctl -qw net.ipv4.neigh.f1.retrans_time_ms=100 net.ipv6.neigh.f1.retrans_time_ms=100
