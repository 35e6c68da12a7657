# A router with two hosts on its bridge, which rejects with resets, and forwards a port to the same address behind another router, which rejects it.
ip netns add one
ip netns add two
ip netns add gate
ip netns add far
ip netns add end
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
ip link add wan netns gate type veth peer name left netns far
ip -n gate link set wan up
ip -n far link set left up
ip link add right netns far type veth peer name eth0 netns end
ip -n far link set right up
ip -n end link set eth0 up
ip -n gate addr add 10.5.0.1/24 dev br0
ip -n one addr add 10.5.0.10/24 dev eth0
ip -n two addr add 10.5.0.20/24 dev eth0
ip -n gate addr add 10.6.0.1/24 dev wan
ip -n far addr add 10.6.0.2/24 dev left
ip -n far addr add 10.7.0.1/24 dev right
ip -n end addr add 10.7.0.2/24 dev eth0
ip -n one route add default via 10.5.0.1
ip -n two route add default via 10.5.0.1
ip -n gate route add 10.7.0.0/24 via 10.6.0.2
ip -n far route add default via 10.6.0.1
ip -n end route add default via 10.7.0.1
ip netns exec gate sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1
ip netns exec far sysctl -qw net.ipv4.ip_forward=1
ip netns exec gate iptables -A FORWARD -p tcp --dport 1001 -j REJECT --reject-with tcp-reset
ip netns exec gate iptables -A FORWARD -p udp --dport 1002 -j DROP
ip netns exec gate iptables -t nat -A PREROUTING -p udp --dport 1000 -j DNAT --to-destination 10.7.0.2:53
ip netns exec far iptables -A FORWARD -p udp --dport 53 -j REJECT --reject-with icmp-host-prohibited
