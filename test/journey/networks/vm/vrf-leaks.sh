# Three VRFs on one router, routes leaked between them by device and by a veth, services within a VRF and one of the host that VRFs may use (l3mdev_accept), rules before that of the l3mdev, an own address asked from another VRF, errors out of the right VRF.
ip netns add r
ip -n r link set lo up
ip netns add a
ip -n a link set lo up
ip netns add b
ip -n b link set lo up
ip netns add c
ip -n c link set lo up
ip netns add d
ip -n d link set lo up
ip -n r link add red type vrf table 10
ip -n r link set red up
ip -n r route add unreachable default metric 4278198272 table 10
ip -n r -6 route add unreachable default metric 4278198272 table 10
ip -n r link add blu type vrf table 20
ip -n r link set blu up
ip -n r route add unreachable default metric 4278198272 table 20
ip -n r -6 route add unreachable default metric 4278198272 table 20
ip -n r link add gre type vrf table 30
ip -n r link set gre up
ip -n r route add unreachable default metric 4278198272 table 30
ip -n r -6 route add unreachable default metric 4278198272 table 30
ip link add eth0 netns a address 02:00:00:00:01:01 type veth peer name ra address 02:00:00:00:01:02 netns r
ip -n a link set eth0 up
ip -n r link set ra up
ip link add eth0 netns b address 02:00:00:00:02:01 type veth peer name rb address 02:00:00:00:02:02 netns r
ip -n b link set eth0 up
ip -n r link set rb up
ip link add eth0 netns c address 02:00:00:00:03:01 type veth peer name rc address 02:00:00:00:03:02 netns r
ip -n c link set eth0 up
ip -n r link set rc up
ip link add eth0 netns d address 02:00:00:00:04:01 type veth peer name rd address 02:00:00:00:04:02 netns r
ip -n d link set eth0 up
ip -n r link set rd up
ip -n r link set ra master red
ip -n r link set rb master blu
ip -n r link set rc master gre
ip -n a addr add 10.1.0.2/24 dev eth0
ip -n a addr add fd01::2/64 dev eth0 nodad
ip -n r addr add 10.1.0.1/24 dev ra
ip -n r addr add fd01::1/64 dev ra nodad
ip -n b addr add 10.9.0.2/24 dev eth0
ip -n b addr add fd02::2/64 dev eth0 nodad
ip -n r addr add 10.9.0.1/24 dev rb
ip -n r addr add fd02::1/64 dev rb nodad
ip -n c addr add 10.3.0.2/24 dev eth0
ip -n c addr add fd03::2/64 dev eth0 nodad
ip -n r addr add 10.3.0.1/24 dev rc
ip -n r addr add fd03::1/64 dev rc nodad
ip -n d addr add 10.4.0.2/24 dev eth0
ip -n d addr add fd04::2/64 dev eth0 nodad
ip -n r addr add 10.4.0.1/24 dev rd
ip -n r addr add fd04::1/64 dev rd nodad
ip -n r addr add 192.0.2.10/32 dev red
ip -n r addr add fdff::10/128 dev red nodad
ip -n r addr add 192.0.2.20/32 dev blu
ip -n r addr add fdff::20/128 dev blu nodad
ip -n r addr add 192.0.2.1/32 dev lo
ip -n r addr add fdff::1/128 dev lo nodad
ip -n a route add default via 10.1.0.1
ip -n b route add default via 10.9.0.1
ip -n c route add default via 10.3.0.1
ip -n d route add default via 10.4.0.1
ip -n a -6 route add default via fd01::1
ip -n b -6 route add default via fd02::1
ip -n c -6 route add default via fd03::1
ip -n d -6 route add default via fd04::1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n r route add 10.3.0.0/24 dev rc table 10
ip -n r route add 10.1.0.0/24 dev red table 30
ip -n r -6 route add fd03::/64 dev rc table 10
ip -n r -6 route add fd01::/64 dev red table 30
ip -n r route add 10.4.0.0/24 dev rd table 10
ip -n r route add 10.1.0.0/24 dev red
ip -n r -6 route add fd04::/64 dev rd table 10
ip -n r -6 route add fd01::/64 dev red
ip -n r route add 192.0.2.20/32 dev blu table 10
ip -n r route add 192.0.2.1/32 dev lo table 30
ip -n r link add vb address 02:00:00:00:77:01 type veth peer name vm address 02:00:00:00:77:02
ip -n r link set vb master blu
ip -n r link set vb up
ip -n r link set vm up
ip -n r addr add 10.7.0.1/30 dev vb
ip -n r addr add fd07::1/64 dev vb nodad
ip -n r addr add 10.7.0.2/30 dev vm
ip -n r addr add fd07::2/64 dev vm nodad
ip -n r route add default via 10.7.0.2 dev vb table 20
ip -n r -6 route add default via fd07::2 dev vb table 20
ip netns exec r sysctl -qw net.ipv4.tcp_l3mdev_accept=1 net.ipv4.udp_l3mdev_accept=0
ip netns exec r iptables -A FORWARD -i red -o rd -p udp --dport 1001 -j REJECT --reject-with icmp-admin-prohibited
ip netns exec r iptables -A FORWARD -o red -p udp --dport 1002 -j DROP
ip netns exec r iptables -A FORWARD -i ra -p udp --dport 1003 -j REJECT
ip netns exec r iptables -A INPUT -i blu -p tcp --dport 23 -j REJECT --reject-with tcp-reset
ip -n r route add 10.9.0.0/24 via 10.7.0.1 dev vm
ip -n r -6 route add fd02::/64 via fd07::1 dev vm
ip -n r neigh add 10.7.0.1 lladdr 02:00:00:00:77:01 dev vm
ip -n r neigh add 10.7.0.2 lladdr 02:00:00:00:77:02 dev vb
ip -n r -6 neigh add fd07::1 lladdr 02:00:00:00:77:01 dev vm
ip -n r -6 neigh add fd07::2 lladdr 02:00:00:00:77:02 dev vb
