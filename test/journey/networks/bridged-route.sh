# A router with two hosts on its bridge, whose rules give frames other destinations: some whose look-up fails, one on the bridge, its own.
ip netns add a
ip netns add r
ip netns add h
ip -n a link set lo up
ip -n r link set lo up
ip -n h link set lo up
ip -n r link add br0 type bridge
ip -n r link set br0 up
ip link add eth0 netns a type veth peer name p1 netns r
ip link add eth0 netns h type veth peer name p2 netns r
ip -n r link set p1 master br0
ip -n r link set p2 master br0
ip -n r link set p1 up
ip -n r link set p2 up
ip -n a link set eth0 up
ip -n h link set eth0 up
ip -n a addr add 10.1.0.2/24 dev eth0
ip -n h addr add 10.1.0.3/24 dev eth0
ip -n r addr add 10.1.0.1/24 dev br0
ip -n a addr add 10.7.0.2/24 dev eth0
ip -n a addr add fd01::2/64 dev eth0 nodad
ip -n h addr add fd01::3/64 dev eth0 nodad
ip -n r addr add fd01::1/64 dev br0 nodad
ip -n r route add unreachable 10.9.1.0/24
ip -n r route add blackhole 10.9.2.0/24
ip -n r route add prohibit 10.9.3.0/24
ip -n r route add throw 10.9.4.0/24
ip -n r route add unreachable fd09:1::/64
ip -n r route add blackhole fd09:2::/64
ip -n r route add prohibit fd09:3::/64
ip netns exec r sysctl -qw net.bridge.bridge-nf-call-iptables=1
ip netns exec r sysctl -qw net.bridge.bridge-nf-call-ip6tables=1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec r sysctl -qw net.ipv4.conf.all.rp_filter=1
ip netns exec r iptables -t nat -A PREROUTING -p udp --dport 1001 -j DNAT --to-destination 10.9.1.1
ip netns exec r iptables -t nat -A PREROUTING -p udp --dport 1002 -j DNAT --to-destination 10.9.2.1
ip netns exec r iptables -t nat -A PREROUTING -p udp --dport 1003 -j DNAT --to-destination 10.9.3.1
ip netns exec r iptables -t nat -A PREROUTING -p udp --dport 1004 -j DNAT --to-destination 10.9.4.1
ip netns exec r iptables -t nat -A PREROUTING -p udp --dport 1005 -j DNAT --to-destination 127.0.0.1
ip netns exec r iptables -t nat -A PREROUTING -p udp --dport 1006 -j DNAT --to-destination 240.0.0.1
ip netns exec r iptables -t nat -A PREROUTING -p udp --dport 1007 -j DNAT --to-destination 10.1.0.3
ip netns exec r iptables -t nat -A PREROUTING -p udp --dport 1008 -j DNAT --to-destination 10.1.0.1
ip netns exec r ip6tables -t nat -A PREROUTING -p udp --dport 1001 -j DNAT --to-destination fd09:1::1
ip netns exec r ip6tables -t nat -A PREROUTING -p udp --dport 1002 -j DNAT --to-destination fd09:2::1
ip netns exec r ip6tables -t nat -A PREROUTING -p udp --dport 1003 -j DNAT --to-destination fd09:3::1
ip netns exec r ip6tables -t nat -A PREROUTING -p udp --dport 1004 -j DNAT --to-destination fd09:4::1
ip netns exec r ip6tables -t nat -A PREROUTING -p udp --dport 1007 -j DNAT --to-destination fd01::3
ip netns exec r ip6tables -t nat -A PREROUTING -p udp --dport 1008 -j DNAT --to-destination fd01::1
