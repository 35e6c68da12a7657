# A router whose bridge shows its frames to ip6tables: what gets another destination there seems to have come by the device that it leaves by, so its sender is sent a redirect.
ip netns add router
ip netns add near
ip -n near link set lo up
ip netns add far
ip -n far link set lo up
ip netns add far2
ip -n far2 link set lo up
ip netns add host
ip -n host link set lo up
ip -n router link set lo up
ip -n router link add br0 address 02:00:00:00:00:10 type bridge
ip -n router link set br0 up
ip link add p1 address 02:00:00:00:01:01 netns router type veth peer name e0 address 02:00:00:00:01:02 netns near
ip link add p2 address 02:00:00:00:02:01 netns router type veth peer name e0 address 02:00:00:00:02:02 netns far2
ip link add p3 address 02:00:00:00:03:01 netns router type veth peer name e0 address 02:00:00:00:03:02 netns far
ip link add p4 address 02:00:00:00:04:01 netns router type veth peer name e0 address 02:00:00:00:04:02 netns host
ip -n router link set p1 master br0
ip -n router link set p1 up
ip -n router link set p2 master br0
ip -n router link set p2 up
ip -n router link set p3 up
ip -n router link set p4 up
ip -n near link set e0 up
ip -n far link set e0 up
ip -n far2 link set e0 up
ip -n host link set e0 up
ip netns exec router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec router sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1
ip -n router addr add 10.1.0.1/24 dev br0
ip -n router addr add fd01::1/64 dev br0 nodad
ip -n router addr add 10.2.0.1/24 dev p3
ip -n router addr add fd02::1/64 dev p3 nodad
ip -n router addr add 10.3.0.1/24 dev p4
ip -n router addr add fd03::1/64 dev p4 nodad
ip -n near addr add 10.1.0.9/24 dev e0
ip -n near addr add fd01::9/64 dev e0 nodad
ip -n far2 addr add 10.1.0.8/24 dev e0
ip -n far2 addr add fd01::8/64 dev e0 nodad
ip -n far addr add 10.2.0.9/24 dev e0
ip -n far addr add fd02::9/64 dev e0 nodad
ip -n host addr add 10.3.0.9/24 dev e0
ip -n host addr add fd03::9/64 dev e0 nodad
ip -n near route add default via 10.1.0.1
ip -n near -6 route add default via fd01::1
ip -n far2 route add default via 10.1.0.1
ip -n far2 -6 route add default via fd01::1
ip -n far route add default via 10.2.0.1
ip -n far -6 route add default via fd02::1
ip -n host route add default via 10.3.0.1
ip -n host -6 route add default via fd03::1
# Behind far, by an address that isn't of the link.
ip -n far addr add fd05::9/128 dev lo
ip -n router route add 10.5.0.0/24 via 10.2.0.9
ip -n router -6 route add fd05::/64 via fd02::9
ip netns exec router iptables -t nat -A POSTROUTING -p udp --dport 54 -j MASQUERADE
ip netns exec router iptables -A FORWARD -p udp --dport 84 -j REJECT
ip netns exec router ip6tables -t nat -A POSTROUTING -p udp --dport 54 -j MASQUERADE
ip netns exec router ip6tables -A FORWARD -p udp --dport 84 -j REJECT
ip netns exec router ip6tables -t nat -A PREROUTING -p udp --dport 81 -j DNAT --to-destination '[fd02::9]:82'
ip netns exec router ip6tables -t nat -A PREROUTING -p udp --dport 83 -j DNAT --to-destination '[fd05::9]:82'
ip netns exec router ip6tables -t nat -A PREROUTING -p udp --dport 85 -j DNAT --to-destination '[fd02::9]:84'
ip netns exec router ip6tables -t nat -A PREROUTING -p udp --dport 86 -j DNAT --to-destination '[fd01::8]:82'
ip netns exec router ip6tables -t nat -A PREROUTING -p udp --dport 87 -j DNAT --to-destination '[fd01::1]:82'
ip netns exec router iptables -t nat -A PREROUTING -p udp --dport 81 -j DNAT --to-destination 10.2.0.9:82
ip netns exec router iptables -t nat -A PREROUTING -p udp --dport 85 -j DNAT --to-destination 10.2.0.9:84
