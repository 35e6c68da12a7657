# What a router sends itself is marked by the socket that it has: none, one of the kernel, or one of a program.
ip netns add a
ip netns add r
ip netns add b
ip link add va netns a type veth peer name v0 netns r
ip link add vb netns b type veth peer name v1 netns r
ip -n a link set lo up
ip -n r link set lo up
ip -n b link set lo up
ip -n a link set va up
ip -n r link set v0 up
ip -n r link set v1 up
ip -n b link set vb up
ip -n a addr add 10.0.0.1/24 dev va
ip -n r addr add 10.0.0.2/24 dev v0
ip -n r addr add 10.1.0.1/24 dev v1
ip -n b addr add 10.1.0.2/24 dev vb
ip -n a addr add fd00::1/64 dev va nodad
ip -n r addr add fd00::2/64 dev v0 nodad
ip -n r addr add fd01::1/64 dev v1 nodad
ip -n b addr add fd01::2/64 dev vb nodad
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n a route add default via 10.0.0.2
ip -n a route add default via fd00::2
ip -n b route add default via 10.1.0.1
ip -n b route add default via fd01::1
ip -n r route add prohibit 10.9.0.0/16
ip -n r route add prohibit fd09::/64
ip netns exec r iptables -t mangle -A OUTPUT -m owner --socket-exists -j MARK --or-mark 1
ip netns exec r iptables -t mangle -A OUTPUT -m owner ! --socket-exists -j MARK --or-mark 2
ip netns exec r iptables -t mangle -A OUTPUT -m owner ! --uid-owner 77 -j MARK --or-mark 4
ip netns exec r iptables -t mangle -A OUTPUT -m owner --uid-owner 0 -j MARK --or-mark 8
ip netns exec r iptables -t mangle -A POSTROUTING -m owner --socket-exists ! --gid-owner 77 -j MARK --or-mark 16
ip netns exec r iptables -t mangle -A POSTROUTING -m owner --socket-exists --gid-owner 0 -j MARK --or-mark 32
ip netns exec r iptables -t mangle -A POSTROUTING -m owner ! --socket-exists ! --gid-owner 77 -j MARK --or-mark 64
ip netns exec r ip6tables -t mangle -A OUTPUT -m owner --socket-exists -j MARK --or-mark 1
ip netns exec r ip6tables -t mangle -A OUTPUT -m owner ! --socket-exists -j MARK --or-mark 2
ip netns exec r ip6tables -t mangle -A OUTPUT -m owner ! --uid-owner 77 -j MARK --or-mark 4
ip netns exec r ip6tables -t mangle -A OUTPUT -m owner --uid-owner 0 -j MARK --or-mark 8
ip netns exec r ip6tables -t mangle -A POSTROUTING -m owner --socket-exists ! --gid-owner 77 -j MARK --or-mark 16
ip netns exec r ip6tables -t mangle -A POSTROUTING -m owner --socket-exists --gid-owner 0 -j MARK --or-mark 32
ip netns exec r ip6tables -t mangle -A POSTROUTING -m owner ! --socket-exists ! --gid-owner 77 -j MARK --or-mark 64
ip netns exec r nft add table inet t
ip netns exec r nft add chain inet t o '{ type filter hook output priority 10; }'
ip netns exec r nft add rule inet t o socket transparent 0 meta mark set meta mark or 0x100
ip netns exec r nft add rule inet t o meta skuid 0 meta mark set meta mark or 0x200
ip netns exec r nft add rule inet t o meta skuid != 77 meta mark set meta mark or 0x400
ip netns exec r nft add rule inet t o icmp type '{ echo-reply, destination-unreachable, time-exceeded }' socket mark 0 meta mark set meta mark or 0x800
ip netns exec r iptables -A INPUT -p tcp --dport 4445 -j REJECT --reject-with tcp-reset
ip netns exec r iptables -A INPUT -p udp --dport 4446 -j REJECT
ip netns exec r iptables -A FORWARD -p tcp --dport 4445 -j REJECT --reject-with tcp-reset
ip netns exec r iptables -A FORWARD -p udp --dport 4446 -j REJECT
ip netns exec r ip6tables -A INPUT -p tcp --dport 4445 -j REJECT --reject-with tcp-reset
ip netns exec r ip6tables -A INPUT -p udp --dport 4446 -j REJECT
ip netns exec r ip6tables -A FORWARD -p tcp --dport 4445 -j REJECT --reject-with tcp-reset
