# Two sites with the same addresses, joined by a router that translates both ends: prefixes by map and by NETMAP, a service by a port of either, errors and answers through both translations, addresses that belong to no site.
ip netns add a1
ip -n a1 link set lo up
ip netns add a2
ip -n a2 link set lo up
ip netns add b1
ip -n b1 link set lo up
ip netns add b2
ip -n b2 link set lo up
ip netns add ga
ip -n ga link set lo up
ip netns add gb
ip -n gb link set lo up
ip netns add mid
ip -n mid link set lo up
ip -n ga link add br0 address 02:00:00:00:01:ff type bridge
ip -n ga link set br0 up
ip netns exec ga sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0
ip link add eth0 netns a1 address 02:00:00:01:00:01 type veth peer name p1 netns ga
ip -n ga link set p1 master br0
ip -n ga link set p1 up
ip -n a1 link set eth0 up
ip -n a1 addr add 10.0.0.11/24 dev eth0
ip -n a1 addr add fd00::11/64 dev eth0 nodad
ip -n a1 route add default via 10.0.0.1
ip -n a1 -6 route add default via fd00::1
ip link add eth0 netns a2 address 02:00:00:01:00:02 type veth peer name p2 netns ga
ip -n ga link set p2 master br0
ip -n ga link set p2 up
ip -n a2 link set eth0 up
ip -n a2 addr add 10.0.0.12/24 dev eth0
ip -n a2 addr add fd00::12/64 dev eth0 nodad
ip -n a2 route add default via 10.0.0.1
ip -n a2 -6 route add default via fd00::1
ip -n ga addr add 10.0.0.1/24 dev br0
ip -n ga addr add fd00::1/64 dev br0 nodad
ip -n gb link add br0 address 02:00:00:00:02:ff type bridge
ip -n gb link set br0 up
ip netns exec gb sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0
ip link add eth0 netns b1 address 02:00:00:02:00:01 type veth peer name p1 netns gb
ip -n gb link set p1 master br0
ip -n gb link set p1 up
ip -n b1 link set eth0 up
ip -n b1 addr add 10.0.0.11/24 dev eth0
ip -n b1 addr add fd00::11/64 dev eth0 nodad
ip -n b1 route add default via 10.0.0.1
ip -n b1 -6 route add default via fd00::1
ip link add eth0 netns b2 address 02:00:00:02:00:02 type veth peer name p2 netns gb
ip -n gb link set p2 master br0
ip -n gb link set p2 up
ip -n b2 link set eth0 up
ip -n b2 addr add 10.0.0.12/24 dev eth0
ip -n b2 addr add fd00::12/64 dev eth0 nodad
ip -n b2 route add default via 10.0.0.1
ip -n b2 -6 route add default via fd00::1
ip -n gb addr add 10.0.0.1/24 dev br0
ip -n gb addr add fd00::1/64 dev br0 nodad
ip link add w netns ga address 02:00:00:00:01:01 type veth peer name m1 address 02:00:00:00:01:02 netns mid
ip -n ga link set w up
ip -n mid link set m1 up
ip link add w netns gb address 02:00:00:00:02:01 type veth peer name m2 address 02:00:00:00:02:02 netns mid
ip -n gb link set w up
ip -n mid link set m2 up
ip -n ga addr add 192.168.1.2/30 dev w
ip -n ga addr add fd11::2/64 dev w nodad
ip -n mid addr add 192.168.1.1/30 dev m1
ip -n mid addr add fd11::1/64 dev m1 nodad
ip -n gb addr add 192.168.2.2/30 dev w
ip -n gb addr add fd22::2/64 dev w nodad
ip -n mid addr add 192.168.2.1/30 dev m2
ip -n mid addr add fd22::1/64 dev m2 nodad
ip netns exec ga sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec gb sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec mid sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n ga route add default via 192.168.1.1
ip -n gb route add default via 192.168.2.1
ip -n ga -6 route add default via fd11::1
ip -n gb -6 route add default via fd22::1
ip -n mid route add 10.101.0.0/24 via 192.168.1.2
ip -n mid route add 10.102.0.0/24 via 192.168.2.2
ip -n mid -6 route add fdaa::/64 via fd11::2
ip -n mid -6 route add fdbb::/64 via fd22::2
ip netns exec ga iptables -t nat -A PREROUTING -i w -d 10.101.0.0/24 -j NETMAP --to 10.0.0.0/24
ip netns exec ga iptables -t nat -A POSTROUTING -o w -s 10.0.0.0/24 -d 10.102.0.0/24 -j NETMAP --to 10.101.0.0/24
ip netns exec ga iptables -t nat -A POSTROUTING -o w -s 10.0.0.0/24 -j MASQUERADE
ip netns exec ga ip6tables -t nat -A PREROUTING -i w -d fdaa::/64 -j NETMAP --to fd00::/64
ip netns exec ga ip6tables -t nat -A POSTROUTING -o w -s fd00::/64 -j NETMAP --to fdaa::/64
ip netns exec ga iptables -A FORWARD -m conntrack --ctstate INVALID -j DROP
ip netns exec ga iptables -A FORWARD -i w -p udp --dport 700 -j REJECT --reject-with icmp-host-prohibited
ip netns exec ga iptables -A FORWARD -i w -p tcp --dport 700 -j REJECT --reject-with tcp-reset
ip netns exec ga ip6tables -A FORWARD -i w -p udp --dport 700 -j REJECT --reject-with icmp6-addr-unreachable
ip netns exec gb iptables -t nat -A PREROUTING -i w -d 10.102.0.0/24 -j NETMAP --to 10.0.0.0/24
ip netns exec gb iptables -t nat -A POSTROUTING -o w -s 10.0.0.0/24 -d 10.101.0.0/24 -j NETMAP --to 10.102.0.0/24
ip netns exec gb iptables -t nat -A POSTROUTING -o w -s 10.0.0.0/24 -j MASQUERADE
ip netns exec gb ip6tables -t nat -A PREROUTING -i w -d fdbb::/64 -j NETMAP --to fd00::/64
ip netns exec gb ip6tables -t nat -A POSTROUTING -o w -s fd00::/64 -j NETMAP --to fdbb::/64
ip netns exec gb iptables -A FORWARD -m conntrack --ctstate INVALID -j DROP
ip netns exec gb iptables -A FORWARD -i w -p udp --dport 700 -j REJECT --reject-with icmp-host-prohibited
ip netns exec gb iptables -A FORWARD -i w -p tcp --dport 700 -j REJECT --reject-with tcp-reset
ip netns exec gb ip6tables -A FORWARD -i w -p udp --dport 700 -j REJECT --reject-with icmp6-addr-unreachable
ip netns exec ga iptables -t nat -A PREROUTING -d 192.168.1.2 -p tcp --dport 8022 -j DNAT --to 10.0.0.12:22
ip netns exec ga iptables -t nat -A POSTROUTING -d 10.0.0.12 -p tcp --dport 22 -j SNAT --to 10.0.0.1
ip netns exec mid iptables -t nat -A PREROUTING -p udp --dport 5300 -d 192.168.0.0/16 -j DNAT --to 10.102.0.11:53
ip netns exec mid iptables -t nat -A POSTROUTING -p udp --dport 53 -d 10.102.0.11 -j SNAT --to 10.101.0.250
ip netns exec mid iptables -t mangle -A PREROUTING -p udp --dport 701 -j TTL --ttl-set 1
