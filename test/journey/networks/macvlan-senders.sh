# A macvlan device that all frames of the device below are for, and one that has frames of some senders alone.
ip netns add a
ip netns add b
ip netns add sw
ip netns add ph
ip netns add p
ip netns add sh
ip netns add s
ip -n sw link add br0 type bridge
ip -n sw link set br0 up
ip link add eth0 netns a address 02:00:00:00:00:0a type veth peer name pa netns sw
ip link add eth0 netns b address 02:00:00:00:00:0b type veth peer name pb netns sw
ip link add eth0 netns ph address 02:00:00:00:00:30 type veth peer name pp netns sw
ip link add eth0 netns sh address 02:00:00:00:00:40 type veth peer name ps netns sw
ip -n sw link set pa master br0
ip -n sw link set pb master br0
ip -n sw link set pp master br0
ip -n sw link set ps master br0
ip -n sw link set pa up
ip -n sw link set pb up
ip -n sw link set pp up
ip -n sw link set ps up
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n ph link set eth0 up
ip -n sh link set eth0 up
ip -n a addr add 10.1.0.1/24 dev eth0
ip -n b addr add 10.1.0.2/24 dev eth0
ip -n ph addr add 10.1.0.29/24 dev eth0
ip -n sh addr add 10.1.0.40/24 dev eth0
ip -n ph link add link eth0 name mv type macvlan mode passthru
ip -n ph link set mv netns p
ip -n p link set mv up
ip -n p addr add 10.1.0.30/24 dev mv
ip -n sh link add link eth0 name ms address 02:00:00:00:00:41 type macvlan mode source macaddr add 02:00:00:00:00:0a
ip -n sh link set ms netns s
ip -n s link set ms up
ip -n s addr add 10.1.0.41/24 dev ms
