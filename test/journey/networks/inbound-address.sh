# A router whose devices have two addresses each, the first of which is not the one that its host's routes prefer.
ip netns add a
ip netns add r
ip -n a link set lo up
ip -n r link set lo up
ip link add eth0 netns a type veth peer name p1 netns r
ip -n a link set eth0 up
ip -n r link set p1 up
ip -n a addr add 10.1.0.2/24 dev eth0
ip -n a addr add 10.2.0.2/24 dev eth0
ip -n r addr add 10.2.0.1/24 dev p1
ip -n r addr add 10.1.0.1/24 dev p1
ip -n r addr add 10.1.0.9/24 dev p1
ip -n a route add default via 10.1.0.1
ip -n r route add prohibit 10.9.0.0/24
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
