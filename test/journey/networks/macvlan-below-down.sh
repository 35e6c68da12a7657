# Containers by macvlan on a device that keeps its carrier while it is down, as a VLAN device does: in the mode bridge they reach each other only while it is up.
ip netns add a
ip netns add b
ip link add eno1 address 02:00:00:00:20:00 type ifb
ip link set eno1 up
ip link add link eno1 name cont0 address 02:00:00:00:20:01 type macvlan mode bridge
ip link add link eno1 name cont1 address 02:00:00:00:20:02 type macvlan mode bridge
ip link set cont0 netns a
ip link set cont1 netns b
ip -n a link set lo up
ip -n b link set lo up
ip -n a link set cont0 up
ip -n b link set cont1 up
ip -n a addr add 10.20.0.11/24 dev cont0
ip -n b addr add 10.20.0.12/24 dev cont1
ip -n a addr add fd20::11/64 dev cont0 nodad
ip -n b addr add fd20::12/64 dev cont1 nodad
