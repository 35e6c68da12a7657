# A router sends back what a rule gives another destination, and masquerades it: who sent it hears of the other way first.
ip netns add router
ip netns add server
ip -n router link set lo up
ip -n server link set lo up
ip link add right address 02:00:00:00:13:01 netns router type veth peer name left netns server
ip -n router link set right up
ip -n server link set left up
ip -n router addr add fd03::1/64 dev right nodad
ip -n server addr add fd03::2/64 dev left nodad
ip netns exec router sysctl -qw net.ipv6.conf.all.forwarding=1
ip netns exec router ip6tables -t nat -A POSTROUTING -o right -j MASQUERADE
ip netns exec router ip6tables -t nat -A PREROUTING -p udp --dport 1000 -j DNAT --to-destination '[fd03::2]:55'
ip netns exec router ip6tables -t nat -A PREROUTING -p tcp --dport 1000 -j DNAT --to-destination '[fd03::2]:80'
ip netns exec router ip6tables -t nat -A PREROUTING -p icmpv6 -d fd03::9 -j DNAT --to-destination fd03::2
ip -n server -6 route add fd03::9 via fd03::1
ip netns exec server ip6tables -t mangle -A PREROUTING -m conntrack --ctstate INVALID -j MARK --set-mark 7
