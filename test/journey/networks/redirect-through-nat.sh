# A host behind a node that translates: the node's router reports a better one, which the node must not hand on.
ip netns add pod
ip -n pod link set lo up
ip netns add node
ip -n node link set lo up
ip netns add first
ip -n first link set lo up
ip netns add second
ip -n second link set lo up
ip -n pod link add eth0 type veth peer name in netns node
ip -n node link add out type veth peer name node netns first
ip -n first link add lan type bridge
ip -n first link set node master lan
ip -n first link add second type veth peer name eth0 netns second
ip -n first link set second master lan
ip -n pod link set eth0 up
ip -n node link set in up
ip -n node link set out up
ip -n first link set lan up
ip -n first link set node up
ip -n first link set second up
ip -n second link set eth0 up
ip -n pod addr add 10.5.0.2/24 dev eth0
ip -n node addr add 10.5.0.1/24 dev in
ip -n node addr add 192.0.2.10/24 dev out
ip -n first addr add 192.0.2.1/24 dev lan
ip -n second addr add 192.0.2.2/24 dev eth0
ip -n second addr add 198.51.100.9/32 dev lo
ip -n pod route add default via 10.5.0.1
ip -n node route add default via 192.0.2.1
ip -n first route add 198.51.100.0/24 via 192.0.2.2
ip netns exec node sysctl -qw net.ipv4.ip_forward=1
ip netns exec first sysctl -qw net.ipv4.ip_forward=1
ip netns exec node iptables -t nat -A POSTROUTING -s 10.5.0.0/24 -o out -j MASQUERADE
