# Groups of nexthops with weights between leaves and spines: IPv4 by an IPv6 next hop, a group within a route with a preferred source, a blackhole in no group, one spine without carrier, one that does not answer, one that has no route back.
ip netns add l1
ip -n l1 link set lo up
ip netns add l2
ip -n l2 link set lo up
ip netns add s1
ip -n s1 link set lo up
ip netns add s2
ip -n s2 link set lo up
ip netns add s3
ip -n s3 link set lo up
ip netns add h1
ip -n h1 link set lo up
ip netns add h2
ip -n h2 link set lo up
ip link add up1 netns l1 address 02:00:00:00:01:01 type veth peer name d1 address 02:00:00:00:01:02 netns s1
ip -n l1 link set up1 up
ip -n s1 link set d1 up
ip link add up1 netns l2 address 02:00:00:00:02:01 type veth peer name d2 address 02:00:00:00:02:02 netns s1
ip -n l2 link set up1 up
ip -n s1 link set d2 up
ip -n l1 addr add 10.1.1.1/24 dev up1
ip -n l1 addr add fdb1:1::1/64 dev up1 nodad
ip -n s1 addr add 10.1.1.2/24 dev d1
ip -n s1 addr add fdb1:1::2/64 dev d1 nodad
ip -n l2 addr add 10.2.1.1/24 dev up1
ip -n l2 addr add fdb2:1::1/64 dev up1 nodad
ip -n s1 addr add 10.2.1.2/24 dev d2
ip -n s1 addr add fdb2:1::2/64 dev d2 nodad
ip link add up2 netns l1 address 02:00:00:00:03:01 type veth peer name d1 address 02:00:00:00:03:02 netns s2
ip -n l1 link set up2 up
ip -n s2 link set d1 up
ip link add up2 netns l2 address 02:00:00:00:04:01 type veth peer name d2 address 02:00:00:00:04:02 netns s2
ip -n l2 link set up2 up
ip -n s2 link set d2 up
ip -n l1 addr add 10.1.2.1/24 dev up2
ip -n l1 addr add fdb1:2::1/64 dev up2 nodad
ip -n s2 addr add 10.1.2.2/24 dev d1
ip -n s2 addr add fdb1:2::2/64 dev d1 nodad
ip -n l2 addr add 10.2.2.1/24 dev up2
ip -n l2 addr add fdb2:2::1/64 dev up2 nodad
ip -n s2 addr add 10.2.2.2/24 dev d2
ip -n s2 addr add fdb2:2::2/64 dev d2 nodad
ip link add up3 netns l1 address 02:00:00:00:05:01 type veth peer name d1 address 02:00:00:00:05:02 netns s3
ip -n l1 link set up3 up
ip -n s3 link set d1 up
ip link add up3 netns l2 address 02:00:00:00:06:01 type veth peer name d2 address 02:00:00:00:06:02 netns s3
ip -n l2 link set up3 up
ip -n s3 link set d2 up
ip -n l1 addr add 10.1.3.1/24 dev up3
ip -n l1 addr add fdb1:3::1/64 dev up3 nodad
ip -n s3 addr add 10.1.3.2/24 dev d1
ip -n s3 addr add fdb1:3::2/64 dev d1 nodad
ip -n l2 addr add 10.2.3.1/24 dev up3
ip -n l2 addr add fdb2:3::1/64 dev up3 nodad
ip -n s3 addr add 10.2.3.2/24 dev d2
ip -n s3 addr add fdb2:3::2/64 dev d2 nodad
ip link add dn netns l1 address 02:00:00:00:07:01 type veth peer name eth0 address 02:00:00:00:07:02 netns h1
ip -n l1 link set dn up
ip -n h1 link set eth0 up
ip link add dn netns l2 address 02:00:00:00:08:01 type veth peer name eth0 address 02:00:00:00:08:02 netns h2
ip -n l2 link set dn up
ip -n h2 link set eth0 up
ip -n l1 addr add 172.16.1.1/24 dev dn
ip -n l1 addr add fd16:1::1/64 dev dn nodad
ip -n h1 addr add 172.16.1.9/24 dev eth0
ip -n h1 addr add fd16:1::9/64 dev eth0 nodad
ip -n l2 addr add 172.16.2.1/24 dev dn
ip -n l2 addr add fd16:2::1/64 dev dn nodad
ip -n h2 addr add 172.16.2.9/24 dev eth0
ip -n h2 addr add fd16:2::9/64 dev eth0 nodad
ip -n h2 addr add 172.16.2.10/24 dev eth0
ip -n h2 addr add fd16:2::10/64 dev eth0 nodad
ip -n h2 addr add 172.16.2.11/24 dev eth0
ip -n h2 addr add fd16:2::11/64 dev eth0 nodad
ip -n h2 addr add 172.16.2.12/24 dev eth0
ip -n h2 addr add fd16:2::12/64 dev eth0 nodad
ip -n h2 addr add 172.16.2.13/24 dev eth0
ip -n h2 addr add fd16:2::13/64 dev eth0 nodad
ip -n h2 addr add 172.16.2.14/24 dev eth0
ip -n h2 addr add fd16:2::14/64 dev eth0 nodad
ip -n h2 addr add 172.16.2.15/24 dev eth0
ip -n h2 addr add fd16:2::15/64 dev eth0 nodad
ip netns exec h1 sysctl -qw net.ipv6.auto_flowlabels=0
ip netns exec h2 sysctl -qw net.ipv6.auto_flowlabels=0
ip netns exec l1 sysctl -qw net.ipv6.auto_flowlabels=0
ip netns exec l2 sysctl -qw net.ipv6.auto_flowlabels=0
ip -n l1 addr add 192.0.2.1/32 dev lo
ip -n l2 addr add 192.0.2.2/32 dev lo
ip netns exec l1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec l2 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec s1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec s2 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec s3 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n h1 route add default via 172.16.1.1
ip -n h1 -6 route add default via fd16:1::1
ip netns exec l1 sysctl -qw net.ipv4.fib_multipath_hash_seed=9 net.ipv4.fib_multipath_use_neigh=1 net.ipv4.fib_multipath_hash_policy=0 net.ipv6.fib_multipath_hash_policy=0
ip -n l1 nexthop add id 1 via 10.1.1.2 dev up1
ip -n l1 nexthop add id 61 via fdb1:1::2 dev up1
ip -n s1 route add 172.16.1.0/24 via 10.1.1.1
ip -n s1 -6 route add fd16:1::/64 via fdb1:1::1
ip -n s1 route add 192.0.2.1 via 10.1.1.1
ip -n l1 nexthop add id 2 via 10.1.2.2 dev up2
ip -n l1 nexthop add id 62 via fdb1:2::2 dev up2
ip -n s2 route add 172.16.1.0/24 via 10.1.2.1
ip -n s2 -6 route add fd16:1::/64 via fdb1:2::1
ip -n s2 route add 192.0.2.1 via 10.1.2.1
ip -n l1 nexthop add id 3 via 10.1.3.2 dev up3
ip -n l1 nexthop add id 63 via fdb1:3::2 dev up3
ip -n s3 route add 172.16.1.0/24 via 10.1.3.1
ip -n s3 -6 route add fd16:1::/64 via fdb1:3::1
ip -n s3 route add 192.0.2.1 via 10.1.3.1
ip -n l1 nexthop add id 100 group 1,3/2/3
ip -n l1 nexthop add id 600 group 61,2/62/63,3
ip -n l1 nexthop add id 101 group 61/62
ip -n l1 nexthop add id 9 blackhole
ip -n l1 route add 172.16.2.0/24 nhid 100 src 192.0.2.1
ip -n l1 -6 route add fd16:2::/64 nhid 600
ip -n l1 route add 172.16.2.12 nhid 101
ip -n l1 route add 172.16.2.13 nhid 9
ip -n l1 route add 192.0.2.2 nhid 2
ip -n h2 route add default via 172.16.2.1
ip -n h2 -6 route add default via fd16:2::1
ip netns exec l2 sysctl -qw net.ipv4.fib_multipath_hash_seed=9 net.ipv4.fib_multipath_use_neigh=1 net.ipv4.fib_multipath_hash_policy=0 net.ipv6.fib_multipath_hash_policy=0
ip -n l2 nexthop add id 1 via 10.2.1.2 dev up1
ip -n l2 nexthop add id 61 via fdb2:1::2 dev up1
ip -n s1 route add 172.16.2.0/24 via 10.2.1.1
ip -n s1 -6 route add fd16:2::/64 via fdb2:1::1
ip -n s1 route add 192.0.2.2 via 10.2.1.1
ip -n l2 nexthop add id 2 via 10.2.2.2 dev up2
ip -n l2 nexthop add id 62 via fdb2:2::2 dev up2
ip -n s2 route add 172.16.2.0/24 via 10.2.2.1
ip -n s2 -6 route add fd16:2::/64 via fdb2:2::1
ip -n s2 route add 192.0.2.2 via 10.2.2.1
ip -n l2 nexthop add id 3 via 10.2.3.2 dev up3
ip -n l2 nexthop add id 63 via fdb2:3::2 dev up3
ip -n s3 route add 172.16.2.0/24 via 10.2.3.1
ip -n s3 -6 route add fd16:2::/64 via fdb2:3::1
ip -n s3 route add 192.0.2.2 via 10.2.3.1
ip -n l2 nexthop add id 100 group 1,3/2/3
ip -n l2 nexthop add id 600 group 61,2/62/63,3
ip -n l2 nexthop add id 101 group 61/62
ip -n l2 nexthop add id 9 blackhole
ip -n l2 route add 172.16.1.0/24 nhid 100 src 192.0.2.2
ip -n l2 -6 route add fd16:1::/64 nhid 600
ip -n l2 route add 172.16.1.12 nhid 101
ip -n l2 route add 172.16.1.13 nhid 9
ip -n l2 route add 192.0.2.1 nhid 2
