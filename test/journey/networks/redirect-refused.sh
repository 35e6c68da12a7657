# A gateway gives a packet back to its sender, translated, and reports that the way is shorter; the sender rejects such reports. In IPv6 a redirect is no
# error, so that its router hears of it, before the sender's socket answers.
ip netns add r
ip netns add s
ip link add e0 address 02:00:00:00:00:01 netns r type veth peer name e0 address 02:00:00:00:00:02 netns s
ip -n r link set lo up
ip -n s link set lo up
ip -n r link set e0 up
ip -n s link set e0 up
ip -n r addr add 10.3.0.1/24 dev e0
ip -n s addr add 10.3.0.2/24 dev e0
ip -n r addr add fd03::1/64 dev e0 nodad
ip -n s addr add fd03::2/64 dev e0 nodad
ip -n s route add default via 10.3.0.1
ip -n s route add fd00::/64 via fd03::1
ip -n r route add 10.9.0.0/24 via 10.3.0.2
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec s sysctl -qw net.ipv4.conf.all.accept_redirects=0 net.ipv4.conf.e0.accept_redirects=0 net.ipv6.conf.e0.accept_redirects=0
ip netns exec r ip6tables -t nat -A PREROUTING -p udp --dport 1000 -j DNAT --to-destination '[fd03::2]:53'
ip netns exec s ip6tables -A INPUT -p icmpv6 --icmpv6-type redirect -j REJECT --reject-with icmp6-adm-prohibited
ip netns exec s iptables -A INPUT -p icmp --icmp-type redirect -j REJECT
