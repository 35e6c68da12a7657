# Messages of neighbour discovery and the rules of routing: each case asks for another address of the host on the other side.
ip netns add a
ip netns add b
ip -n a link set lo up
ip -n b link set lo up
ip link add e0 address 02:00:00:00:00:01 netns a type veth peer name e1 address 02:00:00:00:00:02 netns b
ip link add f0 address 02:00:00:00:00:03 netns a type veth peer name f1 address 02:00:00:00:00:04 netns b
ip -n a link set e0 up
ip -n b link set e1 up
ip -n a link set f0 up
ip -n b link set f1 up
ip -n a -6 addr add fd00::1/64 dev e0 nodad
ip -n a -6 addr add fd01::1/64 dev f0 nodad
ip -n b -6 addr add fd01::2/64 dev f1 nodad
ip -n b -6 addr add fd00::2/64 dev e1 nodad
ip -n b -6 addr add fd00::3/64 dev e1 nodad
ip -n b -6 addr add fd00::4/64 dev e1 nodad
ip -n b -6 addr add fd00::5/64 dev e1 nodad
ip -n b -6 addr add fd00::6/64 dev e1 nodad
ip -n b -6 addr add fd00::7/64 dev e1 nodad
ip -n b -6 addr add fd00::8/64 dev e1 nodad
ip -n b -6 addr add fd00::9/64 dev e1 nodad
ip -n b -6 addr add fd00::a/64 dev e1 nodad
ip -n b -6 addr add fd00::b/64 dev e1 nodad
ip -n b -6 addr add fd00::c/64 dev e1 nodad
ip -n b -6 addr add fd00::d/64 dev e1 nodad
ip -n b -6 addr add fd00::e/64 dev e1 nodad
ip -n b -6 addr add fd00::f/64 dev e1 nodad
ip -n b -6 addr add fd00::10/64 dev e1 nodad
ip -n b -6 addr add fd00::11/64 dev e1 nodad
ip netns exec a sysctl -qw net.ipv6.neigh.e0.retrans_time_ms=100 net.ipv6.neigh.f0.retrans_time_ms=100
ip netns exec b sysctl -qw net.ipv6.neigh.e1.retrans_time_ms=100 net.ipv6.neigh.f1.retrans_time_ms=100 net.ipv6.neigh.e1.proxy_delay=0
ip -n a -6 rule add pref 100 lookup local
ip -n a -6 rule del pref 0
ip -n b -6 rule add pref 100 lookup local
ip -n b -6 rule del pref 0
