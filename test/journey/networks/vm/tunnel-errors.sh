# Tunnels of every sort over an underlay that translates, filters and hops: GRE with keys behind a source NAT, IPIP through a box that rejects it, SIT with a TTL that is too small, ip6tnl over a route that is not there, a tunnel in a tunnel, one without a far end, NAT within and around.
ip netns add c
ip -n c link set lo up
ip netns add na
ip -n na link set lo up
ip netns add tr
ip -n tr link set lo up
ip netns add s
ip -n s link set lo up
ip netns add lan
ip -n lan link set lo up
ip netns add web
ip -n web link set lo up
ip link add eth0 netns c address 02:00:00:00:01:01 type veth peer name in address 02:00:00:00:01:02 netns na
ip -n c link set eth0 up
ip -n na link set in up
ip link add out netns na address 02:00:00:00:02:01 type veth peer name t1 address 02:00:00:00:02:02 netns tr
ip -n na link set out up
ip -n tr link set t1 up
ip link add t2 netns tr address 02:00:00:00:03:01 type veth peer name eth0 address 02:00:00:00:03:02 netns s
ip -n tr link set t2 up
ip -n s link set eth0 up
ip link add lan netns c address 02:00:00:00:04:01 type veth peer name eth0 address 02:00:00:00:04:02 netns lan
ip -n c link set lan up
ip -n lan link set eth0 up
ip link add web netns s address 02:00:00:00:05:01 type veth peer name eth0 address 02:00:00:00:05:02 netns web
ip -n s link set web up
ip -n web link set eth0 up
ip -n c addr add 192.168.1.2/24 dev eth0
ip -n c addr add fdc0::2/64 dev eth0 nodad
ip -n na addr add 192.168.1.1/24 dev in
ip -n na addr add fdc0::1/64 dev in nodad
ip -n na addr add 198.51.1.2/24 dev out
ip -n na addr add 2001:db8:1::2/64 dev out nodad
ip -n tr addr add 198.51.1.1/24 dev t1
ip -n tr addr add 2001:db8:1::1/64 dev t1 nodad
ip -n tr addr add 198.51.2.1/24 dev t2
ip -n tr addr add 2001:db8:2::1/64 dev t2 nodad
ip -n s addr add 198.51.2.2/24 dev eth0
ip -n s addr add 198.51.2.3/24 dev eth0
ip -n s addr add 2001:db8:2::2/64 dev eth0 nodad
ip -n s addr add 2001:db8:2::3/64 dev eth0 nodad
ip -n c addr add 10.1.0.1/24 dev lan
ip -n c addr add fd01::1/64 dev lan nodad
ip -n lan addr add 10.1.0.9/24 dev eth0
ip -n lan addr add fd01::9/64 dev eth0 nodad
ip -n s addr add 10.2.0.1/24 dev web
ip -n s addr add fd02::1/64 dev web nodad
ip -n web addr add 10.2.0.9/24 dev eth0
ip -n web addr add fd02::9/64 dev eth0 nodad
ip netns exec c sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec na sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec tr sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec s sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n c route add default via 192.168.1.1
ip -n na route add default via 198.51.1.1
ip -n s route add default via 198.51.2.1
ip -n lan route add default via 10.1.0.1
ip -n web route add default via 10.2.0.1
ip -n c -6 route add default via fdc0::1
ip -n na -6 route add default via 2001:db8:1::1
ip -n s -6 route add default via 2001:db8:2::1
ip -n lan -6 route add default via fd01::1
ip -n web -6 route add default via fd02::1
ip -n tr -6 route add fdc0::/64 via 2001:db8:1::2
ip netns exec na iptables -t nat -A POSTROUTING -o out -j MASQUERADE
ip netns exec tr iptables -A FORWARD -d 198.51.2.3 -p 4 -j REJECT --reject-with icmp-port-unreachable
ip netns exec tr iptables -A FORWARD -d 198.51.1.2 -p 47 -m ttl --ttl-lt 50 -j DROP
ip -n c link add g1 type gre local 192.168.1.2 remote 198.51.2.2 ikey 1 okey 2 ttl 100
ip -n s link add g1 type gre local 198.51.2.2 remote 198.51.1.2 ikey 2 okey 1 ttl 100
ip -n c link add g2 type gre local 192.168.1.2 remote 198.51.2.2 key 7 ttl 45
ip -n s link add g2 type gre local 198.51.2.2 remote 198.51.1.2 key 7 ttl 45
ip -n c link add g3 type gre local 192.168.1.2 remote 198.51.2.2 key 8
ip -n s link add g3 type gre local 198.51.2.2 remote 198.51.1.2 key 9
ip -n c link add i1 type ipip local 192.168.1.2 remote 198.51.2.3 ttl inherit
ip -n s link add i1 type ipip local 198.51.2.3 remote 198.51.1.2
ip -n c link add i2 type ipip local 192.168.1.2 remote 198.51.2.2 ttl inherit
ip -n s link add i2 type ipip local 198.51.2.2 remote 198.51.1.2 tos inherit
ip -n c link add s1 type sit local 192.168.1.2 remote 198.51.2.2 ttl 2
ip -n s link add s1 type sit local 198.51.2.2 remote 198.51.1.2 ttl 64
ip -n c link add x1 type ip6tnl mode any local fdc0::2 remote 2001:db8:2::2 ttl 64
ip -n s link add x1 type ip6tnl mode any local 2001:db8:2::2 remote fdc0::2 ttl 64
ip -n c link add x2 type ip6tnl mode ipip6 local fdc0::2 remote 2001:db8:9::9 ttl 64
ip -n c link add x3 type ip6tnl mode any local fdc0::2 remote 2001:db8:2::3 ttl 2 encaplimit none
ip -n s link add any type gre local 198.51.2.2 key 44
ip -n c link set g1 up
ip -n s link set g1 up
ip -n c addr add 172.16.1.1/30 dev g1
ip -n c addr add fd16:1::1/64 dev g1 nodad
ip -n s addr add 172.16.1.2/30 dev g1
ip -n s addr add fd16:1::2/64 dev g1 nodad
ip -n c link set g2 up
ip -n s link set g2 up
ip -n c addr add 172.16.2.1/30 dev g2
ip -n c addr add fd16:2::1/64 dev g2 nodad
ip -n s addr add 172.16.2.2/30 dev g2
ip -n s addr add fd16:2::2/64 dev g2 nodad
ip -n c link set g3 up
ip -n s link set g3 up
ip -n c addr add 172.16.3.1/30 dev g3
ip -n c addr add fd16:3::1/64 dev g3 nodad
ip -n s addr add 172.16.3.2/30 dev g3
ip -n s addr add fd16:3::2/64 dev g3 nodad
ip -n c link set i1 up
ip -n s link set i1 up
ip -n c addr add 172.16.4.1/30 dev i1
ip -n c addr add fd16:4::1/64 dev i1 nodad
ip -n s addr add 172.16.4.2/30 dev i1
ip -n s addr add fd16:4::2/64 dev i1 nodad
ip -n c link set i2 up
ip -n s link set i2 up
ip -n c addr add 172.16.5.1/30 dev i2
ip -n c addr add fd16:5::1/64 dev i2 nodad
ip -n s addr add 172.16.5.2/30 dev i2
ip -n s addr add fd16:5::2/64 dev i2 nodad
ip -n c link set x1 up
ip -n s link set x1 up
ip -n c addr add 172.16.6.1/30 dev x1
ip -n c addr add fd16:6::1/64 dev x1 nodad
ip -n s addr add 172.16.6.2/30 dev x1
ip -n s addr add fd16:6::2/64 dev x1 nodad
ip -n c link set s1 up
ip -n s link set s1 up
ip -n c addr add fd16:9::1/64 dev s1 nodad
ip -n s addr add fd16:9::2/64 dev s1 nodad
ip -n c link set x2 up
ip -n c link set x3 up
ip -n c addr add 172.16.20.1/30 dev x2
ip -n c addr add 172.16.21.1/30 dev x3
ip -n c addr add fd16:21::1/64 dev x3 nodad
ip -n s link set any up
ip -n c route add 10.2.0.0/24 dev g1
ip -n s route add 10.1.0.0/24 dev g1
ip -n c -6 route add fd02::/64 dev x1
ip -n s -6 route add fd01::/64 dev x1
ip -n c route add 10.20.0.0/24 dev i1
ip -n c route add 10.21.0.0/24 dev x2
ip -n c route add 10.22.0.0/24 dev x3
ip -n c -6 route add fd22::/64 dev x3
ip -n c -6 route add fd23::/64 dev s1
ip -n c link add n1 type ipip local 172.16.1.1 remote 172.16.1.2 ttl 10
ip -n s link add n1 type ipip local 172.16.1.2 remote 172.16.1.1
ip -n c link set n1 up
ip -n s link set n1 up
ip -n c addr add 172.17.0.1/30 dev n1
ip -n s addr add 172.17.0.2/30 dev n1
ip netns exec s iptables -t nat -A PREROUTING -i g1 -p tcp --dport 8080 -d 172.16.1.2 -j DNAT --to 10.2.0.9:80
