# Link-local ends in IPv6, and by which device a host answers: two links between a and b, one between b and c.
ip netns add a
ip netns add b
ip netns add c
ip -n a link add v0 type veth peer name v1 netns b
ip -n a link add x0 type veth peer name x1 netns b
ip -n b link add w0 type veth peer name w1 netns c
ip -n a link set v0 address 02:00:00:00:00:01
ip -n b link set v1 address 02:00:00:00:00:02
ip -n a link set x0 address 02:00:00:00:01:01
ip -n b link set x1 address 02:00:00:00:01:02
ip -n b link set w0 address 02:00:00:00:02:01
ip -n c link set w1 address 02:00:00:00:02:02
ip -n a link set lo up
ip -n b link set lo up
ip -n c link set lo up
ip netns exec a sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip netns exec b sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip netns exec a sysctl -qw net.ipv6.conf.v0.accept_dad=0
ip -n a link set v0 up
ip netns exec a sysctl -qw net.ipv6.conf.x0.accept_dad=0
ip -n a link set x0 up
ip netns exec b sysctl -qw net.ipv6.conf.v1.accept_dad=0
ip -n b link set v1 up
ip netns exec b sysctl -qw net.ipv6.conf.x1.accept_dad=0
ip -n b link set x1 up
ip netns exec b sysctl -qw net.ipv6.conf.w0.accept_dad=0
ip -n b link set w0 up
ip netns exec c sysctl -qw net.ipv6.conf.w1.accept_dad=0
ip -n c link set w1 up
ip -n a -6 addr add 2001:db8::1/64 dev v0 nodad
ip -n b -6 addr add 2001:db8::2/64 dev v1 nodad
ip -n b -6 addr add 2001:db8:1::1/64 dev w0 nodad
ip -n c -6 addr add 2001:db8:1::2/64 dev w1 nodad
ip -n a -6 route add default via fe80::ff:fe00:2 dev v0
ip -n c -6 route add default via fe80::ff:fe00:201 dev w1
ip netns exec b sysctl -qw net.ipv6.conf.all.forwarding=1
ip netns exec a sysctl -qw net.ipv4.neigh.v0.retrans_time_ms=100 net.ipv6.neigh.v0.retrans_time_ms=100
ip netns exec a sysctl -qw net.ipv4.neigh.x0.retrans_time_ms=100 net.ipv6.neigh.x0.retrans_time_ms=100
ip netns exec b sysctl -qw net.ipv4.neigh.v1.retrans_time_ms=100 net.ipv6.neigh.v1.retrans_time_ms=100
ip netns exec b sysctl -qw net.ipv4.neigh.x1.retrans_time_ms=100 net.ipv6.neigh.x1.retrans_time_ms=100
