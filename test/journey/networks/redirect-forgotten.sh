# A redirect that was accepted is forgotten when the cache is flushed, by ip and by sysctl, with its route, with its device; of both families.
ip netns add h
ip -n h link set lo up
ip netns add g1
ip -n g1 link set lo up
ip netns add g2
ip -n g2 link set lo up
ip netns add i
ip -n i link set lo up
ip netns add x
ip -n x link set lo up
ip -n i link add br0 type bridge
ip -n i link set dev br0 up
ip link add name ph netns i address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns h
ip -n i link set dev ph up
ip -n h link set dev eth0 up
ip -n i link set dev ph master br0
ip -n h addr add 10.0.0.10/24 dev eth0
ip -n h addr add fd00::10/64 dev eth0 nodad
ip link add name pg1 netns i address 02:00:00:00:02:01 type veth peer name eth0 address 02:00:00:00:02:02 netns g1
ip -n i link set dev pg1 up
ip -n g1 link set dev eth0 up
ip -n i link set dev pg1 master br0
ip -n g1 addr add 10.0.0.1/24 dev eth0
ip -n g1 addr add fd00::1/64 dev eth0 nodad
ip link add name pg2 netns i address 02:00:00:00:03:01 type veth peer name eth0 address 02:00:00:00:03:02 netns g2
ip -n i link set dev pg2 up
ip -n g2 link set dev eth0 up
ip -n i link set dev pg2 master br0
ip -n g2 addr add 10.0.0.2/24 dev eth0
ip -n g2 addr add fd00::2/64 dev eth0 nodad
ip link add name u netns g2 address 02:00:00:00:04:01 type veth peer name b address 02:00:00:00:04:02 netns x
ip -n g2 link set dev u up
ip -n x link set dev b up
ip -n g2 addr add 10.2.0.1/24 dev u
ip -n x addr add 10.2.0.2/24 dev b
ip -n g2 addr add fd02::1/64 dev u nodad
ip -n x addr add fd02::2/64 dev b nodad
ip netns exec g1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec g2 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n x addr add 192.0.2.1/32 dev lo
ip -n x addr add 2001:db8::1/128 dev lo
ip -n x route add 10.0.0.0/24 via 10.2.0.1
ip -n x -6 route add fd00::/64 via fd02::1
ip -n h route add default via 10.0.0.1
ip -n h -6 route add default via fe80::ff:fe00:202 dev eth0
ip -n g1 route add 192.0.2.1 via 10.0.0.2
ip -n g1 -6 route add 2001:db8::1 via fe80::ff:fe00:302 dev eth0
ip -n g2 route add 192.0.2.0/24 via 10.2.0.2
ip -n g2 -6 route add 2001:db8::/64 via fd02::2
ip netns exec i sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0
