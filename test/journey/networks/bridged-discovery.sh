# Neighbour discovery through a bridge whose namespace has rules: each case asks for another address of the host behind it.
ip netns add a
ip netns add b
ip netns add sw
ip -n a link set lo up
ip -n b link set lo up
ip -n sw link set lo up
ip link add e0 address 02:00:00:00:00:01 netns a type veth peer name p0 address 02:00:00:00:00:02 netns sw
ip link add e1 address 02:00:00:00:00:03 netns b type veth peer name p1 address 02:00:00:00:00:04 netns sw
ip -n sw link add br0 address 02:00:00:00:00:05 type bridge mcast_snooping 0
ip -n sw link set p0 master br0
ip -n sw link set p1 master br0
ip -n sw link set p0 up
ip -n sw link set p1 up
ip -n sw link set br0 up
ip -n a link set e0 up
ip -n b link set e1 up
ip -n a -6 addr add fd00::1/64 dev e0 nodad
ip -n sw -6 addr add fd00::51/64 dev br0 nodad
ip -n sw -6 addr add fd00::52/64 dev br0 nodad
ip -n sw -6 addr add fd00::53/64 dev br0 nodad
ip -n b -6 addr add fd00::2/64 dev e1 nodad
ip -n b -6 addr add fd00::3/64 dev e1 nodad
ip -n b -6 addr add fd00::4/64 dev e1 nodad
ip -n b -6 addr add fd00::5/64 dev e1 nodad
ip -n b -6 addr add fd00::6/64 dev e1 nodad
ip -n b -6 addr add fd00::7/64 dev e1 nodad
ip -n b -6 addr add fd00::8/64 dev e1 nodad
ip -n b -6 addr add fd00::9/64 dev e1 nodad
ip -n b -6 addr add fd00::a/64 dev e1 nodad
ip -n b -6 addr add fd00::b/64 dev e1 nodad
ip -n b -6 addr add fd00::c/64 dev e1 nodad
ip -n b -6 addr add fd00::d/64 dev e1 nodad
ip -n b -6 addr add fd00::e/64 dev e1 nodad
ip -n b -6 addr add fd00::f/64 dev e1 nodad
ip -n b -6 addr add fd00::10/64 dev e1 nodad
ip -n b -6 addr add fd00::11/64 dev e1 nodad
ip -n b -6 addr add fd00::12/64 dev e1 nodad
ip -n b -6 addr add fd00::13/64 dev e1 nodad
ip netns exec a sysctl -qw net.ipv6.neigh.e0.retrans_time_ms=100
ip netns exec b sysctl -qw net.ipv6.neigh.e1.retrans_time_ms=100
ip netns exec sw sysctl -qw net.ipv6.neigh.br0.retrans_time_ms=100
