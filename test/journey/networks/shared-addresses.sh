# Two hosts with one link-layer address of VRRP, which the switch finds behind the one that spoke last; and with one address, where all who answer know the asker.
ip netns add sw
ip -n sw link set lo up
ip netns add a
ip -n a link set lo up
ip netns add b
ip -n b link set lo up
ip netns add c
ip -n c link set lo up
ip netns add d
ip -n d link set lo up
ip -n sw link add br0 address 02:00:00:00:00:ff type bridge
ip -n sw link set br0 up
ip netns exec a sysctl -qw net.ipv6.conf.default.router_solicitations=0
ip link add eth0 address 02:00:00:00:00:01 netns a type veth peer name p1 address 02:00:00:00:01:01 netns sw
ip -n sw link set p1 master br0
ip -n sw link set p1 up
ip -n a link set eth0 up
ip -n a addr add 10.0.0.1/24 dev eth0
ip -n a addr add fd00::1/64 dev eth0 nodad
ip netns exec b sysctl -qw net.ipv6.conf.default.router_solicitations=0
ip link add eth0 address 02:00:00:00:00:02 netns b type veth peer name p2 address 02:00:00:00:01:02 netns sw
ip -n sw link set p2 master br0
ip -n sw link set p2 up
ip -n b link set eth0 up
ip -n b addr add 10.0.0.2/24 dev eth0
ip -n b addr add fd00::2/64 dev eth0 nodad
ip netns exec c sysctl -qw net.ipv6.conf.default.router_solicitations=0
ip link add eth0 address 02:00:00:00:00:03 netns c type veth peer name p3 address 02:00:00:00:01:03 netns sw
ip -n sw link set p3 master br0
ip -n sw link set p3 up
ip -n c link set eth0 up
ip -n c addr add 10.0.0.3/24 dev eth0
ip -n c addr add fd00::3/64 dev eth0 nodad
ip netns exec d sysctl -qw net.ipv6.conf.default.router_solicitations=0
ip link add eth0 address 02:00:00:00:00:04 netns d type veth peer name p4 address 02:00:00:00:01:04 netns sw
ip -n sw link set p4 master br0
ip -n sw link set p4 up
ip -n d link set eth0 up
ip -n d addr add 10.0.0.4/24 dev eth0
ip -n d addr add fd00::4/64 dev eth0 nodad
ip netns exec a sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.rp_filter=0
ip -n a link add link eth0 name vrrp0 address 00:00:5e:00:01:0a type macvlan mode private
ip netns exec a sysctl -qw net.ipv6.conf.vrrp0.disable_ipv6=1
ip -n a link set vrrp0 up
ip netns exec b sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.rp_filter=0
ip -n b link add link eth0 name vrrp0 address 00:00:5e:00:01:0a type macvlan mode private
ip netns exec b sysctl -qw net.ipv6.conf.vrrp0.disable_ipv6=1
ip -n b link set vrrp0 up
ip -n b addr add 10.0.0.10/32 dev vrrp0
ip -n a addr add 10.0.0.20/32 dev eth0
ip -n a addr add fd00::20/128 dev eth0 nodad
ip -n b addr add 10.0.0.20/32 dev eth0
ip -n b addr add fd00::20/128 dev eth0 nodad
ip netns exec d sysctl -qw net.ipv4.conf.all.arp_ignore=8
