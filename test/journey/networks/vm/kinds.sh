# Hosts on one switch by devices of several kinds: VLANs on a trunk and on a bridge, a bond, a VRF, a TUN device that nobody has open.
ip netns add a
ip netns add b
ip netns add sw
ip netns add bo
ip netns add v
ip netns add w
ip -n sw link add br0 type bridge
ip -n sw link set br0 up
ip link add eth0 netns a type veth peer name pa netns sw
ip -n sw link set pa master br0
ip -n sw link set pa up
ip link add eth0 netns b type veth peer name pb netns sw
ip -n sw link set pb master br0
ip -n sw link set pb up
ip link add s1 netns bo type veth peer name pb1 netns sw
ip -n sw link set pb1 master br0
ip -n sw link set pb1 up
ip link add s2 netns bo type veth peer name pb2 netns sw
ip -n sw link set pb2 master br0
ip -n sw link set pb2 up
ip -n a link set eth0 up
ip -n b link set eth0 up
ip -n a addr add 10.1.0.1/24 dev eth0
ip -n b addr add 10.1.0.2/24 dev eth0
ip -n sw addr add 10.1.0.9/24 dev br0
ip -n a link add link eth0 name eth0.10 type vlan id 10
ip -n b link add link eth0 name eth0.10 type vlan id 10
ip -n sw link add link br0 name br0.10 type vlan id 10
ip -n a link add link eth0 name eth0.20 type vlan id 20
ip -n a link set eth0.10 up
ip -n b link set eth0.10 up
ip -n sw link set br0.10 up
ip -n a link set eth0.20 up
ip -n a addr add 10.10.0.1/24 dev eth0.10
ip -n b addr add 10.10.0.2/24 dev eth0.10
ip -n sw addr add 10.10.0.9/24 dev br0.10
ip -n a addr add 10.20.0.1/24 dev eth0.20
ip -n a addr add fd10::1/64 dev eth0.10 nodad
ip -n b addr add fd10::2/64 dev eth0.10 nodad
ip -n bo link add bond0 type bond mode active-backup
ip -n bo link set s1 master bond0
ip -n bo link set s2 master bond0
ip -n bo link set bond0 up
ip -n bo addr add 10.1.0.30/24 dev bond0
ip -n bo link add link bond0 name bond0.10 type vlan id 10
ip -n bo link set bond0.10 up
ip -n bo addr add 10.10.0.30/24 dev bond0.10
ip -n v link add red type vrf table 100
ip -n v link set red up
ip link add v0 netns v type veth peer name v0 netns a
ip link add v1 netns v type veth peer name v1 netns w
ip -n v link set v0 master red
ip -n v link set v1 master red
ip -n v link set v0 up
ip -n v link set v1 up
ip -n a link set v0 up
ip -n w link set v1 up
ip -n v addr add 10.60.0.2/24 dev v0
ip -n v addr add 10.61.0.2/24 dev v1
ip -n a addr add 10.60.0.1/24 dev v0
ip -n w addr add 10.61.0.1/24 dev v1
ip -n a route add 10.61.0.0/24 via 10.60.0.2
ip -n w route add default via 10.61.0.2
ip netns exec v sysctl -qw net.ipv4.ip_forward=1
ip netns exec a sysctl -qw net.ipv4.ip_forward=1
ip netns exec v iptables -A INPUT -i red -p udp --dport 1000 -j DROP
ip netns exec v iptables -A FORWARD -i red -o v1 -p udp --dport 1001 -j REJECT
ip netns exec v iptables -A OUTPUT -o red -p icmp --icmp-type echo-reply -d 10.61.0.1 -j DROP
ip -n a tuntap add t0 mode tun
ip -n a link set t0 up
ip -n a addr add 10.70.0.1/24 dev t0
