# A proxy gives connections through it to a transparent socket: their first segment by tproxy, all others by the socket that they have then.
ip netns add client
ip netns add proxy
ip netns add server
ip -n client link set lo up
ip -n proxy link set lo up
ip -n server link set lo up
ip link add c netns client type veth peer name p0 netns proxy
ip link add s netns server type veth peer name p1 netns proxy
ip -n client link set c up
ip -n proxy link set p0 up
ip -n proxy link set p1 up
ip -n server link set s up
ip -n client addr add 10.31.0.2/24 dev c
ip -n proxy addr add 10.31.0.1/24 dev p0
ip -n proxy addr add 10.31.1.1/24 dev p1
ip -n server addr add 10.31.1.2/24 dev s
ip -n client route add default via 10.31.0.1
ip -n server route add default via 10.31.1.1
ip netns exec proxy sysctl -qw net.ipv4.ip_forward=1
ip -n proxy rule add fwmark 1 lookup 100
ip -n proxy rule add fwmark 2 lookup 100
ip -n proxy rule add fwmark 3 lookup 100
ip -n proxy route add local default dev lo table 100
ip netns exec proxy nft 'add table ip d; add chain ip d pre { type filter hook prerouting priority mangle; }; add chain ip d in { type filter hook input priority filter; }; add rule ip d pre tcp dport 80 socket transparent 1 socket wildcard 1 counter; add rule ip d pre tcp dport 80 socket transparent 1 socket wildcard 0 counter meta mark set 2 accept; add rule ip d pre tcp dport 80 socket transparent 1 counter meta mark set 3 accept; add rule ip d pre tcp dport 80 tproxy to :8080 counter meta mark set 1 accept; add rule ip d pre tcp dport 22 socket wildcard 1 counter; add rule ip d pre tcp dport 22 socket wildcard 0 counter; add rule ip d in tcp dport 80 socket wildcard 1 counter; add rule ip d in tcp dport 80 socket wildcard 0 counter; add rule ip d in tcp dport 80 fib saddr oif p0 counter'
