# Two VRFs of one address: a host asks its own address by sockets that are bound to a VRF, to a port of it, and to none.
ip netns add r
ip -n r link set lo up
ip netns add a
ip -n a link set lo up
ip netns add b
ip -n b link set lo up
ip -n r link add red type vrf table 10
ip -n r link set dev red up
ip -n r link add blue type vrf table 20
ip -n r link set dev blue up
ip -n r route add unreachable default metric 4278198272 table 10
ip -n r route add unreachable default metric 4278198272 table 20
ip link add name ra netns r address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns a
ip -n r link set dev ra up
ip -n a link set dev eth0 up
ip link add name rb netns r address 02:00:00:00:02:01 type veth peer name eth0 address 02:00:00:00:02:02 netns b
ip -n r link set dev rb up
ip -n b link set dev eth0 up
ip -n r link set dev ra master red
ip -n r link set dev rb master blue
ip -n r addr add 10.0.0.1/24 dev ra
ip -n r addr add fd00::1/64 dev ra nodad
ip -n r addr add 10.0.0.1/24 dev rb
ip -n r addr add fd00::1/64 dev rb nodad
ip -n r addr add 10.9.0.1/32 dev red
ip -n r addr add fd09::1/128 dev red nodad
