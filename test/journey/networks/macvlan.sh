# Hosts that are macvlan devices of each mode on one device, which is on a switch with another host.
ip netns add a
ip -n a link set lo up
ip netns add sw
ip -n sw link set lo up
ip netns add mh
ip -n mh link set lo up
ip netns add m1
ip -n m1 link set lo up
ip netns add m2
ip -n m2 link set lo up
ip netns add m3
ip -n m3 link set lo up
ip netns add m4
ip -n m4 link set lo up
ip -n sw link add br0 type bridge
ip -n sw link set br0 up
ip link add eth0 netns a type veth peer name pa netns sw
ip -n sw link set pa master br0
ip -n sw link set pa up
ip link add eth0 netns mh type veth peer name pm netns sw
ip -n sw link set pm master br0
ip -n sw link set pm up
ip -n a link set eth0 up
ip -n mh link set eth0 up
ip -n a addr add 10.1.0.1/24 dev eth0
ip -n sw addr add 10.1.0.9/24 dev br0
ip -n mh addr add 10.1.0.20/24 dev eth0
ip -n mh link add link eth0 name mv1 type macvlan mode bridge
ip -n mh link add link eth0 name mv2 type macvlan mode bridge
ip -n mh link add link eth0 name mv3 type macvlan mode private
ip -n mh link add link eth0 name mv4 type macvlan mode vepa
ip -n mh link set mv1 netns m1
ip -n mh link set mv2 netns m2
ip -n mh link set mv3 netns m3
ip -n mh link set mv4 netns m4
ip -n m1 link set mv1 up
ip -n m2 link set mv2 up
ip -n m3 link set mv3 up
ip -n m4 link set mv4 up
ip -n m1 addr add 10.1.0.21/24 dev mv1
ip -n m2 addr add 10.1.0.22/24 dev mv2
ip -n m3 addr add 10.1.0.23/24 dev mv3
ip -n m4 addr add 10.1.0.24/24 dev mv4
