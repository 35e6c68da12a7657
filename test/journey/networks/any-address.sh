# A host with local routes for whole prefixes (AnyIP) answers from whichever address was asked, in both families: SYN,ACK, resets, echo replies, errors; it asks itself too.
ip netns add r
ip -n r link set lo up
ip netns add s
ip -n s link set lo up
ip link add name rs netns r address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns s
ip -n r link set dev rs up
ip -n s link set dev eth0 up
ip -n r addr add 10.1.0.1/24 dev rs
ip -n s addr add 10.1.0.2/24 dev eth0
ip -n r addr add fd01::1/64 dev rs nodad
ip -n s addr add fd01::2/64 dev eth0 nodad
ip -n s route add default via 10.1.0.1
ip -n s -6 route add default via fd01::1
ip -n r route add local 10.7.0.0/24 dev lo
ip -n r -6 route add local fd07::/64 dev lo
ip -n r route add local 10.8.0.0/24 dev lo table 8
ip -n r -6 route add local fd08::/64 dev lo table 8
ip -n r rule add iif rs lookup 8
ip -n r -6 rule add iif rs lookup 8
