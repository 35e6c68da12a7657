# For which of its addresses a host answers ARP and neighbour discovery, and from which one it asks.
ip netns add pod
ip netns add host
ip netns add lan
ip netns add far
ip -n pod link set lo up
ip -n host link set lo up
ip -n lan link set lo up
ip -n far link set lo up
ip link add eth0 netns pod type veth peer name cali netns host
ip link add eth0 netns host type veth peer name p1 netns lan
ip link add eth0 netns far type veth peer name p2 netns lan
ip link add eth1 netns host type veth peer name p3 netns lan
ip -n lan link add br0 type bridge
ip -n lan link set br0 up
ip -n lan link set p1 master br0
ip -n lan link set p2 master br0
ip -n lan link set p3 master br0
ip -n lan link set p1 up
ip -n lan link set p2 up
ip -n lan link set p3 up
ip netns exec lan sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0
ip -n pod link set eth0 up
ip -n host link set cali up
ip -n host link set eth0 up
ip -n far link set eth0 up
ip -n pod addr add 10.20.1.2/32 dev eth0
ip -n pod route add 169.254.1.1 dev eth0 scope link
ip -n pod route add default via 169.254.1.1 dev eth0
ip -n host addr add 192.168.1.1/24 dev eth0
ip -n host addr add 192.168.2.1/24 dev eth0
ip -n host addr add 192.168.1.11/32 dev lo
ip -n host route add 10.20.1.2 dev cali scope link
ip -n far addr add 192.168.1.2/24 dev eth0
ip -n far addr add 192.168.2.2/24 dev eth0
ip -n far addr add 192.168.3.2/24 dev eth0
ip netns exec host sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
ip -n pod -6 addr add fd00:20::2/64 dev eth0 nodad
ip -n host -6 addr add fd00:20::1/64 dev cali nodad
ip -n host -6 addr add fd00:1::1/64 dev eth0 nodad
ip -n far -6 addr add fd00:1::2/64 dev eth0 nodad
ip -n far -6 route add fd00:20::/64 dev eth0
ip -n pod -6 route add default via fd00:20::1
ip netns exec host sysctl -qw net.ipv6.conf.all.forwarding=1
ip netns exec pod sysctl -qw net.ipv4.neigh.eth0.retrans_time_ms=100 net.ipv6.neigh.eth0.retrans_time_ms=100 net.ipv4.neigh.eth0.proxy_delay=0 net.ipv6.neigh.eth0.proxy_delay=0
ip netns exec host sysctl -qw net.ipv4.neigh.cali.retrans_time_ms=100 net.ipv6.neigh.cali.retrans_time_ms=100 net.ipv4.neigh.cali.proxy_delay=0 net.ipv6.neigh.cali.proxy_delay=0
ip netns exec host sysctl -qw net.ipv4.neigh.eth0.retrans_time_ms=100 net.ipv6.neigh.eth0.retrans_time_ms=100 net.ipv4.neigh.eth0.proxy_delay=0 net.ipv6.neigh.eth0.proxy_delay=0
ip netns exec host sysctl -qw net.ipv4.neigh.eth1.retrans_time_ms=100 net.ipv6.neigh.eth1.retrans_time_ms=100 net.ipv4.neigh.eth1.proxy_delay=0 net.ipv6.neigh.eth1.proxy_delay=0
ip netns exec far sysctl -qw net.ipv4.neigh.eth0.retrans_time_ms=100 net.ipv6.neigh.eth0.retrans_time_ms=100 net.ipv4.neigh.eth0.proxy_delay=0 net.ipv6.neigh.eth0.proxy_delay=0
