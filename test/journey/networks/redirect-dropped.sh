# A gateway that knows a better one on the same link, and drops what it would forward: it reports the other one first.
ip netns add c
ip netns add r1
ip netns add r2
ip netns add s
ip netns add sw
ip -n sw link add br0 type bridge
ip -n sw link set br0 up
ip link add e0 netns c type veth peer name pc netns sw
ip link add e0 netns r1 type veth peer name p1 netns sw
ip link add e0 netns r2 type veth peer name p2 netns sw
ip -n sw link set pc master br0
ip -n sw link set p1 master br0
ip -n sw link set p2 master br0
ip -n sw link set pc up
ip -n sw link set p1 up
ip -n sw link set p2 up
ip netns exec sw sysctl -qw net.bridge.bridge-nf-call-iptables=0
ip -n c link set e0 up
ip -n r1 link set e0 up
ip -n r2 link set e0 up
ip -n c addr add 10.0.0.10/24 dev e0
ip -n r1 addr add 10.0.0.1/24 dev e0
ip -n r2 addr add 10.0.0.2/24 dev e0
ip link add e1 netns r2 type veth peer name e0 netns s
ip -n r2 link set e1 up
ip -n s link set e0 up
ip -n r2 addr add 10.5.0.2/24 dev e1
ip -n s addr add 10.5.0.5/24 dev e0
ip -n s route add default via 10.5.0.2
ip -n c route add default via 10.0.0.1
ip -n r1 route add 10.5.0.0/24 via 10.0.0.2
ip netns exec r1 sysctl -qw net.ipv4.ip_forward=1
ip netns exec r2 sysctl -qw net.ipv4.ip_forward=1
ip netns exec c sysctl -qw net.ipv4.conf.all.accept_redirects=0 net.ipv4.conf.e0.accept_redirects=0
ip netns exec r1 iptables -A FORWARD -p udp --dport 53 -j DROP
ip netns exec r1 iptables -A FORWARD -p udp --dport 54 -j REJECT
ip netns exec r1 iptables -t mangle -A POSTROUTING -p udp --dport 55 -j DROP
ip netns exec r1 iptables -t mangle -A PREROUTING -p udp --dport 56 -j DROP
