# Strict and loose source checks around an asymmetric triangle: answers that come back by another device, sources of the router's own networks on the wrong side, marks with src_valid_mark, the limit per device against that of all, and addresses that no host may send from.
ip netns add r
ip -n r link set lo up
ip netns add x
ip -n x link set lo up
ip netns add y
ip -n y link set lo up
ip netns add z
ip -n z link set lo up
ip link add e1 netns r address 02:00:00:00:01:01 type veth peer name e1 address 02:00:00:00:01:02 netns x
ip -n r link set e1 up
ip -n x link set e1 up
ip link add e2 netns r address 02:00:00:00:02:01 type veth peer name e2 address 02:00:00:00:02:02 netns y
ip -n r link set e2 up
ip -n y link set e2 up
ip link add e3 netns r address 02:00:00:00:03:01 type veth peer name e3 address 02:00:00:00:03:02 netns z
ip -n r link set e3 up
ip -n z link set e3 up
ip link add xy netns x address 02:00:00:00:04:01 type veth peer name xy address 02:00:00:00:04:02 netns y
ip -n x link set xy up
ip -n y link set xy up
ip -n r addr add 10.1.0.1/24 dev e1
ip -n r addr add fd01::1/64 dev e1 nodad
ip -n x addr add 10.1.0.2/24 dev e1
ip -n x addr add fd01::2/64 dev e1 nodad
ip -n r addr add 10.2.0.1/24 dev e2
ip -n r addr add fd02::1/64 dev e2 nodad
ip -n y addr add 10.2.0.2/24 dev e2
ip -n y addr add fd02::2/64 dev e2 nodad
ip -n r addr add 10.3.0.1/24 dev e3
ip -n r addr add fd03::1/64 dev e3 nodad
ip -n z addr add 10.3.0.2/24 dev e3
ip -n z addr add fd03::2/64 dev e3 nodad
ip -n x addr add 10.12.0.1/24 dev xy
ip -n x addr add fd12::1/64 dev xy nodad
ip -n y addr add 10.12.0.2/24 dev xy
ip -n y addr add fd12::2/64 dev xy nodad
ip -n x addr add 10.100.0.1/32 dev lo
ip -n x addr add fd10::1/128 dev lo nodad
ip -n y addr add 10.200.0.1/32 dev lo
ip -n y addr add fd20::1/128 dev lo nodad
ip -n x addr add 10.150.0.1/32 dev lo
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec x sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec y sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n x route add default via 10.1.0.1
ip -n x -6 route add default via fd01::1
ip -n y route add default via 10.2.0.1
ip -n y -6 route add default via fd02::1
ip -n z route add default via 10.3.0.1
ip -n z -6 route add default via fd03::1
ip -n r route add 10.100.0.1 via 10.1.0.2
ip -n r route add 10.200.0.1 via 10.2.0.2
ip -n r -6 route add fd10::1 via fd01::2
ip -n r -6 route add fd20::1 via fd02::2
ip -n x route add 10.3.0.0/24 via 10.12.0.2
ip -n x route add 10.2.0.1 via 10.12.0.2
ip -n x -6 route add fd03::/64 via fd12::2
ip -n r route add 10.12.0.0/24 via 10.1.0.2 metric 10
ip -n r route add 10.12.0.0/24 via 10.2.0.2 metric 20
ip -n r -6 route add fd12::/64 via fd01::2
ip -n r route add blackhole 10.66.0.0/16
ip -n r route add 10.150.0.1 via 10.2.0.2 table 50
ip -n r rule add fwmark 5 lookup 50
ip netns exec r sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.e1.rp_filter=1 net.ipv4.conf.e2.rp_filter=1 net.ipv4.conf.e3.rp_filter=2 net.ipv4.conf.e2.src_valid_mark=1
ip netns exec r iptables -t mangle -A PREROUTING -i e2 -p udp --dport 500 -j MARK --set-mark 5
ip netns exec r ip6tables -t raw -A PREROUTING -i e2 -p udp --dport 600 -m rpfilter --invert -j DROP
ip netns exec r ip6tables -t raw -A PREROUTING -i e2 -p udp --dport 601 -m rpfilter --loose --invert -j DROP
