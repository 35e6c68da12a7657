# Devices of ip6tnl without a far end: each packet goes to the next hop of its route, if that is of IPv6. What leads to the far ends is in a table of its own, since a gateway
# of one device may not be on the link of another (6.18).
ip netns add hub
ip netns add s1
ip netns add s2
ip netns add sw
ip -n sw link add br0 type bridge
ip -n sw link set br0 up
ip link add eth0 netns hub type veth peer name ph netns sw
ip link add eth0 netns s1 type veth peer name p1 netns sw
ip link add eth0 netns s2 type veth peer name p2 netns sw
ip -n sw link set ph master br0
ip -n sw link set p1 master br0
ip -n sw link set p2 master br0
ip -n sw link set ph up
ip -n sw link set p1 up
ip -n sw link set p2 up
ip -n hub link set lo up
ip -n s1 link set lo up
ip -n s2 link set lo up
ip -n hub link set eth0 up
ip -n s1 link set eth0 up
ip -n s2 link set eth0 up
ip -n hub addr add 192.0.2.1/24 dev eth0
ip -n hub addr add 192.0.2.9/24 dev eth0
ip -n s1 addr add 192.0.2.2/24 dev eth0
ip -n s2 addr add 192.0.2.3/24 dev eth0
ip netns exec hub sysctl -w net.ipv4.ip_forward=1
ip netns exec hub sysctl -w net.ipv6.conf.all.forwarding=1
ip -n hub addr add fd01::1/128 dev eth0
ip -n hub route add fd01::/64 dev eth0 table 5
ip -n hub -6 rule add to fd01::/64 lookup 5
ip -n s1 addr add fd01::2/128 dev eth0
ip -n s1 route add fd01::/64 dev eth0 table 5
ip -n s1 -6 rule add to fd01::/64 lookup 5
ip -n s2 addr add fd01::3/128 dev eth0
ip -n s2 route add fd01::/64 dev eth0 table 5
ip -n s2 -6 rule add to fd01::/64 lookup 5
ip -n hub -6 tunnel add u6 mode any local fd01::1
ip -n s1 -6 tunnel add u6 mode any local fd01::2 remote fd01::1
ip -n s2 -6 tunnel add u6 mode any local fd01::3
ip -n hub link set u6 up
ip -n s1 link set u6 up
ip -n s2 link set u6 up
ip -n hub link set ip6tnl0 up
ip -n hub addr add fd02::1/128 dev u6
ip -n s1 addr add fd02::2/128 dev u6
ip -n s2 addr add fd02::3/128 dev u6
ip -n hub addr add 10.2.0.1/32 dev u6
ip -n s1 addr add 10.2.0.2/32 dev u6
ip -n s2 addr add 10.2.0.3/32 dev u6
ip -n hub route add fd02::2 via fd01::2 dev u6 onlink
ip -n hub route add fd02::3 via fd01::3 dev u6 onlink
ip -n hub route add fd02::78 via fd09::77 dev u6 onlink
ip -n hub route add fd02::79 dev u6
ip -n hub route add fd07::66 dev u6
ip -n hub route add 10.2.0.2/32 via inet6 fd01::2 dev u6 onlink
ip -n hub route add 10.2.0.3/32 via inet6 fd01::3 dev u6 onlink
ip -n hub route add 10.2.0.4/32 dev u6
ip -n hub route add 10.2.0.5/32 via 192.0.2.2 dev u6 onlink
ip -n hub route add 10.2.0.6/32 via inet6 fd09::3 dev u6 onlink
ip -n s1 route add fd02::/64 dev u6
ip -n s1 route add 10.2.0.0/24 dev u6
ip -n s2 route add fd02::/64 via fd01::1 dev u6 onlink
ip -n s2 route add 10.2.0.0/24 via inet6 fd01::1 dev u6 onlink
ip -n hub addr add fd03::1/128 dev ip6tnl0
ip -n hub route add fd03::2 via fd01::2 dev ip6tnl0 onlink
ip -n hub addr add 10.3.0.1/32 dev ip6tnl0
ip -n hub route add 10.3.0.2/32 via inet6 fd01::2 dev ip6tnl0 onlink
