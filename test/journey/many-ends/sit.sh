# Devices of sit without a far end: each packet goes to the IPv4 address within its destination, or within the next hop of its route.
ip netns add hub
ip netns add s1
ip netns add s2
ip netns add sw
ip -n sw link add br0 type bridge
ip -n sw link set br0 up
ip link add eth0 netns hub type veth peer name ph netns sw
ip link add eth0 netns s1 type veth peer name p1 netns sw
ip link add eth0 netns s2 type veth peer name p2 netns sw
ip -n sw link set ph master br0
ip -n sw link set p1 master br0
ip -n sw link set p2 master br0
ip -n sw link set ph up
ip -n sw link set p1 up
ip -n sw link set p2 up
ip -n hub link set lo up
ip -n s1 link set lo up
ip -n s2 link set lo up
ip -n hub link set eth0 up
ip -n s1 link set eth0 up
ip -n s2 link set eth0 up
ip -n hub addr add 192.0.2.1/24 dev eth0
ip -n hub addr add 192.0.2.9/24 dev eth0
ip -n s1 addr add 192.0.2.2/24 dev eth0
ip -n s2 addr add 192.0.2.3/24 dev eth0
ip netns exec hub sysctl -w net.ipv4.ip_forward=1
ip netns exec hub sysctl -w net.ipv6.conf.all.forwarding=1
ip -n hub tunnel add t6 mode sit local 192.0.2.1
ip -n s1 tunnel add t6 mode sit local 192.0.2.2 ttl 32
ip -n s2 tunnel add t6 mode sit local 192.0.2.3 ttl 64 tos inherit
ip -n hub link set t6 up
ip -n s1 link set t6 up
ip -n s2 link set t6 up
ip -n hub addr add fd00::1/128 dev t6
ip -n s1 addr add fd00::2/128 dev t6
ip -n s2 addr add fd00::3/128 dev t6
ip -n hub addr add 2002:c000:201::1/128 dev t6
ip -n hub addr add 2002:c000:209::1/128 dev lo
ip -n hub addr add 2002:c000:208:5::1/128 dev t6
ip -n s1 addr add 2002:c000:202::1/128 dev lo
ip -n s1 addr add 2002:c000:203::5/128 dev lo
ip -n hub route add unreachable 203.0.114.0/24
ip -n hub route add blackhole 203.0.115.0/24
ip -n hub route add fd00::2 via ::192.0.2.2 dev t6 onlink
ip -n hub route add fd00::3 via ::192.0.2.3 dev t6 onlink
ip -n hub route add fd00::77 via ::192.0.2.77 dev t6 onlink
ip -n hub route add fd00::78 via ::203.0.113.5 dev t6 onlink
ip -n hub route add fd00::79 via ::203.0.114.5 dev t6 onlink
ip -n hub route add fd00::80 dev t6
ip -n hub route add fd00::81 via fe80::5 dev t6
ip -n hub route add fd00::82 via 2002:c000:202::1 dev t6 onlink
ip -n hub route add fd00::83 via ::203.0.115.5 dev t6 onlink
ip -n hub route add 2002::/16 dev t6
ip -n s1 route add fd00::/64 via ::192.0.2.1 dev t6 onlink
ip -n s1 route add 2002::/16 dev t6
ip -n s1 route add 2002:c000:208::/48 via ::192.0.2.1 dev t6 onlink
ip -n s1 route add fd01::/64 via 2002:c000:201::1 dev t6 onlink
ip -n s2 route add fd00::/64 via ::192.0.2.1 dev t6 onlink
ip -n s2 route add 2002:c000:201::/48 via ::192.0.2.1 dev t6 onlink
ip -n hub addr add 10.1.0.1/32 dev t6
ip -n hub route add 10.1.0.2/32 via 192.0.2.2 dev t6 onlink
ip -n hub route add 10.1.0.3/32 dev t6
ip -n s1 tunnel add t0 mode ipip local 192.0.2.2
ip -n s1 link set t0 up
ip -n s1 addr add 10.1.0.2/32 dev t6
ip -n s1 route add 10.1.0.1/32 via 192.0.2.1 dev t6 onlink
ip -n hub link set sit0 up
ip -n hub addr add fd05::1/128 dev sit0
ip -n s1 addr add fd05::2/128 dev lo
ip -n hub route add fd05::2 via ::192.0.2.2 dev sit0
ip -n s1 route add fd05::1 via ::192.0.2.9 dev t6 onlink
