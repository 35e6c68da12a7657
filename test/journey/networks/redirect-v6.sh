# Hosts whose gateway knows a better one on the same link, or sees that who is asked is on that link, and reports it in IPv6.
ip netns add c
ip -n c link set lo up
ip netns add g
ip -n g link set lo up
ip netns add o
ip -n o link set lo up
ip netns add d
ip -n d link set lo up
ip netns add r1
ip -n r1 link set lo up
ip netns add r2
ip -n r2 link set lo up
ip netns add s
ip -n s link set lo up
ip netns add sw
ip -n sw link set lo up
ip netns exec sw sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0
ip -n sw link add br0 type bridge
ip -n sw link set br0 up
ip link add e0 address 02:00:00:00:00:01 netns c type veth peer name pc netns sw
ip -n sw link set pc master br0
ip -n sw link set pc up
ip -n c link set e0 up
ip link add e0 address 02:00:00:00:00:02 netns g type veth peer name pg netns sw
ip -n sw link set pg master br0
ip -n sw link set pg up
ip -n g link set e0 up
ip link add e0 address 02:00:00:00:00:03 netns o type veth peer name po netns sw
ip -n sw link set po master br0
ip -n sw link set po up
ip -n o link set e0 up
ip link add e0 address 02:00:00:00:00:04 netns d type veth peer name pd netns sw
ip -n sw link set pd master br0
ip -n sw link set pd up
ip -n d link set e0 up
ip link add e0 address 02:00:00:00:00:05 netns r1 type veth peer name pr1 netns sw
ip -n sw link set pr1 master br0
ip -n sw link set pr1 up
ip -n r1 link set e0 up
ip link add e0 address 02:00:00:00:00:06 netns r2 type veth peer name pr2 netns sw
ip -n sw link set pr2 master br0
ip -n sw link set pr2 up
ip -n r2 link set e0 up
ip -n c addr add fd00::1/64 dev e0 nodad
ip -n g addr add fd00::2/64 dev e0 nodad
ip -n o addr add fd00::3/128 dev e0 nodad
ip -n d addr add fd00::4/64 dev e0 nodad
ip -n r1 addr add fd00::a1/64 dev e0 nodad
ip -n r2 addr add fd00::a2/64 dev e0 nodad
ip link add e1 address 02:00:00:00:00:12 netns r2 type veth peer name e0 address 02:00:00:00:00:13 netns s
ip -n r2 link set e1 up
ip -n s link set e0 up
ip -n r2 addr add fd05::2/64 dev e1 nodad
ip -n s addr add fd05::5/64 dev e0 nodad
ip -n s addr add fd05::6/64 dev e0 nodad
ip -n s addr add fd05::7/64 dev e0 nodad
ip -n s route add default via fd05::2
ip netns exec r1 sysctl -qw net.ipv6.conf.all.forwarding=1
ip netns exec r2 sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n c route add default via fe80::ff:fe00:5 dev e0
ip -n g route add default via fd00::a1
ip -n o route add fe80::ff:fe00:5 dev e0
ip -n o route add default via fe80::ff:fe00:5 dev e0
ip -n d route add default via fe80::ff:fe00:6 dev e0
ip -n r1 route add fd05::5 via fe80::ff:fe00:6 dev e0
ip -n r1 route add fd05::6 via fd00::a2
ip -n r1 route add fd05::7 via fe80::ff:fe00:6 dev e0
