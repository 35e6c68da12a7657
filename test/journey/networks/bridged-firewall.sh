# A transparent firewall between two bridges: br_netfilter with inet rules on frames and on what is routed, connections over both, NAT of bridged frames, and the firewall's own address in the middle.
ip netns add fw
ip -n fw link set lo up
ip netns add in1
ip -n in1 link set lo up
ip netns add in2
ip -n in2 link set lo up
ip netns add out1
ip -n out1 link set lo up
ip netns add gw
ip -n gw link set lo up
ip netns add far
ip -n far link set lo up
ip -n fw link add br0 address 02:00:00:00:00:f0 type bridge
ip -n fw link set br0 up
ip link add eth0 address 02:00:00:00:00:01 netns in1 type veth peer name p1 address 02:00:00:00:01:01 netns fw
ip -n fw link set p1 master br0
ip -n fw link set p1 up
ip -n in1 link set eth0 up
ip -n in1 addr add 10.3.0.1/24 dev eth0
ip -n in1 addr add fd03::1/64 dev eth0 nodad
ip link add eth0 address 02:00:00:00:00:02 netns in2 type veth peer name p2 address 02:00:00:00:01:02 netns fw
ip -n fw link set p2 master br0
ip -n fw link set p2 up
ip -n in2 link set eth0 up
ip -n in2 addr add 10.3.0.2/24 dev eth0
ip -n in2 addr add fd03::2/64 dev eth0 nodad
ip link add eth0 address 02:00:00:00:00:03 netns out1 type veth peer name p3 address 02:00:00:00:01:03 netns fw
ip -n fw link set p3 master br0
ip -n fw link set p3 up
ip -n out1 link set eth0 up
ip -n out1 addr add 10.3.0.3/24 dev eth0
ip -n out1 addr add fd03::3/64 dev eth0 nodad
ip link add eth0 address 02:00:00:00:00:04 netns gw type veth peer name p4 address 02:00:00:00:01:04 netns fw
ip -n fw link set p4 master br0
ip -n fw link set p4 up
ip -n gw link set eth0 up
ip -n gw addr add 10.3.0.4/24 dev eth0
ip -n gw addr add fd03::4/64 dev eth0 nodad
ip -n fw addr add 10.3.0.9/24 dev br0
ip -n fw addr add fd03::9/64 dev br0 nodad
ip link add upl netns gw address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns far
ip -n gw link set upl up
ip -n far link set eth0 up
ip -n gw addr add 10.4.0.1/24 dev upl
ip -n gw addr add fd04::1/64 dev upl nodad
ip -n far addr add 10.4.0.2/24 dev eth0
ip -n far addr add fd04::2/64 dev eth0 nodad
ip netns exec gw sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n far route add default via 10.4.0.1
ip -n far -6 route add default via fd04::1
ip -n in1 route add default via 10.3.0.4
ip -n in1 -6 route add default via fd03::4
ip -n in2 route add default via 10.3.0.4
ip -n in2 -6 route add default via fd03::4
ip -n out1 route add default via 10.3.0.4
ip -n out1 -6 route add default via fd03::4
ip -n fw route add default via 10.3.0.4
ip -n fw -6 route add default via fd03::4
ip netns exec gw sysctl -qw net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.eth0.send_redirects=0
ip netns exec fw sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1 net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.br0.send_redirects=0
ip netns exec fw nft 'table inet f { chain pre { type filter hook prerouting priority mangle; iifname "br0" udp dport 7005 meta mark set 7; }; chain nat { type nat hook prerouting priority dstnat; iifname "br0" tcp dport 8000 ip daddr 10.3.0.3 dnat ip to 10.3.0.2:80; tcp dport 8000 ip6 daddr fd03::3 dnat ip6 to [fd03::2]:80; iifname "br0" ip daddr 10.3.0.3 udp dport 8053 redirect to :53; }; chain fw { type filter hook forward priority 0; ct state invalid drop; ct state established,related accept; iifname "br0" oifname "br0" udp dport 7002 reject with icmpx port-unreachable; meta mark 7 reject with icmpx admin-prohibited; tcp dport 23 reject with tcp reset; ct state new udp dport 7006 ct mark set 9; ip saddr 10.4.0.2 ct state new tcp dport != 80 drop; ip6 saddr fd04::2 ct state new meta l4proto { tcp, udp } th dport != 80 reject; }; chain post { type nat hook postrouting priority srcnat; oifname "br0" ct status dnat masquerade; ip saddr 10.3.0.1 ip daddr 10.3.0.3 udp dport 7007 snat ip to 10.3.0.9; ip saddr 10.3.0.2 ip daddr 10.4.0.2 udp dport 7008 snat ip to 10.3.0.77; }; chain inp { type filter hook input priority 0; iifname "br0" tcp dport 22 ip saddr 10.3.0.2 drop; udp dport 9 reject; }; };'
