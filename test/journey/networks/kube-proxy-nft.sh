# kube-proxy in its nft mode: services in verdict maps, node ports and external addresses, hairpin of a pod to itself by its service, a service without endpoints, local traffic policy; pods with a /32 behind 169.254.1.1 and fe80::1, route_localnet, masquerade by mark, two nodes.
ip netns add n1
ip -n n1 link set lo up
ip netns add n2
ip -n n2 link set lo up
ip netns add rt
ip -n rt link set lo up
ip netns add cl
ip -n cl link set lo up
ip netns add p1
ip -n p1 link set lo up
ip netns add p2
ip -n p2 link set lo up
ip netns add p3
ip -n p3 link set lo up
ip link add eth0 netns n1 address 02:00:00:00:01:01 type veth peer name r1 address 02:00:00:00:01:02 netns rt
ip -n n1 link set eth0 up
ip -n rt link set r1 up
ip link add eth0 netns n2 address 02:00:00:00:02:01 type veth peer name r2 address 02:00:00:00:02:02 netns rt
ip -n n2 link set eth0 up
ip -n rt link set r2 up
ip link add out netns rt address 02:00:00:00:03:01 type veth peer name eth0 address 02:00:00:00:03:02 netns cl
ip -n rt link set out up
ip -n cl link set eth0 up
ip -n n1 addr add 10.0.1.2/24 dev eth0
ip -n n1 addr add fd00:1::2/64 dev eth0 nodad
ip -n rt addr add 10.0.1.1/24 dev r1
ip -n rt addr add fd00:1::1/64 dev r1 nodad
ip -n n1 route add default via 10.0.1.1
ip -n n1 -6 route add default via fd00:1::1
ip -n rt route add 10.244.1.0/24 via 10.0.1.2
ip -n rt -6 route add fd24:1::/64 via fd00:1::2
ip -n rt route add 192.0.2.1 via 10.0.1.2
ip -n n2 addr add 10.0.2.2/24 dev eth0
ip -n n2 addr add fd00:2::2/64 dev eth0 nodad
ip -n rt addr add 10.0.2.1/24 dev r2
ip -n rt addr add fd00:2::1/64 dev r2 nodad
ip -n n2 route add default via 10.0.2.1
ip -n n2 -6 route add default via fd00:2::1
ip -n rt route add 10.244.2.0/24 via 10.0.2.2
ip -n rt -6 route add fd24:2::/64 via fd00:2::2
ip -n rt route add 192.0.2.2 via 10.0.2.2
ip -n rt addr add 203.0.113.1/24 dev out
ip -n rt addr add 2001:db8::1/64 dev out nodad
ip -n cl addr add 203.0.113.9/24 dev eth0
ip -n cl addr add 2001:db8::9/64 dev eth0 nodad
ip -n cl route add default via 203.0.113.1
ip -n cl -6 route add default via 2001:db8::1
ip netns exec n1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec n2 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec rt sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip link add eth0 netns p1 address 02:00:00:00:f0:01 type veth peer name v1 address ee:ee:ee:ee:ee:ee netns n1
ip -n n1 link set v1 up
ip -n p1 link set eth0 up
ip -n n1 addr add 169.254.1.1/32 dev v1
ip -n n1 addr add fe80::1/64 dev v1 nodad
ip netns exec n1 sysctl -qw net.ipv4.conf.v1.route_localnet=1 net.ipv4.conf.v1.send_redirects=0
ip -n p1 addr add 10.244.1.5/32 dev eth0
ip -n p1 addr add fd24:1::5/128 dev eth0 nodad
ip -n p1 route add 169.254.1.1 dev eth0 scope link
ip -n p1 route add default via 169.254.1.1 dev eth0
ip -n p1 -6 route add default via fe80::1 dev eth0
ip -n n1 route add 10.244.1.5 dev v1
ip -n n1 -6 route add fd24:1::5 dev v1
ip link add eth0 netns p2 address 02:00:00:00:f0:02 type veth peer name v2 address ee:ee:ee:ee:ee:ee netns n1
ip -n n1 link set v2 up
ip -n p2 link set eth0 up
ip -n n1 addr add 169.254.1.1/32 dev v2
ip -n n1 addr add fe80::1/64 dev v2 nodad
ip netns exec n1 sysctl -qw net.ipv4.conf.v2.route_localnet=1 net.ipv4.conf.v2.send_redirects=0
ip -n p2 addr add 10.244.1.6/32 dev eth0
ip -n p2 addr add fd24:1::6/128 dev eth0 nodad
ip -n p2 route add 169.254.1.1 dev eth0 scope link
ip -n p2 route add default via 169.254.1.1 dev eth0
ip -n p2 -6 route add default via fe80::1 dev eth0
ip -n n1 route add 10.244.1.6 dev v2
ip -n n1 -6 route add fd24:1::6 dev v2
ip link add eth0 netns p3 address 02:00:00:00:f0:03 type veth peer name v3 address ee:ee:ee:ee:ee:ee netns n2
ip -n n2 link set v3 up
ip -n p3 link set eth0 up
ip -n n2 addr add 169.254.1.1/32 dev v3
ip -n n2 addr add fe80::1/64 dev v3 nodad
ip netns exec n2 sysctl -qw net.ipv4.conf.v3.route_localnet=1 net.ipv4.conf.v3.send_redirects=0
ip -n p3 addr add 10.244.2.7/32 dev eth0
ip -n p3 addr add fd24:2::7/128 dev eth0 nodad
ip -n p3 route add 169.254.1.1 dev eth0 scope link
ip -n p3 route add default via 169.254.1.1 dev eth0
ip -n p3 -6 route add default via fe80::1 dev eth0
ip -n n2 route add 10.244.2.7 dev v3
ip -n n2 -6 route add fd24:2::7 dev v3
ip netns exec n1 sysctl -qw net.ipv4.conf.all.route_localnet=1 net.ipv4.conf.all.send_redirects=0
ip netns exec n2 sysctl -qw net.ipv4.conf.all.route_localnet=1 net.ipv4.conf.all.send_redirects=0
ip netns exec n1 nft 'table ip kube-proxy { set cluster-ips { type ipv4_addr; elements = { 172.30.0.10, 172.30.0.20, 172.30.0.30, 172.30.0.40 } }; set nodeport-ips { type ipv4_addr; elements = { 10.0.1.2, 127.0.0.1 } }; map no-endpoint-services { type ipv4_addr . inet_proto . inet_service : verdict; elements = { 172.30.0.30 . tcp . 80 : goto reject-chain, 192.0.2.1 . udp . 99 : drop } }; map no-endpoint-nodeports { type inet_proto . inet_service : verdict; elements = { tcp . 30999 : goto reject-chain } }; map firewall-ips { type ipv4_addr . inet_proto . inet_service : verdict; elements = { 192.0.2.1 . tcp . 81 : goto fw-81 } }; map service-ips { type ipv4_addr . inet_proto . inet_service : verdict; elements = { 172.30.0.10 . udp . 53 : goto svc-dns, 172.30.0.20 . tcp . 80 : goto svc-web, 192.0.2.1 . tcp . 80 : goto ext-web, 192.0.2.1 . tcp . 81 : goto ext-web, 172.30.0.40 . tcp . 80 : goto svc-self } }; map service-nodeports { type inet_proto . inet_service : verdict; elements = { tcp . 30080 : goto ext-web, udp . 30053 : goto ext-dns, tcp . 30081 : goto ext-local } }; chain mark-for-masquerade { meta mark set meta mark or 0x4000; }; chain masquerading { meta mark & 0x4000 == 0 return; meta mark set meta mark ^ 0x4000; masquerade; }; chain reject-chain { reject; }; chain ep-p1 { ip saddr 10.244.1.5 jump mark-for-masquerade; meta l4proto tcp dnat to 10.244.1.5:8080; }; chain ep-p2 { ip saddr 10.244.1.6 jump mark-for-masquerade; meta l4proto udp dnat to 10.244.1.6:5353; }; chain ep-p3 { ip saddr 10.244.2.7 jump mark-for-masquerade; meta l4proto tcp dnat to 10.244.2.7:8080; }; chain svc-dns { ip daddr 172.30.0.10 udp dport 53 ip saddr != 10.244.0.0/16 jump mark-for-masquerade; numgen random mod 1 vmap { 0 : goto ep-p2 }; }; chain svc-web { ip daddr 172.30.0.20 tcp dport 80 ip saddr != 10.244.0.0/16 jump mark-for-masquerade; numgen random mod 1 vmap { 0 : goto ep-p3 }; }; chain svc-self { ip saddr != 10.244.0.0/16 jump mark-for-masquerade; numgen random mod 1 vmap { 0 : goto ep-p1 }; }; chain ext-web { jump mark-for-masquerade; goto svc-web; }; chain ext-dns { jump mark-for-masquerade; goto svc-dns; }; chain ext-local { ip saddr 10.244.0.0/16 goto svc-web; fib saddr type local jump mark-for-masquerade; fib saddr type local goto svc-web; drop; }; chain fw-81 { ip saddr { 203.0.113.9 } return; drop; }; chain services { ip daddr . meta l4proto . th dport vmap @service-ips; ip daddr @nodeport-ips meta l4proto . th dport vmap @service-nodeports; }; chain filter-prerouting { type filter hook prerouting priority -110; ct state new ip daddr . meta l4proto . th dport vmap @firewall-ips; }; chain filter-input { type filter hook input priority -110; ct state new ip daddr @nodeport-ips meta l4proto . th dport vmap @no-endpoint-nodeports; }; chain filter-forward { type filter hook forward priority -110; ct state new ip daddr . meta l4proto . th dport vmap @no-endpoint-services; ct state new ip daddr @cluster-ips reject; }; chain filter-output { type filter hook output priority -110; ct state new ip daddr . meta l4proto . th dport vmap @no-endpoint-services; }; chain filter-output-post-dnat { type filter hook output priority -90; ct state new ip daddr @cluster-ips reject; }; chain nat-prerouting { type nat hook prerouting priority -100; jump services; }; chain nat-output { type nat hook output priority -100; jump services; }; chain nat-postrouting { type nat hook postrouting priority 100; jump masquerading; ip saddr 10.244.0.0/16 ip daddr != 10.244.0.0/16 masquerade; }; }; table ip6 kp6 { chain pre { type nat hook prerouting priority -100; ip6 daddr fd30::10 tcp dport 80 dnat to [fd24:2::7]:8080; ip6 daddr fd30::20 udp dport 53 meta mark set 0x4000 dnat to [fd24:1::6]:5353; fib daddr type local tcp dport 30080 meta mark set 0x4000 dnat to [fd24:1::5]:8080; }; chain out { type nat hook output priority -100; ip6 daddr fd30::10 tcp dport 80 dnat to [fd24:2::7]:8080; ip6 daddr fd30::20 udp dport 53 dnat to [fd24:1::6]:5353; fib daddr type local tcp dport 30080 dnat to [fd24:1::5]:8080; }; chain post { type nat hook postrouting priority 100; meta mark 0x4000 masquerade; ip6 saddr fd24:1::5 ip6 daddr fd24:1::5 masquerade; }; chain fwd6 { type filter hook forward priority 0; ip6 daddr fd30::/64 reject with icmpv6 no-route; }; };'
ip netns exec n2 nft 'table ip kube-proxy { set cluster-ips { type ipv4_addr; elements = { 172.30.0.10, 172.30.0.20, 172.30.0.30, 172.30.0.40 } }; set nodeport-ips { type ipv4_addr; elements = { 10.0.2.2, 127.0.0.1 } }; map no-endpoint-services { type ipv4_addr . inet_proto . inet_service : verdict; elements = { 172.30.0.30 . tcp . 80 : goto reject-chain, 192.0.2.2 . udp . 99 : drop } }; map no-endpoint-nodeports { type inet_proto . inet_service : verdict; elements = { tcp . 30999 : goto reject-chain } }; map firewall-ips { type ipv4_addr . inet_proto . inet_service : verdict; elements = { 192.0.2.2 . tcp . 81 : goto fw-81 } }; map service-ips { type ipv4_addr . inet_proto . inet_service : verdict; elements = { 172.30.0.10 . udp . 53 : goto svc-dns, 172.30.0.20 . tcp . 80 : goto svc-web, 192.0.2.2 . tcp . 80 : goto ext-web, 192.0.2.2 . tcp . 81 : goto ext-web, 172.30.0.40 . tcp . 80 : goto svc-self } }; map service-nodeports { type inet_proto . inet_service : verdict; elements = { tcp . 30080 : goto ext-web, udp . 30053 : goto ext-dns, tcp . 30081 : goto ext-local } }; chain mark-for-masquerade { meta mark set meta mark or 0x4000; }; chain masquerading { meta mark & 0x4000 == 0 return; meta mark set meta mark ^ 0x4000; masquerade; }; chain reject-chain { reject; }; chain ep-p1 { ip saddr 10.244.1.5 jump mark-for-masquerade; meta l4proto tcp dnat to 10.244.1.5:8080; }; chain ep-p2 { ip saddr 10.244.1.6 jump mark-for-masquerade; meta l4proto udp dnat to 10.244.1.6:5353; }; chain ep-p3 { ip saddr 10.244.2.7 jump mark-for-masquerade; meta l4proto tcp dnat to 10.244.2.7:8080; }; chain svc-dns { ip daddr 172.30.0.10 udp dport 53 ip saddr != 10.244.0.0/16 jump mark-for-masquerade; numgen random mod 1 vmap { 0 : goto ep-p2 }; }; chain svc-web { ip daddr 172.30.0.20 tcp dport 80 ip saddr != 10.244.0.0/16 jump mark-for-masquerade; numgen random mod 1 vmap { 0 : goto ep-p3 }; }; chain svc-self { ip saddr != 10.244.0.0/16 jump mark-for-masquerade; numgen random mod 1 vmap { 0 : goto ep-p1 }; }; chain ext-web { jump mark-for-masquerade; goto svc-web; }; chain ext-dns { jump mark-for-masquerade; goto svc-dns; }; chain ext-local { ip saddr 10.244.0.0/16 goto svc-web; fib saddr type local jump mark-for-masquerade; fib saddr type local goto svc-web; drop; }; chain fw-81 { ip saddr { 203.0.113.9 } return; drop; }; chain services { ip daddr . meta l4proto . th dport vmap @service-ips; ip daddr @nodeport-ips meta l4proto . th dport vmap @service-nodeports; }; chain filter-prerouting { type filter hook prerouting priority -110; ct state new ip daddr . meta l4proto . th dport vmap @firewall-ips; }; chain filter-input { type filter hook input priority -110; ct state new ip daddr @nodeport-ips meta l4proto . th dport vmap @no-endpoint-nodeports; }; chain filter-forward { type filter hook forward priority -110; ct state new ip daddr . meta l4proto . th dport vmap @no-endpoint-services; ct state new ip daddr @cluster-ips reject; }; chain filter-output { type filter hook output priority -110; ct state new ip daddr . meta l4proto . th dport vmap @no-endpoint-services; }; chain filter-output-post-dnat { type filter hook output priority -90; ct state new ip daddr @cluster-ips reject; }; chain nat-prerouting { type nat hook prerouting priority -100; jump services; }; chain nat-output { type nat hook output priority -100; jump services; }; chain nat-postrouting { type nat hook postrouting priority 100; jump masquerading; ip saddr 10.244.0.0/16 ip daddr != 10.244.0.0/16 masquerade; }; }; table ip6 kp6 { chain pre { type nat hook prerouting priority -100; ip6 daddr fd30::10 tcp dport 80 dnat to [fd24:2::7]:8080; ip6 daddr fd30::20 udp dport 53 meta mark set 0x4000 dnat to [fd24:1::6]:5353; fib daddr type local tcp dport 30080 meta mark set 0x4000 dnat to [fd24:1::5]:8080; }; chain out { type nat hook output priority -100; ip6 daddr fd30::10 tcp dport 80 dnat to [fd24:2::7]:8080; ip6 daddr fd30::20 udp dport 53 dnat to [fd24:1::6]:5353; fib daddr type local tcp dport 30080 dnat to [fd24:1::5]:8080; }; chain post { type nat hook postrouting priority 100; meta mark 0x4000 masquerade; ip6 saddr fd24:1::5 ip6 daddr fd24:1::5 masquerade; }; chain fwd6 { type filter hook forward priority 0; ip6 daddr fd30::/64 reject with icmpv6 no-route; }; };'
