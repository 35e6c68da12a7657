# Of several tunnels that fit an outer packet one takes it.
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
ip -n hub link add x1 type veth peer name y1
ip -n hub link set x1 up
ip -n hub link add x3 type veth peer name y3
ip -n hub link set x3 up
ip -n s1 link add a0 type ipip local 192.0.2.2 remote 192.0.2.1
ip -n s1 link add a1 type sit local 192.0.2.2 remote 192.0.2.1
ip -n s1 link add a2 type gre local 192.0.2.2 remote 192.0.2.1
ip -n s1 link add a3 type gre local 192.0.2.2 remote 192.0.2.1 key 77
ip -n s1 link set a0 up
ip -n s1 link set a1 up
ip -n s1 link set a2 up
ip -n s1 link set a3 up
ip -n s1 addr add 10.1.0.2/32 dev a0
ip -n s1 addr add fd01::2/128 dev a1
ip -n s1 route add 10.1.0.0/24 dev a0
ip -n s1 route add 10.1.1.0/24 dev a1
ip -n s1 route add 10.1.2.0/24 dev a2
ip -n s1 route add 10.1.3.0/24 dev a3
ip -n s1 route add fd01::/64 dev a1
ip -n hub tunnel add t0 mode ipip local 192.0.2.1 remote 192.0.2.2
ip -n hub tunnel add t1 mode ipip local 192.0.2.1 remote 192.0.2.2 dev x1
ip -n hub tunnel add t2 mode ipip local 192.0.2.1 remote 192.0.2.2 dev x3
ip -n hub tunnel add t3 mode ipip remote 192.0.2.2
ip -n hub tunnel add t4 mode ipip local 192.0.2.1
ip -n hub tunnel add t5 mode ipip local 192.0.2.1 dev x1
ip -n hub tunnel add t6 mode ipip local 192.0.2.1 dev eth0
ip -n hub tunnel add t7 mode ipip dev eth0
ip -n hub tunnel add t8 mode ipip dev x1
ip -n hub tunnel add g0 mode gre local 192.0.2.1 remote 192.0.2.2
ip -n hub tunnel add g1 mode gre local 192.0.2.1 remote 192.0.2.2 dev x1
ip -n hub tunnel add g2 mode gre local 192.0.2.1 remote 192.0.2.2 dev x3
ip -n hub tunnel add g3 mode gre remote 192.0.2.2
ip -n hub tunnel add g4 mode gre local 192.0.2.1
ip -n hub tunnel add g5 mode gre local 192.0.2.1 dev x1
ip -n hub tunnel add g6 mode gre local 192.0.2.1 dev eth0
ip -n hub tunnel add g7 mode gre dev eth0
ip -n hub tunnel add g8 mode gre dev x1
ip -n hub tunnel add s0 mode sit local 192.0.2.1 remote 192.0.2.2
ip -n hub tunnel add s1 mode sit local 192.0.2.1 remote 192.0.2.2 dev x1
ip -n hub tunnel add s2 mode sit local 192.0.2.1 remote 192.0.2.2 dev x3
ip -n hub tunnel add s3 mode sit remote 192.0.2.2
ip -n hub tunnel add s4 mode sit local 192.0.2.1
ip -n hub tunnel add s5 mode sit local 192.0.2.1 dev x1
ip -n hub tunnel add s6 mode sit local 192.0.2.1 dev eth0
ip -n hub tunnel add s7 mode sit dev eth0
ip -n hub tunnel add s8 mode sit dev x1
ip -n hub tunnel add v0 mode vti local 192.0.2.1 key 5
ip -n hub addr add 10.1.0.1/32 dev lo
ip -n hub addr add 10.1.2.1/32 dev lo
ip -n hub addr add 10.1.3.1/32 dev lo
ip -n hub addr add 10.1.1.1/32 dev lo
ip -n hub addr add fd01::1/128 dev lo
