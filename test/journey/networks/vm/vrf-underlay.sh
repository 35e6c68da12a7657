# Tunnels whose underlay is in a VRF: the route of the outer packet may be outside of it, and its source an address inside. GRE that asks for sums and numbers.
ip netns add r
ip -n r link set lo up
ip netns add far
ip -n far link set lo up
ip -n r link add red type vrf table 10
ip -n r link set red up
ip link add eth0 netns r address 02:00:00:00:01:01 type veth peer name eth0 address 02:00:00:00:01:02 netns far
ip -n r link set eth0 up
ip -n far link set eth0 up
ip -n r link set eth0 master red
ip -n r addr add 192.0.2.1/24 dev eth0
ip -n far addr add 192.0.2.2/24 dev eth0
ip -n r route add 192.0.2.2/32 dev eth0
ip -n r link add vx1 address 02:00:00:00:09:01 type vxlan id 1 local 192.0.2.1 remote 192.0.2.2 dstport 4789 dev eth0
ip -n r link set vx1 up
ip -n r addr add 10.1.0.1/24 dev vx1
ip -n r link add vx2 address 02:00:00:01:09:01 type vxlan id 2 local 192.0.2.1 remote 192.0.2.2 dstport 4790
ip -n r link set vx2 up
ip -n r addr add 10.2.0.1/24 dev vx2
ip -n r link add gen address 02:00:00:02:09:01 type geneve id 3 remote 192.0.2.2
ip -n r link set gen up
ip -n r addr add 10.3.0.1/24 dev gen
ip -n r link add g1 type gre local 192.0.2.1 remote 192.0.2.2 key 1 csum
ip -n r link set g1 up
ip -n r addr add 10.4.0.1/24 dev g1
ip -n r link add g2 type gre local 192.0.2.1 remote 192.0.2.2 key 2 iseq
ip -n r link set g2 up
ip -n r addr add 10.5.0.1/24 dev g2
ip -n r link add g3 type gre local 192.0.2.1 remote 192.0.2.2 key 3 seq
ip -n r link set g3 up
ip -n r addr add 10.6.0.1/24 dev g3
ip -n far link add vx1 address 02:00:00:00:09:02 type vxlan id 1 local 192.0.2.2 remote 192.0.2.1 dstport 4789
ip -n far link set vx1 up
ip -n far addr add 10.1.0.2/24 dev vx1
ip -n far link add vx2 address 02:00:00:01:09:02 type vxlan id 2 local 192.0.2.2 remote 192.0.2.1 dstport 4790
ip -n far link set vx2 up
ip -n far addr add 10.2.0.2/24 dev vx2
ip -n far link add gen address 02:00:00:02:09:02 type geneve id 3 remote 192.0.2.1
ip -n far link set gen up
ip -n far addr add 10.3.0.2/24 dev gen
ip -n far link add g1 type gre local 192.0.2.2 remote 192.0.2.1 key 1 ocsum
ip -n far link set g1 up
ip -n far addr add 10.4.0.2/24 dev g1
ip -n far link add g2 type gre local 192.0.2.2 remote 192.0.2.1 key 2 oseq
ip -n far link set g2 up
ip -n far addr add 10.5.0.2/24 dev g2
ip -n far link add g3 type gre local 192.0.2.2 remote 192.0.2.1 key 3 
ip -n far link set g3 up
ip -n far addr add 10.6.0.2/24 dev g3
