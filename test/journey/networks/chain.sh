# Two hosts behind a router each way, in both families; the router filters and refuses.
ip netns add left
ip netns add mid
ip netns add right
ip link add l0 netns left type veth peer name m0 netns mid
ip link add r0 netns right type veth peer name m1 netns mid
ip -n left link set lo up
ip -n mid link set lo up
ip -n right link set lo up
ip -n left link set l0 up
ip -n mid link set m0 up
ip -n mid link set m1 up
ip -n right link set r0 up
ip -n left addr add 10.11.0.2/24 dev l0
ip -n mid addr add 10.11.0.1/24 dev m0
ip -n mid addr add 10.12.0.1/24 dev m1
ip -n right addr add 10.12.0.2/24 dev r0
ip -n left addr add fd11::2/64 dev l0 nodad
ip -n mid addr add fd11::1/64 dev m0 nodad
ip -n mid addr add fd12::1/64 dev m1 nodad
ip -n right addr add fd12::2/64 dev r0 nodad
ip netns exec mid sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n left route add default via 10.11.0.1
ip -n right route add default via 10.12.0.1
ip -n left route add default via fd11::1
ip -n right route add default via fd12::1
ip -n mid route add prohibit 10.13.0.0/16
ip -n mid route add blackhole 10.14.0.0/16
ip -n mid route add unreachable fd13::/32
ip netns exec mid iptables -A FORWARD -p udp --dport 1001 -j DROP
ip netns exec mid iptables -A FORWARD -p udp --dport 1002 -j REJECT --reject-with icmp-admin-prohibited
ip netns exec mid iptables -A FORWARD -p tcp --dport 1003 -j REJECT --reject-with tcp-reset
ip netns exec mid ip6tables -A FORWARD -p udp --dport 1002 -j REJECT
ip netns exec right iptables -A INPUT -p tcp --dport 1004 -j DROP
