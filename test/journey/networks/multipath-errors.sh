# ICMP errors go the way of the flow that they are about where a hash spreads flows: those of the host itself and, with the addresses alone hashed, those that pass through.
ip netns add c
ip -n c link set lo up
ip netns add m1
ip -n m1 link set lo up
ip netns add m2
ip -n m2 link set lo up
ip netns add m3
ip -n m3 link set lo up
ip netns add r
ip -n r link set lo up
ip netns add far
ip -n far link set lo up
ip netns add near
ip -n near link set lo up
ip link add eth0 netns c address 02:00:00:00:01:01 type veth peer name cc address 02:00:00:00:01:02 netns near
ip -n c link set eth0 up
ip -n near link set cc up
ip link add n1 netns near address 02:00:00:00:02:01 type veth peer name ta address 02:00:00:00:02:02 netns m1
ip -n near link set n1 up
ip -n m1 link set ta up
ip link add tb netns m1 address 02:00:00:00:03:01 type veth peer name r1 address 02:00:00:00:03:02 netns r
ip -n m1 link set tb up
ip -n r link set r1 up
ip -n near addr add 10.1.1.1/24 dev n1
ip -n near addr add fdb1:1::1/64 dev n1 nodad
ip -n m1 addr add 10.1.1.2/24 dev ta
ip -n m1 addr add fdb1:1::2/64 dev ta nodad
ip -n r addr add 10.2.1.1/24 dev r1
ip -n r addr add fdb2:1::1/64 dev r1 nodad
ip -n m1 addr add 10.2.1.2/24 dev tb
ip -n m1 addr add fdb2:1::2/64 dev tb nodad
ip link add n2 netns near address 02:00:00:00:04:01 type veth peer name ta address 02:00:00:00:04:02 netns m2
ip -n near link set n2 up
ip -n m2 link set ta up
ip link add tb netns m2 address 02:00:00:00:05:01 type veth peer name r2 address 02:00:00:00:05:02 netns r
ip -n m2 link set tb up
ip -n r link set r2 up
ip -n near addr add 10.1.2.1/24 dev n2
ip -n near addr add fdb1:2::1/64 dev n2 nodad
ip -n m2 addr add 10.1.2.2/24 dev ta
ip -n m2 addr add fdb1:2::2/64 dev ta nodad
ip -n r addr add 10.2.2.1/24 dev r2
ip -n r addr add fdb2:2::1/64 dev r2 nodad
ip -n m2 addr add 10.2.2.2/24 dev tb
ip -n m2 addr add fdb2:2::2/64 dev tb nodad
ip link add n3 netns near address 02:00:00:00:06:01 type veth peer name ta address 02:00:00:00:06:02 netns m3
ip -n near link set n3 up
ip -n m3 link set ta up
ip link add tb netns m3 address 02:00:00:00:07:01 type veth peer name r3 address 02:00:00:00:07:02 netns r
ip -n m3 link set tb up
ip -n r link set r3 up
ip -n near addr add 10.1.3.1/24 dev n3
ip -n near addr add fdb1:3::1/64 dev n3 nodad
ip -n m3 addr add 10.1.3.2/24 dev ta
ip -n m3 addr add fdb1:3::2/64 dev ta nodad
ip -n r addr add 10.2.3.1/24 dev r3
ip -n r addr add fdb2:3::1/64 dev r3 nodad
ip -n m3 addr add 10.2.3.2/24 dev tb
ip -n m3 addr add fdb2:3::2/64 dev tb nodad
ip link add rf netns r address 02:00:00:00:08:01 type veth peer name f1 address 02:00:00:00:08:02 netns far
ip -n r link set rf up
ip -n far link set f1 up
ip -n c addr add 172.16.0.2/24 dev eth0
ip -n c addr add fd16::2/64 dev eth0 nodad
ip -n near addr add 172.16.0.1/24 dev cc
ip -n near addr add fd16::1/64 dev cc nodad
ip -n c addr add 172.16.0.3/24 dev eth0
ip -n c addr add fd16::3/64 dev eth0 nodad
ip -n c addr add 172.16.0.4/24 dev eth0
ip -n c addr add fd16::4/64 dev eth0 nodad
ip -n c addr add 172.16.0.5/24 dev eth0
ip -n c addr add fd16::5/64 dev eth0 nodad
ip -n c addr add 172.16.0.6/24 dev eth0
ip -n c addr add fd16::6/64 dev eth0 nodad
ip -n r addr add 10.3.0.1/24 dev rf
ip -n r addr add fd03::1/64 dev rf nodad
ip -n far addr add 10.3.0.2/24 dev f1
ip -n far addr add fd03::2/64 dev f1 nodad
ip -n far addr add 10.4.0.1/24 dev lo
ip -n far addr add fd04::1/64 dev lo nodad
ip netns exec near sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec m1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec m2 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec m3 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec far sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n c route add default via 172.16.0.1
ip -n c -6 route add default via fd16::1
ip -n near route add default nexthop via 10.1.1.2 nexthop via 10.1.2.2 nexthop via 10.1.3.2
ip -n near -6 route add default nexthop via fdb1:1::2 nexthop via fdb1:2::2 nexthop via fdb1:3::2
ip -n m1 route add default via 10.2.1.1
ip -n m1 -6 route add default via fdb2:1::1
ip -n m1 route add 172.16.0.0/24 via 10.1.1.1
ip -n m1 -6 route add fd16::/64 via fdb1:1::1
ip -n m2 route add default via 10.2.2.1
ip -n m2 -6 route add default via fdb2:2::1
ip -n m2 route add 172.16.0.0/24 via 10.1.2.1
ip -n m2 -6 route add fd16::/64 via fdb1:2::1
ip -n m3 route add default via 10.2.3.1
ip -n m3 -6 route add default via fdb2:3::1
ip -n m3 route add 172.16.0.0/24 via 10.1.3.1
ip -n m3 -6 route add fd16::/64 via fdb1:3::1
ip -n r route add 172.16.0.0/24 nexthop via 10.2.1.2 nexthop via 10.2.2.2 nexthop via 10.2.3.2
ip -n r -6 route add fd16::/64 nexthop via fdb2:1::2 nexthop via fdb2:2::2 nexthop via fdb2:3::2
ip -n r route add 10.4.0.0/24 via 10.3.0.2
ip -n r -6 route add fd04::/64 via fd03::2
ip -n far route add 172.16.0.0/24 via 10.3.0.1
ip -n far -6 route add fd16::/64 via fd03::1
ip -n r route add prohibit 10.5.0.0/24
ip -n r -6 route add prohibit fd05::/64
ip -n far route add unreachable 10.4.1.0/24
ip -n far -6 route add unreachable fd04:1::/64
ip -n r route add 10.4.1.0/24 via 10.3.0.2
ip -n r -6 route add fd04:1::/64 via fd03::2
ip netns exec near sysctl -qw net.ipv4.fib_multipath_hash_seed=4 net.ipv4.fib_multipath_hash_policy=0 net.ipv6.fib_multipath_hash_policy=0
ip netns exec r sysctl -qw net.ipv4.fib_multipath_hash_seed=4 net.ipv4.fib_multipath_hash_policy=0 net.ipv6.fib_multipath_hash_policy=0
ip netns exec c sysctl -qw net.ipv6.auto_flowlabels=0
ip netns exec m1 sysctl -qw net.ipv6.auto_flowlabels=0
ip netns exec m2 sysctl -qw net.ipv6.auto_flowlabels=0
ip netns exec m3 sysctl -qw net.ipv6.auto_flowlabels=0
ip netns exec near sysctl -qw net.ipv6.auto_flowlabels=0
ip netns exec r sysctl -qw net.ipv6.auto_flowlabels=0
ip netns exec far sysctl -qw net.ipv6.auto_flowlabels=0
