# A router that goes by everything a rule can say: device of arrival, protocol and ports with ranges, TOS, user, a suppressed prefix length, goto and nop, inverted rules; with unreachable, prohibit and blackhole as rules and as routes in other tables, whose errors go back by those rules too.
ip netns add a
ip -n a link set lo up
ip netns add b
ip -n b link set lo up
ip netns add r
ip -n r link set lo up
ip netns add u1
ip -n u1 link set lo up
ip netns add u2
ip -n u2 link set lo up
ip netns add s
ip -n s link set lo up
ip link add eth0 netns a address 02:00:00:00:01:01 type veth peer name ra address 02:00:00:00:01:02 netns r
ip -n a link set eth0 up
ip -n r link set ra up
ip link add eth0 netns b address 02:00:00:00:02:01 type veth peer name rb address 02:00:00:00:02:02 netns r
ip -n b link set eth0 up
ip -n r link set rb up
ip link add o1 netns r address 02:00:00:00:03:01 type veth peer name eth0 address 02:00:00:00:03:02 netns u1
ip -n r link set o1 up
ip -n u1 link set eth0 up
ip link add o2 netns r address 02:00:00:00:04:01 type veth peer name eth0 address 02:00:00:00:04:02 netns u2
ip -n r link set o2 up
ip -n u2 link set eth0 up
ip link add s netns u1 address 02:00:00:00:05:01 type veth peer name s1 address 02:00:00:00:05:02 netns s
ip -n u1 link set s up
ip -n s link set s1 up
ip link add s netns u2 address 02:00:00:00:06:01 type veth peer name s2 address 02:00:00:00:06:02 netns s
ip -n u2 link set s up
ip -n s link set s2 up
ip -n a addr add 10.1.0.2/24 dev eth0
ip -n a addr add fd01::2/64 dev eth0 nodad
ip -n r addr add 10.1.0.1/24 dev ra
ip -n r addr add fd01::1/64 dev ra nodad
ip -n b addr add 10.2.0.2/24 dev eth0
ip -n b addr add fd02::2/64 dev eth0 nodad
ip -n r addr add 10.2.0.1/24 dev rb
ip -n r addr add fd02::1/64 dev rb nodad
ip -n r addr add 10.8.1.1/24 dev o1
ip -n r addr add fd81::1/64 dev o1 nodad
ip -n u1 addr add 10.8.1.2/24 dev eth0
ip -n u1 addr add fd81::2/64 dev eth0 nodad
ip -n r addr add 10.8.2.1/24 dev o2
ip -n r addr add fd82::1/64 dev o2 nodad
ip -n u2 addr add 10.8.2.2/24 dev eth0
ip -n u2 addr add fd82::2/64 dev eth0 nodad
ip -n u1 addr add 10.9.1.1/24 dev s
ip -n u1 addr add fd91::1/64 dev s nodad
ip -n s addr add 10.9.1.2/24 dev s1
ip -n s addr add fd91::2/64 dev s1 nodad
ip -n u2 addr add 10.9.2.1/24 dev s
ip -n u2 addr add fd92::1/64 dev s nodad
ip -n s addr add 10.9.2.2/24 dev s2
ip -n s addr add fd92::2/64 dev s2 nodad
ip -n s addr add 192.0.2.1/32 dev lo
ip -n s addr add 192.0.2.2/32 dev lo
ip -n s addr add 2001:db8:a::1/128 dev lo nodad
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec u1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec u2 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n a route add default via 10.1.0.1
ip -n a -6 route add default via fd01::1
ip -n b route add default via 10.2.0.1
ip -n b -6 route add default via fd02::1
ip -n u1 route add default via 10.9.1.2
ip -n u2 route add default via 10.9.2.2
ip -n u1 -6 route add default via fd91::2
ip -n u2 -6 route add default via fd92::2
ip -n u1 route add 10.1.0.0/24 via 10.8.1.1
ip -n u1 route add 10.2.0.0/24 via 10.8.1.1
ip -n u1 -6 route add fd01::/64 via fd81::1
ip -n u1 -6 route add fd02::/64 via fd81::1
ip -n u2 route add 10.1.0.0/24 via 10.8.2.1
ip -n u2 route add 10.2.0.0/24 via 10.8.2.1
ip -n u2 -6 route add fd01::/64 via fd82::1
ip -n u2 -6 route add fd02::/64 via fd82::1
ip -n s route add 10.1.0.0/24 via 10.9.1.1
ip -n s route add 10.2.0.0/24 via 10.9.2.1
ip -n s -6 route add fd01::/64 via fd91::1
ip -n s -6 route add fd02::/64 via fd92::1
ip -n s route add 10.8.1.0/24 via 10.9.1.1
ip -n s route add 10.8.2.0/24 via 10.9.2.1
ip -n s -6 route add fd81::/64 via fd91::1
ip -n s -6 route add fd82::/64 via fd92::1
ip -n r -4 route add default via 10.8.1.2 table 11
ip -n r -4 route add default via 10.8.2.2 table 12
ip -n r -4 route add unreachable default table 13
ip -n r -4 route add prohibit default table 14
ip -n r -4 route add blackhole default table 15
ip -n r -4 route add throw default table 16
ip -n r -4 rule add pref 10 lookup main suppress_prefixlength 0
ip -n r -4 rule add pref 20 iif ra ipproto udp dport 100-199 lookup 12
ip -n r -4 rule add pref 21 iif ra ipproto tcp sport 45000-45999 lookup 12
ip -n r -4 rule add pref 22 ipproto icmp iif rb lookup 12
ip -n r -4 rule add pref 30 ipproto udp dport 201 unreachable
ip -n r -4 rule add pref 31 ipproto udp dport 202 prohibit
ip -n r -4 rule add pref 32 ipproto udp dport 203 blackhole
ip -n r -4 rule add pref 33 ipproto udp dport 204 lookup 13
ip -n r -4 rule add pref 34 ipproto udp dport 205 lookup 14
ip -n r -4 rule add pref 35 ipproto udp dport 206 lookup 15
ip -n r -4 rule add pref 36 ipproto udp dport 207 lookup 16
ip -n r -4 rule add pref 40 tos 0x10 goto 60
ip -n r -4 rule add pref 41 iif lo uidrange 0-0 ipproto tcp lookup 12
ip -n r -4 rule add pref 42 not iif ra lookup 11
ip -n r -4 rule add pref 50 ipproto tcp dport 80 lookup 11
ip -n r -4 rule add pref 51 ipproto tcp dport 443 prohibit
ip -n r -4 rule add pref 60 nop
ip -n r -4 rule add pref 61 fwmark 0x7/0xf lookup 12
ip -n r -4 rule add pref 62 from all oif o2 lookup 12
ip -n r -4 rule add pref 63 iif ra to 192.0.2.2 prohibit
ip -n r -4 rule add pref 70 lookup 11
ip -n r -6 route add default via fd81::2 table 11
ip -n r -6 route add default via fd82::2 table 12
ip -n r -6 route add unreachable default table 13
ip -n r -6 route add prohibit default table 14
ip -n r -6 route add blackhole default table 15
ip -n r -6 route add throw default table 16
ip -n r -6 rule add pref 10 lookup main suppress_prefixlength 0
ip -n r -6 rule add pref 20 iif ra ipproto udp dport 100-199 lookup 12
ip -n r -6 rule add pref 21 iif ra ipproto tcp sport 45000-45999 lookup 12
ip -n r -6 rule add pref 22 ipproto ipv6-icmp iif rb lookup 12
ip -n r -6 rule add pref 30 ipproto udp dport 201 unreachable
ip -n r -6 rule add pref 31 ipproto udp dport 202 prohibit
ip -n r -6 rule add pref 32 ipproto udp dport 203 blackhole
ip -n r -6 rule add pref 33 ipproto udp dport 204 lookup 13
ip -n r -6 rule add pref 34 ipproto udp dport 205 lookup 14
ip -n r -6 rule add pref 35 ipproto udp dport 206 lookup 15
ip -n r -6 rule add pref 36 ipproto udp dport 207 lookup 16
ip -n r -6 rule add pref 40 tos 0x10 goto 60
ip -n r -6 rule add pref 41 iif lo uidrange 0-0 ipproto tcp lookup 12
ip -n r -6 rule add pref 42 not iif ra lookup 11
ip -n r -6 rule add pref 50 ipproto tcp dport 80 lookup 11
ip -n r -6 rule add pref 51 ipproto tcp dport 443 prohibit
ip -n r -6 rule add pref 60 nop
ip -n r -6 rule add pref 61 fwmark 0x7/0xf lookup 12
ip -n r -6 rule add pref 62 from all oif o2 lookup 12
ip -n r -6 rule add pref 63 iif ra to 2001:db8:a::2 prohibit
ip -n r -6 rule add pref 70 lookup 11
ip netns exec r sysctl -qw net.ipv4.fwmark_reflect=1 net.ipv6.fwmark_reflect=1
ip netns exec r iptables -t mangle -A PREROUTING -p udp --dport 300:309 -j MARK --set-mark 0x17
ip netns exec r iptables -t mangle -A OUTPUT -p udp --dport 310 -j MARK --set-mark 7
ip netns exec r ip6tables -t mangle -A PREROUTING -p udp --dport 300:309 -j MARK --set-mark 0x17
ip netns exec r ip6tables -t mangle -A OUTPUT -p udp --dport 310 -j MARK --set-mark 7
