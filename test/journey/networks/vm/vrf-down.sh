# A VRF that is down, by whose port a router sends: what OUTPUT changes has the packet routed again, past the VRF.
ip netns add r
ip netns add far
ip link add eth0 netns r type veth peer name eth0 netns far
ip -n r link add red type vrf table 300
ip -n r link set red up
ip -n r link set eth0 master red
ip -n r link set eth0 up
ip -n far link set eth0 up
ip -n r addr add 10.2.0.1/24 dev eth0
ip -n far addr add 10.2.0.254/24 dev eth0
ip -n far addr add 10.9.0.1/32 dev eth0
ip -n r route add 10.9.0.0/16 via 10.2.0.254 vrf red
