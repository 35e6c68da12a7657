# A router that gives what passes to a transparent proxy of its own, in both families: TPROXY with DIVERT by the socket, marks and local routes, what the proxy does not take rejected, its own traffic let through; masqueraded behind.
ip netns add c
ip -n c link set lo up
ip netns add r
ip -n r link set lo up
ip netns add s
ip -n s link set lo up
ip link add eth0 netns c address 02:00:00:00:01:01 type veth peer name lan address 02:00:00:00:01:02 netns r
ip -n c link set eth0 up
ip -n r link set lan up
ip -n c addr add 192.168.7.10/24 dev eth0
ip -n c addr add fd07::10/64 dev eth0 nodad
ip -n r addr add 192.168.7.1/24 dev lan
ip -n r addr add fd07::1/64 dev lan nodad
ip link add wan netns r address 02:00:00:00:02:01 type veth peer name eth0 address 02:00:00:00:02:02 netns s
ip -n r link set wan up
ip -n s link set eth0 up
ip -n r addr add 198.51.100.2/24 dev wan
ip -n r addr add 2001:db8:1::2/64 dev wan nodad
ip -n s addr add 198.51.100.9/24 dev eth0
ip -n s addr add 2001:db8:1::9/64 dev eth0 nodad
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n c route add default via 192.168.7.1
ip -n c -6 route add default via fd07::1
ip -n r rule add fwmark 0x1/0x1 lookup 100
ip -n r route add local default dev lo table 100
ip netns exec r iptables -t mangle -N DIVERT
ip netns exec r iptables -t mangle -A DIVERT -j MARK --set-xmark 0x1/0x1
ip netns exec r iptables -t mangle -A DIVERT -j ACCEPT
ip netns exec r iptables -t mangle -A PREROUTING -p tcp -m socket --transparent -j DIVERT
ip netns exec r iptables -t mangle -A PREROUTING -i lan -m addrtype --dst-type LOCAL -j RETURN
ip netns exec r iptables -t mangle -A PREROUTING -i lan -p tcp -m multiport --dports 80,443 -j TPROXY --on-port 3129 --tproxy-mark 0x1/0x1
ip netns exec r iptables -t mangle -A PREROUTING -i lan -p udp --dport 53 -j TPROXY --on-port 5300 --tproxy-mark 0x1/0x1
ip netns exec r iptables -t mangle -A PREROUTING -i lan -p tcp --dport 8080 -j TPROXY --on-port 9999 --tproxy-mark 0x1/0x1
ip netns exec r iptables -t nat -A POSTROUTING -o wan -j MASQUERADE
ip netns exec r iptables -A FORWARD -p udp --dport 443 -j REJECT
ip netns exec r iptables -A FORWARD -p tcp --dport 25 -j REJECT --reject-with tcp-reset
ip netns exec r iptables -A INPUT -i lan -p tcp --dport 3129 -m mark --mark 0 -j DROP
ip -n r -6 rule add fwmark 0x1/0x1 lookup 100
ip -n r -6 route add local default dev lo table 100
ip netns exec r ip6tables -t mangle -N DIVERT
ip netns exec r ip6tables -t mangle -A DIVERT -j MARK --set-xmark 0x1/0x1
ip netns exec r ip6tables -t mangle -A DIVERT -j ACCEPT
ip netns exec r ip6tables -t mangle -A PREROUTING -p tcp -m socket --transparent -j DIVERT
ip netns exec r ip6tables -t mangle -A PREROUTING -i lan -m addrtype --dst-type LOCAL -j RETURN
ip netns exec r ip6tables -t mangle -A PREROUTING -i lan -p tcp -m multiport --dports 80,443 -j TPROXY --on-port 3129 --tproxy-mark 0x1/0x1
ip netns exec r ip6tables -t mangle -A PREROUTING -i lan -p udp --dport 53 -j TPROXY --on-port 5300 --tproxy-mark 0x1/0x1
ip netns exec r ip6tables -t mangle -A PREROUTING -i lan -p tcp --dport 8080 -j TPROXY --on-port 9999 --tproxy-mark 0x1/0x1
ip netns exec r ip6tables -t nat -A POSTROUTING -o wan -j MASQUERADE
ip netns exec r ip6tables -A FORWARD -p udp --dport 443 -j REJECT
ip netns exec r ip6tables -A FORWARD -p tcp --dport 25 -j REJECT --reject-with tcp-reset
ip netns exec r ip6tables -A INPUT -i lan -p tcp --dport 3129 -m mark --mark 0 -j DROP
