# Devices of ipip without a far end: each packet goes to the next hop of its route.
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
ip -n hub tunnel add t0 mode ipip local 192.0.2.1
ip -n s1 tunnel add t0 mode ipip local 192.0.2.2 ttl 32
ip -n s2 tunnel add t0 mode ipip local 192.0.2.3 ttl 64 tos inherit
ip -n hub link set t0 up
ip -n s1 link set t0 up
ip -n s2 link set t0 up
ip -n hub addr add 10.0.0.1/32 dev t0
ip -n s1 addr add 10.0.0.2/32 dev t0
ip -n s2 addr add 10.0.0.3/32 dev t0
ip -n hub route add 10.0.0.2/32 via 192.0.2.2 dev t0 onlink
ip -n hub route add 10.0.0.3/32 via 192.0.2.3 dev t0 onlink
ip -n hub route add 10.0.0.77/32 via 192.0.2.77 dev t0 onlink
ip -n hub route add 10.0.0.78/32 via 203.0.113.5 dev t0 onlink
ip -n hub route add 10.0.0.80/32 dev t0
ip -n hub route add 192.0.2.66/32 dev t0
ip -n hub route add 10.0.0.81/32 via inet6 fe80::5 dev t0 onlink
ip -n s1 route add 10.0.0.0/24 via 192.0.2.1 dev t0 onlink
ip -n s2 route add 10.0.0.0/24 via 192.0.2.1 dev t0 onlink
ip -n hub link set tunl0 up
ip -n hub addr add 10.2.0.1/32 dev tunl0
ip -n hub route add 10.2.0.2/32 via 192.0.2.2 dev tunl0 onlink
ip -n s1 addr add 10.2.0.2/32 dev lo
ip -n s1 route add 10.2.0.1/32 via 192.0.2.9 dev t0 onlink
ip -n hub tunnel add t9 mode ipip local 192.0.2.1 dev eth0
ip -n hub addr add 10.9.0.1/32 dev t9
ip -n hub link set t9 up
ip -n hub route add 10.9.0.9/32 via 203.0.113.9 dev t9 onlink
