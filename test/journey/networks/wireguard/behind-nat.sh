# A WireGuard client behind NAT keeps its way to a server behind a port forward open, so that the server, which was told no endpoint, reaches it first.
ip netns add pc
ip -n pc link set lo up
ip netns add r1
ip -n r1 link set lo up
ip netns add r2
ip -n r2 link set lo up
ip netns add srv
ip -n srv link set lo up
ip netns add lan
ip -n lan link set lo up
ip link add name i netns r1 address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns pc
ip -n r1 link set dev i up
ip -n pc link set dev eth0 up
ip -n r1 addr add 192.168.1.1/24 dev i
ip -n pc addr add 192.168.1.2/24 dev eth0
ip link add name w netns r1 address 02:00:00:00:02:01 type veth peer name w address 02:00:00:00:02:02 netns r2
ip -n r1 link set dev w up
ip -n r2 link set dev w up
ip -n r1 addr add 203.0.113.1/24 dev w
ip -n r2 addr add 203.0.113.2/24 dev w
ip link add name i netns r2 address 02:00:00:00:03:01 type veth peer name eth0 address 02:00:00:00:03:02 netns srv
ip -n r2 link set dev i up
ip -n srv link set dev eth0 up
ip -n r2 addr add 192.168.1.1/24 dev i
ip -n srv addr add 192.168.1.2/24 dev eth0
ip link add name l netns srv address 02:00:00:00:04:01 type veth peer name eth0 address 02:00:00:00:04:02 netns lan
ip -n srv link set dev l up
ip -n lan link set dev eth0 up
ip -n srv addr add 10.44.0.1/24 dev l
ip -n lan addr add 10.44.0.2/24 dev eth0
ip -n srv addr add fd44::1/64 dev l nodad
ip -n lan addr add fd44::2/64 dev eth0 nodad
ip netns exec r1 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec r2 sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec srv sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n pc route add default via 192.168.1.1
ip -n srv route add default via 192.168.1.1
ip -n lan route add default via 10.44.0.1
ip -n lan -6 route add default via fd44::1
ip netns exec r1 iptables -t nat -A POSTROUTING -o w -j MASQUERADE
ip netns exec r2 iptables -t nat -A POSTROUTING -o w -j MASQUERADE
ip netns exec r2 iptables -t nat -A PREROUTING -i w -p udp --dport 51820 -j DNAT --to-destination 192.168.1.2:51999
ip netns exec r2 iptables -P FORWARD DROP
ip netns exec r2 iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec r2 iptables -A FORWARD -m conntrack --ctstate DNAT -j ACCEPT
ip -n pc link add wg0 type wireguard
ip netns exec pc wg set wg0 private-key <(echo CL168Q+uUViwOFX3hdORzQJeHSIWEJTxQPt2Hk1keWY=) listen-port 40000
ip -n pc addr add 10.7.0.2/24 dev wg0
ip -n pc addr add fd07::2/64 dev wg0 nodad
ip -n pc link set wg0 up
ip -n srv link add wg0 type wireguard
ip netns exec srv wg set wg0 private-key <(echo YI4YMzcNqz/kf7jJ3OJWSvQeq/qW3mSFJVg1Hhmpl0c=) listen-port 51999
ip -n srv addr add 10.7.0.1/24 dev wg0
ip -n srv addr add fd07::1/64 dev wg0 nodad
ip -n srv link set wg0 up
ip netns exec pc wg set wg0 peer +hRDVYDAzwWZDZ3fv3Q94FOALn28dAHDRTv6dVdq23g= allowed-ips 10.7.0.0/24,10.44.0.0/24,fd07::/64,fd44::/64 endpoint 203.0.113.2:51820
ip netns exec srv wg set wg0 peer nzOY/O5QApoKjoKOm4R/kfePBvbIAO9/XnH2dk2uaVU= allowed-ips 10.7.0.2/32,fd07::2/128
ip -n pc route add 10.44.0.0/24 dev wg0
ip -n pc -6 route add fd44::/64 dev wg0
ip netns exec pc wg set wg0 peer +hRDVYDAzwWZDZ3fv3Q94FOALn28dAHDRTv6dVdq23g= persistent-keepalive 25
