# Calico without encapsulation: pods with a /32, the next hop 169.254.1.1 that nobody has, proxy ARP on the node's side, strict source checks, blackholes for the blocks.
ip netns add node1
ip -n node1 link set lo up
ip netns add node2
ip -n node2 link set lo up
ip netns add p1
ip -n p1 link set lo up
ip netns add p2
ip -n p2 link set lo up
ip netns add p3
ip -n p3 link set lo up
ip netns add tor
ip -n tor link set lo up
ip netns add ext
ip -n ext link set lo up
ip link add eth0 netns node1 type veth peer name t1 netns tor
ip -n node1 link set eth0 up
ip -n tor link set t1 up
ip link add eth0 netns node2 type veth peer name t2 netns tor
ip -n node2 link set eth0 up
ip -n tor link set t2 up
ip link add upl netns tor type veth peer name e0 netns ext
ip -n tor link set upl up
ip -n ext link set e0 up
ip -n node1 addr add 10.0.1.11/24 dev eth0
ip -n tor addr add 10.0.1.1/24 dev t1
ip -n node2 addr add 10.0.2.12/24 dev eth0
ip -n tor addr add 10.0.2.1/24 dev t2
ip -n tor addr add 203.0.113.1/24 dev upl
ip -n ext addr add 203.0.113.9/24 dev e0
ip -n node1 route add default via 10.0.1.1
ip -n node2 route add default via 10.0.2.1
ip -n ext route add default via 203.0.113.1
ip netns exec tor sysctl -qw net.ipv4.ip_forward=1
ip -n tor route add 10.244.1.0/26 via 10.0.1.11
ip -n tor route add 10.244.2.0/26 via 10.0.2.12
ip link add eth0 netns p1 address 02:00:00:00:0a:01 type veth peer name cali1 netns node1 address ee:ee:ee:ee:ee:ee
ip -n node1 link set cali1 up
ip -n p1 link set eth0 up
ip -n p1 addr add 10.244.1.5/32 dev eth0
ip -n p1 route add 169.254.1.1 dev eth0 scope link
ip -n p1 route add default via 169.254.1.1 dev eth0
ip -n node1 route add 10.244.1.5 dev cali1 scope link
ip netns exec node1 sysctl -qw net.ipv4.conf.cali1.proxy_arp=1 net.ipv4.conf.cali1.rp_filter=1 net.ipv4.conf.cali1.route_localnet=1 net.ipv4.neigh.cali1.proxy_delay=0 net.ipv4.conf.cali1.forwarding=1
ip link add eth0 netns p2 address 02:00:00:00:0a:02 type veth peer name cali2 netns node1 address ee:ee:ee:ee:ee:ee
ip -n node1 link set cali2 up
ip -n p2 link set eth0 up
ip -n p2 addr add 10.244.1.6/32 dev eth0
ip -n p2 route add 169.254.1.1 dev eth0 scope link
ip -n p2 route add default via 169.254.1.1 dev eth0
ip -n node1 route add 10.244.1.6 dev cali2 scope link
ip netns exec node1 sysctl -qw net.ipv4.conf.cali2.proxy_arp=1 net.ipv4.conf.cali2.rp_filter=1 net.ipv4.conf.cali2.route_localnet=1 net.ipv4.neigh.cali2.proxy_delay=0 net.ipv4.conf.cali2.forwarding=1
ip link add eth0 netns p3 address 02:00:00:00:0a:03 type veth peer name cali3 netns node2 address ee:ee:ee:ee:ee:ee
ip -n node2 link set cali3 up
ip -n p3 link set eth0 up
ip -n p3 addr add 10.244.2.7/32 dev eth0
ip -n p3 route add 169.254.1.1 dev eth0 scope link
ip -n p3 route add default via 169.254.1.1 dev eth0
ip -n node2 route add 10.244.2.7 dev cali3 scope link
ip netns exec node2 sysctl -qw net.ipv4.conf.cali3.proxy_arp=1 net.ipv4.conf.cali3.rp_filter=1 net.ipv4.conf.cali3.route_localnet=1 net.ipv4.neigh.cali3.proxy_delay=0 net.ipv4.conf.cali3.forwarding=1
ip netns exec node1 sysctl -qw net.ipv4.ip_forward=1
ip -n node1 route add blackhole 10.244.1.0/26 proto 80
ip netns exec node1 ipset create cali40all-ipam-pools hash:net
ip netns exec node1 ipset add cali40all-ipam-pools 10.244.0.0/16
ip netns exec node1 ipset create cali40masq-ipam-pools hash:net
ip netns exec node1 ipset add cali40masq-ipam-pools 10.244.0.0/16
ip netns exec node1 iptables -N cali-FORWARD
ip netns exec node1 iptables -N cali-from-wl
ip netns exec node1 iptables -N cali-to-wl
ip netns exec node1 iptables -N cali-fw-pol
ip netns exec node1 iptables -A FORWARD -j cali-FORWARD
ip netns exec node1 iptables -A FORWARD -m mark --mark 0x10000/0x10000 -j ACCEPT
ip netns exec node1 iptables -A cali-FORWARD -j MARK --set-xmark 0x0/0xe0000
ip netns exec node1 iptables -A cali-FORWARD -i cali+ -j cali-from-wl
ip netns exec node1 iptables -A cali-FORWARD -o cali+ -j cali-to-wl
ip netns exec node1 iptables -A cali-from-wl -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec node1 iptables -A cali-from-wl -m conntrack --ctstate INVALID -j DROP
ip netns exec node1 iptables -A cali-from-wl -j MARK --set-xmark 0x0/0x10000
ip netns exec node1 iptables -A cali-from-wl -p tcp -m multiport --dports 80,443,53 -j MARK --set-xmark 0x10000/0x10000
ip netns exec node1 iptables -A cali-from-wl -p udp --dport 53 -j MARK --set-xmark 0x10000/0x10000
ip netns exec node1 iptables -A cali-from-wl -p icmp -j MARK --set-xmark 0x10000/0x10000
ip netns exec node1 iptables -A cali-from-wl -m mark --mark 0x0/0x10000 -m comment --comment "Drop if no policies passed packet" -j DROP
ip netns exec node1 iptables -A cali-to-wl -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec node1 iptables -A cali-to-wl -j cali-fw-pol
ip netns exec node1 iptables -A cali-fw-pol -p tcp --dport 80 -m set --match-set cali40all-ipam-pools src -j MARK --set-xmark 0x10000/0x10000
ip netns exec node1 iptables -A cali-fw-pol -p udp --dport 53 -j MARK --set-xmark 0x10000/0x10000
ip netns exec node1 iptables -A cali-fw-pol -p icmp -j MARK --set-xmark 0x10000/0x10000
ip netns exec node1 iptables -A cali-fw-pol -m mark --mark 0x0/0x10000 -j DROP
ip netns exec node1 iptables -t nat -A POSTROUTING -m set --match-set cali40masq-ipam-pools src -m set ! --match-set cali40all-ipam-pools dst -j MASQUERADE
ip netns exec node1 iptables -t raw -A PREROUTING -i cali+ -m rpfilter --invert --validmark -j DROP
ip netns exec node2 sysctl -qw net.ipv4.ip_forward=1
ip -n node2 route add blackhole 10.244.2.0/26 proto 80
ip netns exec node2 ipset create cali40all-ipam-pools hash:net
ip netns exec node2 ipset add cali40all-ipam-pools 10.244.0.0/16
ip netns exec node2 ipset create cali40masq-ipam-pools hash:net
ip netns exec node2 ipset add cali40masq-ipam-pools 10.244.0.0/16
ip netns exec node2 iptables -N cali-FORWARD
ip netns exec node2 iptables -N cali-from-wl
ip netns exec node2 iptables -N cali-to-wl
ip netns exec node2 iptables -N cali-fw-pol
ip netns exec node2 iptables -A FORWARD -j cali-FORWARD
ip netns exec node2 iptables -A FORWARD -m mark --mark 0x10000/0x10000 -j ACCEPT
ip netns exec node2 iptables -A cali-FORWARD -j MARK --set-xmark 0x0/0xe0000
ip netns exec node2 iptables -A cali-FORWARD -i cali+ -j cali-from-wl
ip netns exec node2 iptables -A cali-FORWARD -o cali+ -j cali-to-wl
ip netns exec node2 iptables -A cali-from-wl -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec node2 iptables -A cali-from-wl -m conntrack --ctstate INVALID -j DROP
ip netns exec node2 iptables -A cali-from-wl -j MARK --set-xmark 0x0/0x10000
ip netns exec node2 iptables -A cali-from-wl -p tcp -m multiport --dports 80,443,53 -j MARK --set-xmark 0x10000/0x10000
ip netns exec node2 iptables -A cali-from-wl -p udp --dport 53 -j MARK --set-xmark 0x10000/0x10000
ip netns exec node2 iptables -A cali-from-wl -p icmp -j MARK --set-xmark 0x10000/0x10000
ip netns exec node2 iptables -A cali-from-wl -m mark --mark 0x0/0x10000 -m comment --comment "Drop if no policies passed packet" -j DROP
ip netns exec node2 iptables -A cali-to-wl -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec node2 iptables -A cali-to-wl -j cali-fw-pol
ip netns exec node2 iptables -A cali-fw-pol -p tcp --dport 80 -m set --match-set cali40all-ipam-pools src -j MARK --set-xmark 0x10000/0x10000
ip netns exec node2 iptables -A cali-fw-pol -p udp --dport 53 -j MARK --set-xmark 0x10000/0x10000
ip netns exec node2 iptables -A cali-fw-pol -p icmp -j MARK --set-xmark 0x10000/0x10000
ip netns exec node2 iptables -A cali-fw-pol -m mark --mark 0x0/0x10000 -j DROP
ip netns exec node2 iptables -t nat -A POSTROUTING -m set --match-set cali40masq-ipam-pools src -m set ! --match-set cali40all-ipam-pools dst -j MASQUERADE
ip netns exec node2 iptables -t raw -A PREROUTING -i cali+ -m rpfilter --invert --validmark -j DROP
