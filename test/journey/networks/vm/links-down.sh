# A bond that looks after its ports, and a VLAN: a port of the bond goes down, and then the device below the VLAN.
ip netns add a
ip netns add sw
ip netns add bo
ip -n sw link add br0 type bridge
ip -n sw link set br0 up
ip link add eth0 netns a type veth peer name pa netns sw
ip link add s1 netns bo type veth peer name p1 netns sw
ip link add s2 netns bo type veth peer name p2 netns sw
ip -n sw link set pa master br0
ip -n sw link set p1 master br0
ip -n sw link set p2 master br0
ip -n sw link set pa up
ip -n sw link set p1 up
ip -n sw link set p2 up
ip -n a link set eth0 up
ip -n a link add link eth0 name eth0.10 type vlan id 10
ip -n a link set eth0.10 up
ip -n a addr add 10.10.0.1/24 dev eth0.10
ip -n bo link add bond0 type bond mode active-backup miimon 100
ip -n bo link set s1 master bond0
ip -n bo link set s2 master bond0
ip -n bo link set bond0 up
ip -n bo link add link bond0 name bond0.10 type vlan id 10
ip -n bo link set bond0.10 up
ip -n bo addr add 10.10.0.30/24 dev bond0.10
