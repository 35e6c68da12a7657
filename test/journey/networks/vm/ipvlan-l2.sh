# Two guests share the address of a host's device by IPvlan, at layer 2; beyond it is another host.
ip netns add a
ip netns add b
ip netns add h
ip netns add p
ip -n h link set lo up
ip link add e0 address 02:00:00:00:00:01 netns h type veth peer name p0 address 02:00:00:00:00:02 netns p
ip -n h link set e0 up
ip -n p link set p0 up
ip -n h addr add 10.0.0.1/24 dev e0
ip -n h addr add fd00::1/64 dev e0 nodad
ip -n p addr add 10.0.0.2/24 dev p0
ip -n p addr add fd00::2/64 dev p0 nodad
ip -n p addr add 10.9.0.1/32 dev p0
ip -n h link add link e0 name i0 type ipvlan mode l2
ip -n h link add link e0 name i1 type ipvlan mode l2
ip -n h link set i0 netns a
ip -n h link set i1 netns b
ip -n a link set i0 up
ip -n b link set i1 up
ip -n a addr add 10.0.0.11/24 dev i0
ip -n a addr add fd00::11/64 dev i0 nodad
ip -n b addr add 10.0.0.12/24 dev i1
ip -n b addr add fd00::12/64 dev i1 nodad
ip -n a route add 10.9.0.0/16 via 10.0.0.2
ip -n h route add 10.9.0.0/16 via 10.0.0.2
ip -n p route add 10.0.1.0/24 via 10.0.0.1
ip -n a addr add 10.0.1.1/32 dev i0
