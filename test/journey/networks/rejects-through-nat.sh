# A host behind two translating routers: every sort of REJECT, resets, reject routes and used-up hops on each side of each translation, ports published through both, hairpins at both.
ip netns add h
ip -n h link set lo up
ip netns add cpe
ip -n cpe link set lo up
ip netns add cgn
ip -n cgn link set lo up
ip netns add net
ip -n net link set lo up
ip netns add srv
ip -n srv link set lo up
ip link add eth0 netns h address 02:00:00:00:01:01 type veth peer name lan address 02:00:00:00:01:02 netns cpe
ip -n h link set eth0 up
ip -n cpe link set lan up
ip -n h addr add 192.168.1.10/24 dev eth0
ip -n cpe addr add 192.168.1.1/24 dev lan
ip link add wan netns cpe address 02:00:00:00:02:01 type veth peer name acc address 02:00:00:00:02:02 netns cgn
ip -n cpe link set wan up
ip -n cgn link set acc up
ip -n cpe addr add 100.64.0.2/24 dev wan
ip -n cgn addr add 100.64.0.1/24 dev acc
ip link add upl netns cgn address 02:00:00:00:03:01 type veth peer name dw0 address 02:00:00:00:03:02 netns net
ip -n cgn link set upl up
ip -n net link set dw0 up
ip -n cgn addr add 198.51.100.2/24 dev upl
ip -n cgn addr add 198.51.100.3/24 dev upl
ip -n net addr add 198.51.100.1/24 dev dw0
ip link add s netns net address 02:00:00:00:04:01 type veth peer name eth0 address 02:00:00:00:04:02 netns srv
ip -n net link set s up
ip -n srv link set eth0 up
ip -n net addr add 203.0.113.1/24 dev s
ip -n srv addr add 203.0.113.9/24 dev eth0
ip netns exec cpe sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec cgn sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec net sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n h route add default via 192.168.1.1
ip -n cpe route add default via 100.64.0.1
ip -n cgn route add default via 198.51.100.1
ip -n srv route add default via 203.0.113.1
ip netns exec cpe iptables -t nat -A POSTROUTING -o wan -j MASQUERADE
ip netns exec cpe iptables -t nat -A PREROUTING -d 100.64.0.2 -p tcp --dport 8080:8089 -j DNAT --to-destination 192.168.1.10:80-89/8080
ip netns exec cpe iptables -t nat -A PREROUTING -d 100.64.0.2 -p udp --dport 53 -j DNAT --to-destination 192.168.1.10
ip netns exec cpe iptables -t nat -A POSTROUTING -s 192.168.1.0/24 -d 192.168.1.10 -j MASQUERADE
ip netns exec cgn iptables -t nat -A POSTROUTING -o upl -s 100.64.0.0/10 -j SNAT --to-source 198.51.100.3
ip netns exec cgn iptables -t nat -A PREROUTING -d 198.51.100.3 -p tcp -m multiport --dports 8080:8089 -j DNAT --to-destination 100.64.0.2
ip netns exec cgn iptables -t nat -A PREROUTING -d 198.51.100.3 -p udp --dport 53 -j DNAT --to-destination 100.64.0.2
ip netns exec cgn iptables -t nat -A PREROUTING -d 198.51.100.3 -p icmp -j DNAT --to-destination 100.64.0.2
ip netns exec cgn iptables -t nat -A POSTROUTING -o acc -s 100.64.0.0/10 -j MASQUERADE
ip netns exec cpe iptables -A FORWARD -p udp --dport 1000 -j REJECT --reject-with icmp-net-unreachable
ip netns exec cpe iptables -A FORWARD -p udp --dport 1001 -j REJECT --reject-with icmp-host-unreachable
ip netns exec cpe iptables -A FORWARD -p udp --dport 1002 -j REJECT --reject-with icmp-port-unreachable
ip netns exec cpe iptables -A FORWARD -p udp --dport 1003 -j REJECT --reject-with icmp-proto-unreachable
ip netns exec cpe iptables -A FORWARD -p udp --dport 1004 -j REJECT --reject-with icmp-net-prohibited
ip netns exec cpe iptables -A FORWARD -p udp --dport 1005 -j REJECT --reject-with icmp-host-prohibited
ip netns exec cpe iptables -A FORWARD -p udp --dport 1006 -j REJECT --reject-with icmp-admin-prohibited
ip netns exec cpe iptables -A FORWARD -p tcp --dport 1007 -j REJECT --reject-with tcp-reset
ip netns exec cpe iptables -A FORWARD -p tcp --dport 1008 -j REJECT --reject-with icmp-admin-prohibited
ip netns exec cpe iptables -A FORWARD -p icmp -d 203.0.113.21 -j REJECT
ip netns exec cgn iptables -A FORWARD -p udp --dport 2000 -j REJECT --reject-with icmp-net-unreachable
ip netns exec cgn iptables -A FORWARD -p udp --dport 2001 -j REJECT --reject-with icmp-host-unreachable
ip netns exec cgn iptables -A FORWARD -p udp --dport 2002 -j REJECT --reject-with icmp-port-unreachable
ip netns exec cgn iptables -A FORWARD -p udp --dport 2003 -j REJECT --reject-with icmp-proto-unreachable
ip netns exec cgn iptables -A FORWARD -p udp --dport 2004 -j REJECT --reject-with icmp-net-prohibited
ip netns exec cgn iptables -A FORWARD -p udp --dport 2005 -j REJECT --reject-with icmp-host-prohibited
ip netns exec cgn iptables -A FORWARD -p udp --dport 2006 -j REJECT --reject-with icmp-admin-prohibited
ip netns exec cgn iptables -A FORWARD -p tcp --dport 2007 -j REJECT --reject-with tcp-reset
ip netns exec cgn iptables -A FORWARD -p tcp --dport 2008 -j REJECT --reject-with icmp-admin-prohibited
ip netns exec cgn iptables -A FORWARD -p icmp -d 203.0.113.22 -j REJECT
ip netns exec net iptables -A FORWARD -p udp --dport 3000 -j REJECT --reject-with icmp-net-unreachable
ip netns exec net iptables -A FORWARD -p udp --dport 3001 -j REJECT --reject-with icmp-host-unreachable
ip netns exec net iptables -A FORWARD -p udp --dport 3002 -j REJECT --reject-with icmp-port-unreachable
ip netns exec net iptables -A FORWARD -p udp --dport 3003 -j REJECT --reject-with icmp-proto-unreachable
ip netns exec net iptables -A FORWARD -p udp --dport 3004 -j REJECT --reject-with icmp-net-prohibited
ip netns exec net iptables -A FORWARD -p udp --dport 3005 -j REJECT --reject-with icmp-host-prohibited
ip netns exec net iptables -A FORWARD -p udp --dport 3006 -j REJECT --reject-with icmp-admin-prohibited
ip netns exec net iptables -A FORWARD -p tcp --dport 3007 -j REJECT --reject-with tcp-reset
ip netns exec net iptables -A FORWARD -p tcp --dport 3008 -j REJECT --reject-with icmp-admin-prohibited
ip netns exec net iptables -A FORWARD -p icmp -d 203.0.113.23 -j REJECT
ip netns exec cpe iptables -A FORWARD -p tcp --dport 83 -j REJECT --reject-with tcp-reset
ip netns exec cpe iptables -A FORWARD -p tcp --dport 84 -j REJECT --reject-with icmp-host-prohibited
ip netns exec cgn iptables -A FORWARD -p tcp --dport 8085 -j REJECT --reject-with tcp-reset
ip netns exec cgn iptables -A FORWARD -p tcp --dport 8086 -j REJECT
ip netns exec h iptables -A INPUT -p tcp --dport 81 -j REJECT --reject-with tcp-reset
ip netns exec h iptables -A INPUT -p udp --dport 5300 -j REJECT
ip netns exec h iptables -A OUTPUT -p udp --dport 9998 -j REJECT --reject-with icmp-host-prohibited
ip netns exec h iptables -A OUTPUT -p tcp --dport 9997 -j REJECT --reject-with tcp-reset
ip -n cpe route add prohibit 10.1.1.0/24
ip -n cpe route add unreachable 10.1.2.0/24
ip -n cgn route add prohibit 10.2.1.0/24
ip -n cgn route add unreachable 10.2.2.0/24
ip -n net route add prohibit 10.3.1.0/24
ip -n net route add unreachable 10.3.2.0/24
