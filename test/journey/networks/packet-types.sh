# A router that says of packets how their frames were addressed: none but those for a host are forwarded, or given to TCP, or reported.
ip netns add client
ip netns add router
ip netns add server
ip -n client link set lo up
ip -n router link set lo up
ip -n server link set lo up
ip -n client link add eth0 type veth peer name in netns router
ip -n router link add out type veth peer name eth0 netns server
ip -n client link set eth0 up
ip -n router link set in up
ip -n router link set out up
ip -n server link set eth0 up
ip -n client addr add 10.1.0.2/24 dev eth0
ip -n router addr add 10.1.0.1/24 dev in
ip -n router addr add 10.2.0.1/24 dev out
ip -n server addr add 10.2.0.2/24 dev eth0
ip -n client addr add fd01::2/64 dev eth0 nodad
ip -n router addr add fd01::1/64 dev in nodad
ip -n router addr add fd02::1/64 dev out nodad
ip -n server addr add fd02::2/64 dev eth0 nodad
ip -n client route add default via 10.1.0.1
ip -n server route add default via 10.2.0.1
ip -n client route add default via fd01::1
ip -n server route add default via fd02::1
ip netns exec router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip netns exec router nft add table inet t
ip netns exec router nft add chain inet t types '{ type filter hook prerouting priority 0; }'
ip netns exec router nft add chain inet t entered '{ type filter hook input priority 0; }'
ip netns exec router nft add rule inet t types udp sport 41001 meta pkttype set host
ip netns exec router nft add rule inet t types udp sport 41002 meta pkttype set broadcast
ip netns exec router nft add rule inet t types udp sport 41003 meta pkttype set multicast
ip netns exec router nft add rule inet t types udp sport 41004 meta pkttype set other
ip netns exec router nft add rule inet t types tcp sport 41001 meta pkttype set host
ip netns exec router nft add rule inet t types tcp sport 41002 meta pkttype set broadcast
ip netns exec router nft add rule inet t types tcp sport 41003 meta pkttype set multicast
ip netns exec router nft add rule inet t types tcp sport 41004 meta pkttype set other
ip netns exec router nft add rule inet t types icmp type echo-request meta pkttype set other
ip netns exec router nft add rule inet t types icmpv6 type echo-request meta pkttype set other
ip netns exec router nft add rule inet t entered udp dport 55 meta pkttype other reject
ip netns exec router nft add rule inet t entered udp dport 56 meta pkttype broadcast reject with icmpx admin-prohibited
ip netns exec router nft add rule inet t entered tcp dport 57 meta pkttype multicast reject with tcp reset
