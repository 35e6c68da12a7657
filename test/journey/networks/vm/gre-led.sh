# GRE, ipip, sit, gretap with keys, ttl and tos inherited or fixed, their outer packets led by rules and marks; GRE out of a VRF and into one; firewall rules about the protocols.
ip netns add a
ip -n a link set lo up
ip netns add r1
ip -n r1 link set lo up
ip netns add m1
ip -n m1 link set lo up
ip netns add m2
ip -n m2 link set lo up
ip netns add r2
ip -n r2 link set lo up
ip netns add b
ip -n b link set lo up
ip link add eth0 netns a address 02:00:00:00:01:01 type veth peer name lan address 02:00:00:00:01:02 netns r1
ip -n a link set eth0 up
ip -n r1 link set lan up
ip -n a addr add 10.1.0.9/24 dev eth0
ip -n r1 addr add 10.1.0.1/24 dev lan
ip -n a addr add fd01::9/64 dev eth0 nodad
ip -n r1 addr add fd01::1/64 dev lan nodad
ip link add u1 netns r1 address 02:00:00:00:02:01 type veth peer name d1 address 02:00:00:00:02:02 netns m1
ip -n r1 link set u1 up
ip -n m1 link set d1 up
ip -n r1 addr add 192.0.2.2/24 dev u1
ip -n m1 addr add 192.0.2.1/24 dev d1
ip link add u2 netns r1 address 02:00:00:00:03:01 type veth peer name d1 address 02:00:00:00:03:02 netns m2
ip -n r1 link set u2 up
ip -n m2 link set d1 up
ip -n r1 addr add 198.51.100.2/24 dev u2
ip -n m2 addr add 198.51.100.1/24 dev d1
ip link add d2 netns m1 address 02:00:00:00:04:01 type veth peer name v1 address 02:00:00:00:04:02 netns r2
ip -n m1 link set d2 up
ip -n r2 link set v1 up
ip -n m1 addr add 192.0.3.1/24 dev d2
ip -n r2 addr add 192.0.3.2/24 dev v1
ip link add d2 netns m2 address 02:00:00:00:05:01 type veth peer name v2 address 02:00:00:00:05:02 netns r2
ip -n m2 link set d2 up
ip -n r2 link set v2 up
ip -n m2 addr add 198.51.101.1/24 dev d2
ip -n r2 addr add 198.51.101.2/24 dev v2
ip link add lan netns r2 address 02:00:00:00:06:01 type veth peer name eth0 address 02:00:00:00:06:02 netns b
ip -n r2 link set lan up
ip -n b link set eth0 up
ip -n r2 addr add 10.2.0.1/24 dev lan
ip -n b addr add 10.2.0.9/24 dev eth0
ip -n r2 addr add fd02::1/64 dev lan nodad
ip -n b addr add fd02::9/64 dev eth0 nodad
ip netns exec r1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec m1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec m2 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec r2 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n a route add default via 10.1.0.1
ip -n a -6 route add default via fd01::1
ip -n b route add default via 10.2.0.1
ip -n b -6 route add default via fd02::1
ip -n r1 route add default via 192.0.2.1
ip -n r1 addr add 203.0.113.1/32 dev lo
ip -n r2 route add default via 192.0.3.1
ip -n r2 addr add 203.0.113.2/32 dev lo
ip -n m1 route add 203.0.113.1 via 192.0.2.2
ip -n m1 route add 203.0.113.2 via 192.0.3.2
ip -n m1 route add default via 192.0.3.2
ip -n m2 route add 203.0.113.1 via 198.51.100.2
ip -n m2 route add 203.0.113.2 via 198.51.101.2
ip -n r1 link add g1 type gre local 203.0.113.1 remote 203.0.113.2 ikey 7 okey 8 ttl 64 tos inherit csum
ip -n r1 link add g2 type gre local 192.0.2.2 remote 192.0.3.2 key 5 ttl inherit nopmtudisc fwmark 22
ip -n r1 link add i1 type ipip local 203.0.113.1 remote 203.0.113.2 ttl 9 tos 0x48
ip -n r1 link add s1 type sit local 203.0.113.1 remote 203.0.113.2 ttl inherit tos inherit
ip -n r1 link add t1 type gretap local 203.0.113.1 remote 203.0.113.2 key 77 ttl 4 nopmtudisc tos 0x10
ip -n r2 link add g1 type gre local 203.0.113.2 remote 203.0.113.1 ikey 8 okey 7 csum
ip -n r2 link add g2 type gre local 192.0.3.2 remote 192.0.2.2 key 5 seq
ip -n r2 link add i1 type ipip local 203.0.113.2 remote 203.0.113.1
ip -n r2 link add s1 type sit local 203.0.113.2 remote 203.0.113.1 ttl 64
ip -n r2 link add t1 type gretap local 203.0.113.2 remote 203.0.113.1 key 77
ip -n r1 link set g1 up
ip -n r1 addr add 10.90.0.1/30 dev g1
ip -n r1 addr add fd90::1/64 dev g1 nodad
ip -n r2 link set g1 up
ip -n r2 addr add 10.90.0.2/30 dev g1
ip -n r2 addr add fd90::2/64 dev g1 nodad
ip -n r1 link set g2 up
ip -n r1 addr add 10.91.0.1/30 dev g2
ip -n r1 addr add fd91::1/64 dev g2 nodad
ip -n r2 link set g2 up
ip -n r2 addr add 10.91.0.2/30 dev g2
ip -n r2 addr add fd91::2/64 dev g2 nodad
ip -n r1 link set i1 up
ip -n r1 addr add 10.92.0.1/30 dev i1
ip -n r2 link set i1 up
ip -n r2 addr add 10.92.0.2/30 dev i1
ip -n r1 link set s1 up
ip -n r1 addr add fd93::1/64 dev s1 nodad
ip -n r2 link set s1 up
ip -n r2 addr add fd93::2/64 dev s1 nodad
ip -n r1 link set t1 up
ip -n r1 link set t1 address 02:00:00:77:00:01
ip -n r1 addr add 10.94.0.1/30 dev t1
ip -n r1 addr add fd94::1/64 dev t1 nodad
ip -n r2 link set t1 up
ip -n r2 link set t1 address 02:00:00:77:00:02
ip -n r2 addr add 10.94.0.2/30 dev t1
ip -n r2 addr add fd94::2/64 dev t1 nodad
ip -n r1 route add 10.2.0.0/24 via 10.90.0.2
ip -n r1 route add 10.22.0.0/16 dev g2
ip -n r1 -6 route add fd02::/64 dev s1
ip -n r1 rule add ipproto 4 lookup 102 pref 10
ip -n r1 route add default via 198.51.100.1 table 102
ip -n r1 rule add fwmark 22 lookup 122 pref 11
ip -n r1 route add 192.0.3.2 via 192.0.2.1 table 122 src 192.0.2.2
ip -n r1 rule add tos 0x10 lookup 102 pref 12
ip -n r1 rule add fwmark 5 ipproto 47 lookup 102 pref 13
ip -n r2 route add 10.1.0.0/24 dev i1
ip -n r2 -6 route add fd01::/64 via fd90::1
ip -n r2 addr add 10.22.0.1/32 dev lo
ip -n r2 rule add to 203.0.113.1 ipproto 41 lookup 103 pref 10
ip -n r2 route add default via 198.51.101.1 table 103
ip netns exec m1 iptables -A FORWARD -p 47 -m ttl --ttl-lt 3 -j REJECT
ip netns exec m1 iptables -A FORWARD -p 41 -j REJECT --reject-with icmp-host-prohibited
ip netns exec r1 iptables -t mangle -A OUTPUT -p 47 -d 203.0.113.2 -m dscp --dscp 10 -j MARK --set-mark 5
ip netns exec r1 iptables -t mangle -A FORWARD -o g1 -p udp --dport 54 -j MARK --set-mark 5
ip netns exec r1 iptables -t mangle -A PREROUTING -i lan -p tcp --dport 81 -j MARK --set-mark 22
