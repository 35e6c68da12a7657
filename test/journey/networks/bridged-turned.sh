# A router gives frames of its bridge another destination there: their next hop is found before they pass FORWARD and POSTROUTING, which states no device of arrival.
ip netns add a
ip netns add b
ip netns add r
ip -n a link set lo up
ip -n b link set lo up
ip -n r link set lo up
ip -n r link add br0 address 02:00:00:00:00:09 type bridge
ip -n r link set br0 up
ip link add eth0 address 02:00:00:00:00:01 netns a type veth peer name p1 address 02:00:00:00:00:11 netns r
ip link add eth0 address 02:00:00:00:00:02 netns b type veth peer name p2 address 02:00:00:00:00:12 netns r
ip -n r link set p1 master br0
ip -n r link set p1 up
ip -n r link set p2 master br0
ip -n r link set p2 up
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n r addr add 10.1.0.1/24 dev br0
ip -n r addr add fd01::1/64 dev br0 nodad
ip -n a addr add 10.1.0.2/24 dev eth0
ip -n a addr add fd01::2/64 dev eth0 nodad
ip -n b addr add 10.1.0.3/24 dev eth0
ip -n b addr add fd01::3/64 dev eth0 nodad
ip -n b addr add 10.1.0.4/24 dev eth0
ip -n b addr add fd01::4/64 dev eth0 nodad
ip -n b addr add 10.1.0.5/24 dev eth0
ip -n b addr add fd01::5/64 dev eth0 nodad
ip -n b addr add 10.1.0.6/24 dev eth0
ip -n b addr add fd01::6/64 dev eth0 nodad
ip -n b addr add 10.1.0.7/24 dev eth0
ip -n b addr add fd01::7/64 dev eth0 nodad
ip -n b addr add 10.1.0.8/24 dev eth0
ip -n b addr add fd01::8/64 dev eth0 nodad
ip -n a route add default via 10.1.0.1
ip -n a -6 route add default via fd01::1
ip -n b route add default via 10.1.0.1
ip -n b -6 route add default via fd01::1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1
ip netns exec r sysctl -qw net.ipv4.neigh.br0.delay_first_probe_time=600 net.ipv6.neigh.br0.delay_first_probe_time=600 net.ipv4.neigh.br0.base_reachable_time_ms=36000000 net.ipv6.neigh.br0.base_reachable_time_ms=36000000
ip netns exec r nft 'table inet t { chain pre { type nat hook prerouting priority dstnat; meta nfproto ipv4 dnat to udp dport map { 1002 : 10.1.0.2, 1003 : 10.1.0.3, 1004 : 10.1.0.4, 1005 : 10.1.0.5, 1006 : 10.1.0.6, 1007 : 10.1.0.7, 1051 : 10.1.0.51, 1052 : 10.1.0.52, 1053 : 10.1.0.53 }; meta nfproto ipv6 dnat to udp dport map { 1002 : fd01::2, 1003 : fd01::3, 1004 : fd01::4, 1005 : fd01::5, 1006 : fd01::6, 1007 : fd01::7, 1051 : fd01::51, 1052 : fd01::52, 1053 : fd01::53 }; }; chain forwarding { type filter hook forward priority 0; ct original proto-dst { 1006, 1052 } counter drop; ct original proto-dst { 1007, 1053 } counter reject with icmpx admin-prohibited; iifname "br0" oifname "br0" ct original proto-dst 1005 meta mark set 7; }; chain post { type nat hook postrouting priority srcnat; oifname "br0" ct original proto-dst { 1003, 1051 } masquerade; iifname "br0" ct original proto-dst 1004 masquerade; }; }'
