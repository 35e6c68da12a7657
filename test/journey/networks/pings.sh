# Two hosts behind a gateway that masquerades: their pings have identifiers.
ip netns add gate
ip netns add one
ip netns add two
ip netns add net
ip -n gate link set lo up
ip -n net link set lo up
ip link add eth0 netns one type veth peer name p1 netns gate
ip link add eth0 netns two type veth peer name p2 netns gate
ip link add wan netns gate type veth peer name up0 netns net
ip -n gate link set p1 up
ip -n gate link set p2 up
ip -n gate link set wan up
ip -n one link set eth0 up
ip -n two link set eth0 up
ip -n net link set up0 up
ip -n gate addr add 192.168.5.1/24 dev p1
ip -n gate addr add 192.168.6.1/24 dev p2
ip -n gate addr add 198.51.100.2/24 dev wan
ip -n gate addr add fd05::1/64 dev p1 nodad
ip -n gate addr add fd06::1/64 dev p2 nodad
ip -n gate addr add fd51::2/64 dev wan nodad
ip -n one addr add 192.168.5.10/24 dev eth0
ip -n two addr add 192.168.6.10/24 dev eth0
ip -n one addr add fd05::10/64 dev eth0 nodad
ip -n two addr add fd06::10/64 dev eth0 nodad
ip -n net addr add 198.51.100.1/24 dev up0
ip -n net addr add fd51::1/64 dev up0 nodad
ip -n one route add default via 192.168.5.1
ip -n two route add default via 192.168.6.1
ip -n one route add default via fd05::1
ip -n two route add default via fd06::1
ip netns exec gate sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec gate iptables -t nat -A POSTROUTING -o wan -j MASQUERADE
ip netns exec gate ip6tables -t nat -A POSTROUTING -o wan -j MASQUERADE
ip netns exec gate iptables -t nat -A PREROUTING -d 198.51.100.77 -j DNAT --to-destination 198.51.100.1
