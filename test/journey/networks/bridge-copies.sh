# A bridge with four hosts: what rules do to the connection of a copy of a frame that is dropped later, the other copies have as well.
ip netns add sw
ip -n sw link set lo up
ip netns add h1
ip netns exec h1 sysctl -qw net.ipv6.conf.default.router_solicitations=0
ip -n h1 link set lo up
ip netns add h2
ip netns exec h2 sysctl -qw net.ipv6.conf.default.router_solicitations=0
ip -n h2 link set lo up
ip netns add h3
ip netns exec h3 sysctl -qw net.ipv6.conf.default.router_solicitations=0
ip -n h3 link set lo up
ip netns add h4
ip netns exec h4 sysctl -qw net.ipv6.conf.default.router_solicitations=0
ip -n h4 link set lo up
ip -n sw link add br0 address 02:00:00:00:00:fe type bridge
ip -n sw link set br0 up
ip -n sw addr add 10.0.0.254/24 dev br0
ip -n sw addr add 10.0.0.251/24 dev br0
ip -n sw addr add 10.0.0.252/24 dev br0
ip -n sw addr add 10.0.0.253/24 dev br0
ip -n sw addr add fd00::fe/64 dev br0 nodad
ip link add eth0 address 02:00:00:00:00:04 netns h4 type veth peer name p4 address 02:00:00:00:01:04 netns sw
ip -n sw link set p4 master br0
ip link add eth0 address 02:00:00:00:00:01 netns h1 type veth peer name p1 address 02:00:00:00:01:01 netns sw
ip -n sw link set p1 master br0
ip link add eth0 address 02:00:00:00:00:02 netns h2 type veth peer name p2 address 02:00:00:00:01:02 netns sw
ip -n sw link set p2 master br0
ip link add eth0 address 02:00:00:00:00:03 netns h3 type veth peer name p3 address 02:00:00:00:01:03 netns sw
ip -n sw link set p3 master br0
bridge -n sw link set dev p4 learning off
ip -n sw link set p1 up
ip -n h1 link set eth0 up
ip -n h1 addr add 10.0.0.1/24 dev eth0
ip -n h1 addr add fd00::1/64 dev eth0 nodad
ip -n sw link set p2 up
ip -n h2 link set eth0 up
ip -n h2 addr add 10.0.0.2/24 dev eth0
ip -n h2 addr add fd00::2/64 dev eth0 nodad
ip -n sw link set p3 up
ip -n h3 link set eth0 up
ip -n h3 addr add 10.0.0.3/24 dev eth0
ip -n h3 addr add fd00::3/64 dev eth0 nodad
ip -n sw link set p4 up
ip -n h4 link set eth0 up
ip -n h4 addr add 10.0.0.4/24 dev eth0
ip -n h4 addr add fd00::4/64 dev eth0 nodad
ip -n h1 neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0
ip -n h1 neigh add fd00::2 lladdr 02:00:00:00:00:02 dev eth0
ip -n h1 neigh add 10.0.0.3 lladdr 02:00:00:00:00:03 dev eth0
ip -n h1 neigh add fd00::3 lladdr 02:00:00:00:00:03 dev eth0
ip -n h1 neigh add 10.0.0.4 lladdr 02:00:00:00:00:04 dev eth0
ip -n h1 neigh add fd00::4 lladdr 02:00:00:00:00:04 dev eth0
ip -n h2 neigh add 10.0.0.1 lladdr 02:00:00:00:00:01 dev eth0
ip -n h2 neigh add fd00::1 lladdr 02:00:00:00:00:01 dev eth0
ip -n h2 neigh add 10.0.0.3 lladdr 02:00:00:00:00:03 dev eth0
ip -n h2 neigh add fd00::3 lladdr 02:00:00:00:00:03 dev eth0
ip -n h2 neigh add 10.0.0.4 lladdr 02:00:00:00:00:04 dev eth0
ip -n h2 neigh add fd00::4 lladdr 02:00:00:00:00:04 dev eth0
ip -n h3 neigh add 10.0.0.1 lladdr 02:00:00:00:00:01 dev eth0
ip -n h3 neigh add fd00::1 lladdr 02:00:00:00:00:01 dev eth0
ip -n h3 neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0
ip -n h3 neigh add fd00::2 lladdr 02:00:00:00:00:02 dev eth0
ip -n h3 neigh add 10.0.0.4 lladdr 02:00:00:00:00:04 dev eth0
ip -n h1 neigh add 10.0.0.77 lladdr 02:00:00:00:00:77 dev eth0
ip -n h1 neigh add fd00::77 lladdr 02:00:00:00:00:77 dev eth0
ip netns exec sw nft add table ip t
ip netns exec sw nft add chain ip t f '{ type filter hook forward priority 0; }'
ip netns exec sw nft add rule ip t f udp dport 12 ct mark 0 ct mark set 1 drop
ip netns exec sw nft add rule ip t f udp dport 14 ct mark 0 ct mark set 1 accept
ip netns exec sw nft add rule ip t f udp dport 14 drop
ip netns exec sw nft add chain ip t s '{ type nat hook postrouting priority 100; }'
ip netns exec sw nft add rule ip t s udp dport 13 numgen inc mod 2 0 snat to 10.0.0.98
ip netns exec sw nft add rule ip t s udp dport 13 snat to 10.0.0.99
ip netns exec sw nft add chain ip t l '{ type filter hook postrouting priority 200; }'
ip netns exec sw nft add rule ip t l udp dport 13 numgen inc mod 3 0 drop
