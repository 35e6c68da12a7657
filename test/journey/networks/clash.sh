# A gateway whose translations would give two connections the same answers.
ip netns add one
ip netns add gate
ip netns add mid
ip netns add net
ip -n one link set lo up
ip -n gate link set lo up
ip -n mid link set lo up
ip -n net link set lo up
ip link add eth0 netns one type veth peer name p1 netns gate
ip link add wan netns gate type veth peer name left netns mid
ip link add right netns mid type veth peer name up0 netns net
ip -n one link set eth0 up
ip -n gate link set p1 up
ip -n gate link set wan up
ip -n mid link set left up
ip -n mid link set right up
ip -n net link set up0 up
ip -n one addr add 192.168.5.10/24 dev eth0
ip -n gate addr add 192.168.5.1/24 dev p1
ip -n gate addr add 10.1.0.1/24 dev wan
ip -n mid addr add 10.1.0.2/24 dev left
ip -n mid addr add 198.51.100.1/24 dev right
ip -n net addr add 198.51.100.9/24 dev up0
ip -n one addr add fd05::10/64 dev eth0 nodad
ip -n gate addr add fd05::1/64 dev p1 nodad
ip -n gate addr add fd01::1/64 dev wan nodad
ip -n mid addr add fd01::2/64 dev left nodad
ip -n mid addr add fd51::1/64 dev right nodad
ip -n net addr add fd51::9/64 dev up0 nodad
ip -n one route add default via 192.168.5.1
ip -n gate route add default via 10.1.0.2
ip -n mid route add 192.168.5.0/24 via 10.1.0.1
ip -n net route add default via 198.51.100.1
ip -n one route add default via fd05::1
ip -n gate route add default via fd01::2
ip -n mid route add fd05::/64 via fd01::1
ip -n net route add default via fd51::1
ip netns exec gate sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec mid sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec gate iptables -t nat -A PREROUTING -d 198.51.100.77 -j DNAT --to-destination 198.51.100.9
ip netns exec gate iptables -t nat -A PREROUTING -d 198.51.100.79 -j DNAT --to-destination 192.168.5.1
ip netns exec gate iptables -t nat -A PREROUTING -p udp -d 198.51.100.80 -j DNAT --to-destination 198.51.100.9:1000-1002
ip netns exec gate iptables -t nat -A OUTPUT -d 198.51.100.77 -j DNAT --to-destination 198.51.100.9
ip netns exec gate iptables -t nat -A POSTROUTING -p udp --dport 53 -j SNAT --to-source 10.1.0.1:5000
ip netns exec gate iptables -t nat -A POSTROUTING -p tcp --dport 80 -j SNAT --to-source 10.1.0.1:5000
ip netns exec gate iptables -t nat -A POSTROUTING -p icmp -s 192.168.5.77 -j SNAT --to-source 10.1.0.1
ip netns exec gate ip6tables -t nat -A PREROUTING -d fd51::77 -j DNAT --to-destination fd51::9
ip netns exec gate ip6tables -t nat -A OUTPUT -d fd51::77 -j DNAT --to-destination fd51::9
ip netns exec gate ip6tables -t nat -A POSTROUTING -p udp --dport 53 -j SNAT --to-source '[fd01::1]:5000'
