# A router of whose rules some ask for the port of a VRF, some for the VRF: in IPv4 both are the input device of a packet, in IPv6 the VRF alone.
ip netns add h
ip -n h link set lo up
ip netns add r
ip -n r link set lo up
ip netns add s
ip -n s link set lo up
ip link add eth0 address 02:00:00:00:00:01 netns h type veth peer name in address 02:00:00:00:00:02 netns r
ip link add eth0 address 02:00:00:00:00:03 netns s type veth peer name out address 02:00:00:00:00:04 netns r
ip -n r link add red type vrf table 300
ip -n r link set red up
ip -n r link set in master red
ip -n h link set eth0 up
ip -n r link set in up
ip -n r link set out up
ip -n s link set eth0 up
ip -n h addr add 10.1.0.2/24 dev eth0
ip -n h addr add fd01::2/64 dev eth0 nodad
ip -n r addr add 10.1.0.1/24 dev in
ip -n r addr add fd01::1/64 dev in nodad
ip -n r addr add 10.2.0.1/24 dev out
ip -n r addr add fd02::1/64 dev out nodad
ip -n s addr add 10.2.0.2/24 dev eth0
ip -n s addr add fd02::2/64 dev eth0 nodad
ip -n h route add default via 10.1.0.1
ip -n h -6 route add default via fd01::1
ip -n s route add default via 10.2.0.1
ip -n s -6 route add default via fd02::1
ip -n s addr add 192.0.2.1/32 dev lo
ip -n s addr add 2001:db8::1/128 dev lo nodad
ip -n s addr add 192.0.2.2/32 dev lo
ip -n s addr add 2001:db8::2/128 dev lo nodad
ip -n s addr add 192.0.2.3/32 dev lo
ip -n s addr add 2001:db8::3/128 dev lo nodad
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n r route add 10.1.0.0/24 dev in
ip -n r -6 route add fd01::/64 dev in
ip -n r route add 192.0.2.0/24 via 10.2.0.2 table 400
ip -n r -6 route add 2001:db8::/32 via fd02::2 table 400
ip -n r rule add pref 900 to 192.0.2.1 iif in lookup 400
ip -n r rule add pref 901 to 192.0.2.2 iif red lookup 400
ip -n r -6 rule add pref 900 to 2001:db8::1 iif in lookup 400
ip -n r -6 rule add pref 901 to 2001:db8::2 iif red lookup 400
