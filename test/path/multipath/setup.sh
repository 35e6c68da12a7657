ip link set lo up
ip netns add peer
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 netns peer
ip link add eth1 address 02:00:00:00:00:02 type veth peer name p-eth1 netns peer
ip link add eth2 address 02:00:00:00:00:03 type veth peer name p-eth2 netns peer
ip link add lan address 02:00:00:00:00:04 type veth peer name p-lan netns peer
ip -n peer link set p-eth0 up
ip -n peer link set p-eth1 up
ip -n peer link set p-eth2 up
ip -n peer link set p-lan up
ip link set eth0 up
ip link set eth1 up
ip link set eth2 up
ip link set lan up
ip addr add 192.0.2.2/24 dev eth0
ip addr add 198.51.100.2/24 dev eth1
ip addr add 203.0.113.2/24 dev eth2
ip addr add 172.16.0.1/12 dev lan
ip addr add 2001:db8:a::2/64 dev eth0 nodad
ip addr add 2001:db8:b::2/64 dev eth1 nodad
ip addr add 2001:db8:c::2/64 dev eth2 nodad
ip addr add 2001:db8:e::1/48 dev lan nodad
sysctl -qw net.ipv4.ip_forward=1
sysctl -qw net.ipv6.conf.all.forwarding=1
sysctl -qw net.ipv4.fib_multipath_hash_seed=305419896
ip route add 10.1.0.0/16 nexthop via 192.0.2.1 dev eth0 weight 1 nexthop via 198.51.100.1 dev eth1 weight 1
ip route add 10.2.0.0/16 nexthop via 192.0.2.1 dev eth0 weight 1 nexthop via 198.51.100.1 dev eth1 weight 2 nexthop via 203.0.113.1 dev eth2 weight 5
ip nexthop add id 10 via 192.0.2.1 dev eth0
ip nexthop add id 11 via 198.51.100.1 dev eth1
ip nexthop add id 12 via 203.0.113.1 dev eth2
ip nexthop add id 20 group 10/11,3/12
ip nexthop add id 30 group 10/11,3/12 type resilient buckets 32 idle_timer 0
ip route add 10.3.0.0/16 nhid 20
ip route add 10.4.0.0/16 nhid 30
ip -6 route add 2001:db8:1001::/48 nexthop via 2001:db8:a::1 dev eth0 weight 1 nexthop via 2001:db8:b::1 dev eth1 weight 1
ip -6 route add 2001:db8:1002::/48 nexthop via 2001:db8:a::1 dev eth0 weight 1 nexthop via 2001:db8:b::1 dev eth1 weight 2 nexthop via 2001:db8:c::1 dev eth2 weight 5
ip nexthop add id 110 via 2001:db8:a::1 dev eth0
ip nexthop add id 111 via 2001:db8:b::1 dev eth1
ip nexthop add id 120 group 110/111,3
ip -6 route add 2001:db8:1003::/48 nhid 120
