# A WireGuard server of two devices answers from where it was heard: an address of lo, another one of the device, one that is taken away, one whose route leads elsewhere; endpoints and a mark that are set anew, a packet that met congestion.
ip netns add c
ip -n c link set lo up
ip netns add r
ip -n r link set lo up
ip netns add s
ip -n s link set lo up
ip link add name c netns r address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns c
ip -n r link set dev c up
ip -n c link set dev eth0 up
ip -n r addr add 10.1.0.1/24 dev c
ip -n c addr add 10.1.0.2/24 dev eth0
ip -n r addr add fd01::1/64 dev c nodad
ip -n c addr add fd01::2/64 dev eth0 nodad
ip link add name s netns r address 02:00:00:00:02:01 type veth peer name eth0 address 02:00:00:00:02:02 netns s
ip -n r link set dev s up
ip -n s link set dev eth0 up
ip -n r addr add 10.2.0.1/24 dev s
ip -n s addr add 10.2.0.2/24 dev eth0
ip -n r addr add fd02::1/64 dev s nodad
ip -n s addr add fd02::2/64 dev eth0 nodad
ip link add name s2 netns r address 02:00:00:00:03:01 type veth peer name eth1 address 02:00:00:00:03:02 netns s
ip -n r link set dev s2 up
ip -n s link set dev eth1 up
ip -n r addr add 10.4.0.1/24 dev s2
ip -n s addr add 10.4.0.2/24 dev eth1
ip -n r addr add fd04::1/64 dev s2 nodad
ip -n s addr add fd04::2/64 dev eth1 nodad
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n c route add default via 10.1.0.1
ip -n c -6 route add default via fd01::1
ip -n s route add default via 10.2.0.1
ip -n s -6 route add default via fd02::1
ip -n s addr add 10.2.0.99/24 dev eth0
ip -n s addr add 10.9.9.9/32 dev lo
ip -n s addr add fd09::9/128 dev lo
ip -n s addr add fd02::99/64 dev eth0 nodad
ip -n r route add 10.9.9.9 via 10.2.0.2
ip -n r -6 route add fd09::9 via fd02::2
ip -n c link add wg0 type wireguard
ip netns exec c wg set wg0 private-key <(echo CL168Q+uUViwOFX3hdORzQJeHSIWEJTxQPt2Hk1keWY=) listen-port 1
ip -n c addr add 172.16.0.1/24 dev wg0
ip -n c link set wg0 up
ip -n s link add wg0 type wireguard
ip netns exec s wg set wg0 private-key <(echo YI4YMzcNqz/kf7jJ3OJWSvQeq/qW3mSFJVg1Hhmpl0c=) listen-port 2
ip -n s addr add 172.16.0.2/24 dev wg0
ip -n s link set wg0 up
ip netns exec s wg set wg0 peer nzOY/O5QApoKjoKOm4R/kfePBvbIAO9/XnH2dk2uaVU= allowed-ips 172.16.0.1/32
ip netns exec c wg set wg0 peer +hRDVYDAzwWZDZ3fv3Q94FOALn28dAHDRTv6dVdq23g= allowed-ips 172.16.0.2/32 endpoint 10.9.9.9:2
