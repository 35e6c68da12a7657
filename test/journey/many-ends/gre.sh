# GRE devices without a far end: a hub and two spokes, whose neighbour entries say behind which address of IPv4 each next hop is.
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
ip -n hub tunnel add g0 mode gre local 192.0.2.1 key 7 ttl 64
ip -n s1 tunnel add g0 mode gre local 192.0.2.2 key 7 ttl 32
ip -n s2 tunnel add g0 mode gre local 192.0.2.3 key 7 ttl 64
ip -n hub link set g0 up
ip -n s1 link set g0 up
ip -n s2 link set g0 up
ip -n hub addr add 10.0.0.1/24 dev g0
ip -n s1 addr add 10.0.0.2/24 dev g0
ip -n s2 addr add 10.0.0.3/24 dev g0
ip -n hub -6 addr add fd00::1/64 dev g0
ip -n s1 -6 addr add fd00::2/64 dev g0
ip -n s2 -6 addr add fd00::3/64 dev g0
ip -n hub neigh add 10.0.0.2 lladdr 192.0.2.2 dev g0
ip -n hub neigh add 10.0.0.3 lladdr 192.0.2.3 dev g0
ip -n hub neigh add 10.0.0.77 lladdr 192.0.2.77 dev g0
ip -n hub neigh add 10.0.0.78 lladdr 203.0.113.5 dev g0
ip -n hub -6 neigh add fd00::2 lladdr 192.0.2.2 dev g0
ip -n hub -6 neigh add fd00::3 lladdr 192.0.2.3 dev g0
ip -n s1 neigh add 10.0.0.1 lladdr 192.0.2.1 dev g0
ip -n s1 -6 neigh add fd00::1 lladdr 192.0.2.1 dev g0
ip -n s2 neigh add 10.0.0.1 lladdr 192.0.2.1 dev g0
ip -n s2 neigh add 10.0.0.2 lladdr 192.0.2.2 dev g0
ip -n s1 route add 10.9.0.0/16 via 10.0.0.1 dev g0
ip -n hub route add 10.9.0.0/16 via 10.0.0.3 dev g0
ip -n hub route add 10.8.0.0/16 dev g0
ip -n s2 addr add 10.9.0.1/32 dev lo
ip -n s2 route add 10.0.0.2/32 via 10.0.0.1 dev g0
ip -n s1 -6 route add fd00:9::/64 via fd00::1 dev g0
ip -n hub -6 route add fd00:9::/64 via fd00::3 dev g0
ip -n hub -6 route add ff15::/16 dev g0 table local
ip -n hub route add 224.9.0.0/16 dev g0
ip -n hub link set gre0 up
ip -n hub addr add 10.4.0.1/24 dev gre0
ip -n hub neigh add 10.4.0.2 lladdr 0.0.0.0 dev gre0
