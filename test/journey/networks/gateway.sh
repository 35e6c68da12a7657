# A gateway with a bridged LAN, a published port and a provider; one LAN host that trusts redirects.
ip netns add gate
ip netns add one
ip netns add two
ip netns add net
ip -n gate link set lo up
ip -n one link set lo up
ip -n two link set lo up
ip -n net link set lo up
ip -n gate link add br0 type bridge
ip -n gate link set br0 up
ip link add eth0 netns one type veth peer name p1 netns gate
ip link add eth0 netns two type veth peer name p2 netns gate
ip -n gate link set p1 master br0
ip -n gate link set p2 master br0
ip -n gate link set p1 up
ip -n gate link set p2 up
ip -n one link set eth0 up
ip -n two link set eth0 up
ip link add wan netns gate type veth peer name up0 netns net
ip -n gate link set wan up
ip -n net link set up0 up
ip -n gate addr add 192.168.5.1/24 dev br0
ip -n one addr add 192.168.5.10/24 dev eth0
ip -n two addr add 192.168.5.20/24 dev eth0
ip -n gate addr add 198.51.100.2/24 dev wan
ip -n net addr add 198.51.100.1/24 dev up0
ip -n net addr add 9.9.9.9/32 dev lo
ip -n one route add default via 192.168.5.1
ip -n two route add default via 192.168.5.1
ip -n gate route add default via 198.51.100.1
ip netns exec gate sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1
ip netns exec gate iptables -t nat -A POSTROUTING -o wan -j MASQUERADE
ip netns exec gate iptables -t nat -A PREROUTING -d 198.51.100.2 -p tcp --dport 8080 -j DNAT --to-destination 192.168.5.20:80
ip netns exec gate iptables -A FORWARD -i br0 -o br0 -p tcp --dport 23 -j DROP
ip netns exec gate iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec gate iptables -A FORWARD -i wan -m conntrack ! --ctstate DNAT -j DROP
ip netns exec gate iptables -t mangle -A PREROUTING -i br0 -p udp --dport 70 -j MARK --set-mark 4
