# Docker with two networks of its own, as Docker 28 writes its rules: published ports, hairpin, isolation between networks, direct routing refused in raw, a container on both networks.
ip netns add host
ip -n host link set lo up
ip netns add web
ip -n web link set lo up
ip netns add db
ip -n db link set lo up
ip netns add both
ip -n both link set lo up
ip netns add lan
ip -n lan link set lo up
ip netns add other
ip -n other link set lo up
ip -n host link add br-a address 02:00:00:00:a0:01 type bridge
ip -n host link add br-b address 02:00:00:00:b0:01 type bridge
ip link add eth0 netns web address 02:00:00:00:01:01 type veth peer name va1 address 02:00:00:00:01:02 netns host
ip -n web link set eth0 up
ip -n host link set va1 up
ip -n web addr add 172.18.0.2/16 dev eth0
ip link add eth0 netns both address 02:00:00:00:02:01 type veth peer name va2 address 02:00:00:00:02:02 netns host
ip -n both link set eth0 up
ip -n host link set va2 up
ip -n both addr add 172.18.0.3/16 dev eth0
ip link add eth0 netns db address 02:00:00:00:03:01 type veth peer name vb1 address 02:00:00:00:03:02 netns host
ip -n db link set eth0 up
ip -n host link set vb1 up
ip -n db addr add 172.19.0.2/16 dev eth0
ip link add eth1 netns both address 02:00:00:00:04:01 type veth peer name vb2 address 02:00:00:00:04:02 netns host
ip -n both link set eth1 up
ip -n host link set vb2 up
ip -n both addr add 172.19.0.3/16 dev eth1
ip -n host link set va1 master br-a
ip -n host link set va2 master br-a
ip -n host link set vb1 master br-b
ip -n host link set vb2 master br-b
ip -n host link set br-a up
ip -n host link set br-b up
ip -n host addr add 172.18.0.1/16 dev br-a
ip -n host addr add 172.19.0.1/16 dev br-b
ip link add eth0 netns host address 02:00:00:00:05:01 type veth peer name e0 address 02:00:00:00:05:02 netns lan
ip -n host link set eth0 up
ip -n lan link set e0 up
ip -n host addr add 192.168.1.5/24 dev eth0
ip -n lan addr add 192.168.1.1/24 dev e0
ip link add eth0 netns other address 02:00:00:00:06:01 type veth peer name e1 address 02:00:00:00:06:02 netns lan
ip -n other link set eth0 up
ip -n lan link set e1 up
ip -n other addr add 10.7.0.9/24 dev eth0
ip -n lan addr add 10.7.0.1/24 dev e1
ip netns exec host sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec lan sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n web route add default via 172.18.0.1
ip -n both route add default via 172.18.0.1
ip -n db route add default via 172.19.0.1
ip -n other route add default via 10.7.0.1
ip -n host route add default via 192.168.1.1
ip -n lan route add 172.18.0.0/16 via 192.168.1.5
ip netns exec host sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.ipv4.conf.br-a.route_localnet=1
ip netns exec host iptables -N DOCKER
ip netns exec host iptables -N DOCKER-USER
ip netns exec host iptables -N DOCKER-FORWARD
ip netns exec host iptables -N DOCKER-CT
ip netns exec host iptables -N DOCKER-BRIDGE
ip netns exec host iptables -N DOCKER-ISOLATION-STAGE-1
ip netns exec host iptables -N DOCKER-ISOLATION-STAGE-2
ip netns exec host iptables -P FORWARD DROP
ip netns exec host iptables -A FORWARD -j DOCKER-USER
ip netns exec host iptables -A FORWARD -j DOCKER-FORWARD
ip netns exec host iptables -A DOCKER-FORWARD -j DOCKER-CT
ip netns exec host iptables -A DOCKER-FORWARD -j DOCKER-ISOLATION-STAGE-1
ip netns exec host iptables -A DOCKER-FORWARD -j DOCKER-BRIDGE
ip netns exec host iptables -A DOCKER-FORWARD -i br-a -j ACCEPT
ip netns exec host iptables -A DOCKER-FORWARD -i br-b -j ACCEPT
ip netns exec host iptables -A DOCKER-CT -o br-a -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec host iptables -A DOCKER-CT -o br-b -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec host iptables -A DOCKER-BRIDGE -o br-a -j DOCKER
ip netns exec host iptables -A DOCKER-BRIDGE -o br-b -j DOCKER
ip netns exec host iptables -A DOCKER-ISOLATION-STAGE-1 -i br-a ! -o br-a -j DOCKER-ISOLATION-STAGE-2
ip netns exec host iptables -A DOCKER-ISOLATION-STAGE-1 -i br-b ! -o br-b -j DOCKER-ISOLATION-STAGE-2
ip netns exec host iptables -A DOCKER-ISOLATION-STAGE-2 -o br-a -j DROP
ip netns exec host iptables -A DOCKER-ISOLATION-STAGE-2 -o br-b -j DROP
ip netns exec host iptables -A DOCKER -d 172.18.0.2/32 ! -i br-a -o br-a -p tcp -m tcp --dport 80 -j ACCEPT
ip netns exec host iptables -A DOCKER -d 172.19.0.2/32 ! -i br-b -o br-b -p udp -m udp --dport 53 -j ACCEPT
ip netns exec host iptables -A DOCKER ! -i br-a -o br-a -j DROP
ip netns exec host iptables -A DOCKER ! -i br-b -o br-b -j DROP
ip netns exec host iptables -A DOCKER-USER -s 10.7.0.9 -p tcp --dport 81 -j REJECT --reject-with icmp-admin-prohibited
ip netns exec host iptables -t nat -N DOCKER
ip netns exec host iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
ip netns exec host iptables -t nat -A OUTPUT -m addrtype --dst-type LOCAL -j DOCKER
ip netns exec host iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br-a -j MASQUERADE
ip netns exec host iptables -t nat -A POSTROUTING -s 172.19.0.0/16 ! -o br-b -j MASQUERADE
ip netns exec host iptables -t nat -A POSTROUTING -m addrtype --src-type LOCAL -o br-a -j MASQUERADE
ip netns exec host iptables -t nat -A POSTROUTING -s 172.18.0.2/32 -d 172.18.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE
ip netns exec host iptables -t nat -A DOCKER -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.18.0.2:80
ip netns exec host iptables -t nat -A DOCKER -p udp -m udp --dport 5353 -j DNAT --to-destination 172.19.0.2:53
ip netns exec host iptables -t nat -A DOCKER -p tcp -m tcp --dport 8081 -j DNAT --to-destination 172.18.0.2:81
ip netns exec host iptables -t raw -A PREROUTING -d 172.19.0.2/32 ! -i br-b -j DROP
ip netns exec host bridge link set dev va1 hairpin on
