# A router that is asked by a port of its bridge, whose frames netfilter sees, and answers by another cable.
ip netns add a
ip netns add r
ip netns add b
ip -n a link set lo up
ip -n r link set lo up
ip -n b link set lo up
ip link add eth0 netns a type veth peer name p1 netns r
ip link add eth1 netns a type veth peer name p2 netns r
ip link add p3 netns r type veth peer name eth0 netns b
ip -n a link set eth0 up
ip -n a link set eth1 up
ip -n r link set p1 up
ip -n r link set p2 up
ip -n r link set p3 up
ip -n b link set eth0 up
ip -n a addr add fd01::1/64 dev eth0 nodad
ip -n r link add br0 type bridge
ip -n r link set br0 up
ip -n r link set p1 master br0
ip netns exec r sysctl -qw net.bridge.bridge-nf-call-ip6tables=1
ip -n r addr add fd01::2/64 dev br0 nodad
ip -n a addr add fd02::1/64 dev eth1 nodad
ip -n r addr add fd02::2/64 dev p2 nodad
ip -n r addr add fd03::1/64 dev p3 nodad
ip -n b addr add fd03::2/64 dev eth0 nodad
ip -n a addr add fd09::9/128 dev lo nodad
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n r route add fd09::9 via fd02::1
ip -n r route add unreachable fd04::/64
ip -n r route add prohibit fd05::/64
ip -n a route add fd03::/64 via fd01::2
ip -n a route add fd04::/64 via fd01::2
ip -n a route add fd05::/64 via fd01::2
ip netns exec r ip6tables -A FORWARD -p udp --dport 99 -j REJECT
ip netns exec r ip6tables -A INPUT -p udp --dport 98 -j REJECT
