# A VPN client as wg-quick sets it up, over a plain link: fwmark and suppress_prefixlength, a kill switch in nft, users who may go round it, a LAN that stays reachable.
ip netns add pc
ip -n pc link set lo up
ip netns add lan
ip -n lan link set lo up
ip netns add vpn
ip -n vpn link set lo up
ip netns add net
ip -n net link set lo up
ip netns add srv
ip -n srv link set lo up
ip link add eth0 netns pc address 02:00:00:00:01:01 type veth peer name e0 address 02:00:00:00:01:02 netns lan
ip -n pc link set eth0 up
ip -n lan link set e0 up
ip -n pc addr add 192.168.1.10/24 dev eth0
ip -n pc addr add fd01::10/64 dev eth0 nodad
ip -n lan addr add 192.168.1.1/24 dev e0
ip -n lan addr add fd01::1/64 dev e0 nodad
ip link add tun netns pc address 02:00:00:00:02:01 type veth peer name t0 address 02:00:00:00:02:02 netns vpn
ip -n pc link set tun up
ip -n vpn link set t0 up
ip -n pc addr add 10.8.0.2/24 dev tun
ip -n pc addr add fd08::2/64 dev tun nodad
ip -n vpn addr add 10.8.0.1/24 dev t0
ip -n vpn addr add fd08::1/64 dev t0 nodad
ip link add upl netns lan address 02:00:00:00:03:01 type veth peer name n0 address 02:00:00:00:03:02 netns net
ip -n lan link set upl up
ip -n net link set n0 up
ip -n lan addr add 203.0.113.2/24 dev upl
ip -n lan addr add 2001:db8:1::2/64 dev upl nodad
ip -n net addr add 203.0.113.1/24 dev n0
ip -n net addr add 2001:db8:1::1/64 dev n0 nodad
ip link add upl netns vpn address 02:00:00:00:04:01 type veth peer name n1 address 02:00:00:00:04:02 netns net
ip -n vpn link set upl up
ip -n net link set n1 up
ip -n vpn addr add 198.51.100.2/24 dev upl
ip -n vpn addr add 2001:db8:2::2/64 dev upl nodad
ip -n net addr add 198.51.100.1/24 dev n1
ip -n net addr add 2001:db8:2::1/64 dev n1 nodad
ip link add eth0 netns srv address 02:00:00:00:05:01 type veth peer name n2 address 02:00:00:00:05:02 netns net
ip -n srv link set eth0 up
ip -n net link set n2 up
ip -n srv addr add 192.0.2.9/24 dev eth0
ip -n srv addr add 2001:db8:9::9/64 dev eth0 nodad
ip -n net addr add 192.0.2.1/24 dev n2
ip -n net addr add 2001:db8:9::1/64 dev n2 nodad
ip netns exec lan sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec vpn sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec net sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n pc route add default via 192.168.1.1
ip -n pc -6 route add default via fd01::1
ip -n lan route add default via 203.0.113.1
ip -n lan -6 route add default via 2001:db8:1::1
ip -n vpn route add default via 198.51.100.1
ip -n vpn -6 route add default via 2001:db8:2::1
ip -n srv route add default via 192.0.2.1
ip -n srv -6 route add default via 2001:db8:9::1
ip -n pc rule add not fwmark 0xca6c table 51820 pref 32765
ip -n pc rule add table main suppress_prefixlength 0 pref 32764
ip -n pc rule add uidrange 2000-2999 table 77 pref 100
ip -n pc rule add uidrange 3000-3000 prohibit pref 101
ip -n pc rule add fwmark 0x77/0xff ipproto udp dport 53 table 77 pref 99
ip -n pc -6 rule add not fwmark 0xca6c table 51820 pref 32765
ip -n pc -6 rule add table main suppress_prefixlength 0 pref 32764
ip -n pc -6 rule add uidrange 2000-2999 table 77 pref 100
ip -n pc -6 rule add uidrange 3000-3000 prohibit pref 101
ip -n pc -6 rule add fwmark 0x77/0xff ipproto udp dport 53 table 77 pref 99
ip -n pc route add default dev tun via 10.8.0.1 table 51820
ip -n pc -6 route add default via fd08::1 dev tun table 51820
ip -n pc route add default via 192.168.1.1 table 77
ip -n pc -6 route add default via fd01::1 table 77
ip -n pc route add unreachable 192.0.2.128/25 table 51820
ip netns exec pc sysctl -qw net.ipv4.conf.all.rp_filter=2 net.ipv4.conf.all.src_valid_mark=1 net.ipv4.fwmark_reflect=1
ip netns exec pc nft 'table inet ks { chain pre { type filter hook prerouting priority raw; iifname != "tun" ip daddr 10.8.0.2 fib saddr type != local drop; }; chain premangle { type filter hook prerouting priority mangle; meta l4proto udp meta mark set ct mark; }; chain post { type filter hook postrouting priority mangle; meta l4proto udp meta mark 0xca6c ct mark set meta mark; }; chain outp { type filter hook output priority filter; policy drop; oifname { "lo", "tun" } accept; meta mark 0xca6c accept; oifname eth0 meta skuid 2000-2999 accept; ip daddr 192.168.1.0/24 accept; ip6 daddr fd01::/64 accept; icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept; meta l4proto tcp reject with tcp reset; meta nfproto ipv4 reject with icmp host-prohibited; reject with icmpv6 admin-prohibited; }; chain remark { type route hook output priority mangle; udp dport 5353 meta mark set 0x77; udp dport 5353 udp dport set 53; }; chain inp { type filter hook input priority filter; policy drop; iifname lo accept; ct state established,related accept; icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept; iifname eth0 tcp dport 22 accept; ip protocol icmp accept; }; };'
ip netns exec lan nft 'table inet nat { chain p { type nat hook postrouting priority srcnat; oifname upl masquerade; }; };'
ip netns exec vpn nft 'table inet nat { chain p { type nat hook postrouting priority srcnat; oifname upl masquerade; }; };'
ip -n lan route add 10.8.0.2/32 via 192.168.1.10
