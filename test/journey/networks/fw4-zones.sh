# OpenWrt as fw4 writes its rules: zones lan, guest and wan with chains for each direction, reflection of a published port, rejects of each zone, masquerade, prefixes and a port forwarded in both families.
ip netns add pc
ip -n pc link set lo up
ip netns add gst
ip -n gst link set lo up
ip netns add r
ip -n r link set lo up
ip netns add isp
ip -n isp link set lo up
ip netns add srv
ip -n srv link set lo up
ip link add eth0 netns pc address 02:00:00:00:01:01 type veth peer name lan1 address 02:00:00:00:01:02 netns r
ip -n pc link set eth0 up
ip -n r link set lan1 up
ip -n pc addr add 192.168.1.10/24 dev eth0
ip -n pc addr add fd01::10/64 dev eth0 nodad
ip -n r link add br-lan address 02:00:00:00:a0:01 type bridge
ip -n r link set lan1 master br-lan
ip -n r link set br-lan up
ip -n r addr add 192.168.1.1/24 dev br-lan
ip -n r addr add fd01::1/64 dev br-lan nodad
ip netns add pc2
ip -n pc2 link set lo up
ip link add eth0 netns pc2 address 02:00:00:00:02:01 type veth peer name lan2 address 02:00:00:00:02:02 netns r
ip -n pc2 link set eth0 up
ip -n r link set lan2 up
ip -n pc2 addr add 192.168.1.11/24 dev eth0
ip -n pc2 addr add fd01::11/64 dev eth0 nodad
ip -n r link set lan2 master br-lan
ip netns exec r sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0
ip link add eth0 netns gst address 02:00:00:00:03:01 type veth peer name guest address 02:00:00:00:03:02 netns r
ip -n gst link set eth0 up
ip -n r link set guest up
ip -n gst addr add 192.168.3.10/24 dev eth0
ip -n gst addr add fd03::10/64 dev eth0 nodad
ip -n r addr add 192.168.3.1/24 dev guest
ip -n r addr add fd03::1/64 dev guest nodad
ip link add wan netns r address 02:00:00:00:04:01 type veth peer name cpe address 02:00:00:00:04:02 netns isp
ip -n r link set wan up
ip -n isp link set cpe up
ip -n r addr add 198.51.100.2/24 dev wan
ip -n r addr add 2001:db8:1::2/64 dev wan nodad
ip -n isp addr add 198.51.100.1/24 dev cpe
ip -n isp addr add 2001:db8:1::1/64 dev cpe nodad
ip link add eth0 netns srv address 02:00:00:00:05:01 type veth peer name s0 address 02:00:00:00:05:02 netns isp
ip -n srv link set eth0 up
ip -n isp link set s0 up
ip -n srv addr add 203.0.113.9/24 dev eth0
ip -n srv addr add 2001:db8:9::9/64 dev eth0 nodad
ip -n isp addr add 203.0.113.1/24 dev s0
ip -n isp addr add 2001:db8:9::1/64 dev s0 nodad
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec isp sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n pc route add default via 192.168.1.1
ip -n pc -6 route add default via fd01::1
ip -n pc2 route add default via 192.168.1.1
ip -n pc2 -6 route add default via fd01::1
ip -n gst route add default via 192.168.3.1
ip -n gst -6 route add default via fd03::1
ip -n r route add default via 198.51.100.1
ip -n r -6 route add default via 2001:db8:1::1
ip -n srv route add default via 203.0.113.1
ip -n srv -6 route add default via 2001:db8:9::1
ip -n isp -6 route add fd01::/64 via 2001:db8:1::2
ip -n isp -6 route add fd03::/64 via 2001:db8:1::2
ip netns exec r nft 'table inet fw4 { set block { type ipv4_addr . inet_service; elements = { 203.0.113.9 . 445, 203.0.113.9 . 139 }; }; chain input { type filter hook input priority filter; policy drop; iifname lo accept; ct state vmap { established : accept, related : accept }; tcp flags & (fin | syn | rst | ack) == syn jump syn_flood; iifname br-lan jump input_lan; iifname guest jump input_guest; iifname wan jump input_wan; jump handle_reject; }; chain forward { type filter hook forward priority filter; policy drop; ct state vmap { established : accept, related : accept }; ip daddr . th dport @block jump handle_reject; iifname br-lan jump forward_lan; iifname guest jump forward_guest; iifname wan jump forward_wan; jump handle_reject; }; chain output { type filter hook output priority filter; policy accept; oifname lo accept; ct state vmap { established : accept, related : accept }; oifname wan jump accept_to_wan; }; chain handle_reject { meta l4proto tcp reject with tcp reset; reject with icmpx port-unreachable; }; chain syn_flood { limit rate 25/second burst 500 packets return; drop; }; chain input_lan { ct status dnat accept; accept; }; chain input_guest { meta l4proto { tcp, udp } th dport 53 accept; udp dport 67 accept; meta l4proto ipv6-icmp accept; reject with icmpx admin-prohibited; }; chain input_wan { meta nfproto ipv4 udp dport 68 accept; icmp type echo-request accept; icmpv6 type { echo-request, destination-unreachable, packet-too-big, time-exceeded, nd-router-solicit, nd-neighbor-solicit, nd-router-advert, nd-neighbor-advert } accept; ct status dnat accept; jump handle_reject; }; chain forward_lan { ct status dnat accept; jump accept_to_wan; oifname br-lan accept; jump handle_reject; }; chain forward_guest { tcp dport 25 jump handle_reject; jump accept_to_wan; jump handle_reject; }; chain forward_wan { icmpv6 type { echo-request, destination-unreachable, time-exceeded } accept; ip6 daddr & ::ffff:ffff:ffff:ffff == ::10 tcp dport 80 accept; ct status dnat accept; jump handle_reject; }; chain accept_to_wan { meta nfproto ipv4 oifname wan ct state invalid drop; oifname wan accept; }; chain dstnat { type nat hook prerouting priority dstnat; policy accept; iifname br-lan jump dstnat_lan; iifname wan jump dstnat_wan; }; chain dstnat_lan { ip saddr 192.168.1.0/24 ip daddr 198.51.100.2 tcp dport 8080 dnat ip to 192.168.1.10:80; }; chain dstnat_wan { meta nfproto ipv4 tcp dport 8080 dnat ip to 192.168.1.10:80; meta nfproto ipv4 udp dport 5000-5010 dnat ip to 192.168.1.11; meta nfproto ipv4 tcp dport { 2222, 2223 } dnat ip to tcp dport map { 2222 : 192.168.1.10, 2223 : 192.168.1.11 }; meta nfproto ipv6 udp dport 53 redirect to :5353; }; chain srcnat { type nat hook postrouting priority srcnat; policy accept; oifname br-lan ip saddr 192.168.1.0/24 ip daddr 192.168.1.10 tcp dport 80 snat ip to 192.168.1.1; oifname wan meta nfproto ipv4 masquerade; }; chain mangle_forward { type filter hook forward priority mangle; oifname wan tcp flags syn / fin,syn,rst tcp option maxseg size set rt mtu; }; };'
