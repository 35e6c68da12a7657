# A bridge whose entry leads frames for one host to another, and that host answers nobody: what it asks for is heard, and who answers knows it from then on, though the answer gets lost.
ip netns add sw
ip netns add a
ip netns add b
ip netns add c
ip -n sw link add br0 type bridge
ip netns exec sw sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0
ip -n sw link set br0 up
ip link add eth0 netns a address 02:00:00:00:0a:0a type veth peer name pa netns sw
ip link add eth0 netns b address 02:00:00:00:0b:0b type veth peer name pb netns sw
ip link add eth0 netns c address 02:00:00:00:0c:0c type veth peer name pc netns sw
ip -n sw link set pa master br0
ip -n sw link set pb master br0
ip -n sw link set pc master br0
ip -n sw link set pa up
ip -n sw link set pb up
ip -n sw link set pc up
ip -n a link set lo up
ip -n b link set lo up
ip -n c link set lo up
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n c link set eth0 up
ip -n a addr add 10.7.0.1/24 dev eth0
ip -n b addr add 10.7.0.2/24 dev eth0
ip -n c addr add 10.7.0.3/24 dev eth0
ip -n a addr add fd07::1/64 dev eth0 nodad
ip -n b addr add fd07::2/64 dev eth0 nodad
ip netns exec sw bridge fdb replace 02:00:00:00:0a:0a dev pc master static sticky
ip netns exec a sysctl -qw net.ipv4.conf.all.arp_ignore=8
