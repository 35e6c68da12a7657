# Sockets that are bound to a device, and answers that come by another one.
ip netns add a
ip netns add b
ip -n a link set lo up
ip -n b link set lo up
ip link add x1 netns a type veth peer name y1 netns b
ip -n a link set x1 up
ip -n b link set y1 up
ip -n a addr add 10.1.0.1/24 dev x1
ip -n b addr add 10.1.0.2/24 dev y1
ip -n a -6 addr add fd01::1/64 dev x1 nodad
ip -n b -6 addr add fd01::2/64 dev y1 nodad
ip link add x2 netns a type veth peer name y2 netns b
ip -n a link set x2 up
ip -n b link set y2 up
ip -n a addr add 10.2.0.1/24 dev x2
ip -n b addr add 10.2.0.2/24 dev y2
ip -n a -6 addr add fd02::1/64 dev x2 nodad
ip -n b -6 addr add fd02::2/64 dev y2 nodad
ip -n b addr add 10.9.0.1/32 dev lo
ip -n b -6 addr add fd09::1/128 dev lo
ip -n a route add 10.9.0.1 via 10.1.0.2 dev x1
ip -n a -6 route add fd09::1 via fd01::2 dev x1
ip -n b route add 10.1.0.1/32 via 10.2.0.1 dev y2
ip -n b -6 route add fd01::1/128 via fd02::1 dev y2
ip netns exec a sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
ip netns exec b sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
ip netns exec a iptables -A OUTPUT -d 10.9.0.1 -p tcp --dport 90 -j REJECT
ip netns exec a iptables -A OUTPUT -d 10.9.0.1 -p udp --dport 90 -j REJECT
ip netns exec a ip6tables -A OUTPUT -d fd09::1 -p tcp --dport 90 -j REJECT
ip netns exec a ip6tables -A OUTPUT -d fd09::1 -p udp --dport 90 -j REJECT
ip netns exec b iptables -A INPUT -p tcp --dport 91 -j REJECT
ip netns exec b ip6tables -A INPUT -p tcp --dport 91 -j REJECT
ip netns exec a iptables -A OUTPUT -d 10.9.0.1 -p tcp --dport 92 -j REJECT --reject-with tcp-reset
ip netns exec a ip6tables -A OUTPUT -d fd09::1 -p tcp --dport 92 -j REJECT --reject-with tcp-reset
