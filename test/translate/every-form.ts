/** A host with rules of iptables and ip6tables for every form that a translation has, where the real tools and the kernel take them. */
export const EVERY_FORM = `
ip link set lo up
ip link add wan type veth peer name wan-peer
ip link set wan up
ip link add lan type veth peer name lan-peer
ip link set lan up
ip link set wan-peer up
ip link set lan-peer up
ip address add 192.0.2.1/24 dev wan
ip address add 198.51.100.1/24 dev lan
ip address add 2001:db8:1::1/64 dev wan nodad
ip route add default via 192.0.2.254
ip -6 route add default via 2001:db8:1::2
sysctl -w net.ipv4.ip_forward=1
ipset create nets hash:net
ipset add nets 10.0.0.0/8
ipset add nets 10.1.0.0/16
ipset create pairs hash:ip,port timeout 0
ipset add pairs 10.0.0.1,tcp:80 timeout 3600
ipset add pairs 10.0.0.2,udp:53
ipset create ports bitmap:port range 0-1023
ipset add ports 443
iptables -t raw -A PREROUTING -m rpfilter --invert -j DROP
iptables -t raw -A PREROUTING -p udp --dport 500 -j CT --notrack
iptables -t raw -A PREROUTING -s 203.0.113.7 -j TRACE
iptables -t raw -A PREROUTING -i lan -j CT --zone-orig 5
iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff
iptables -t mangle -A PREROUTING -m mark ! --mark 0/0xff -j RETURN
iptables -t mangle -A PREROUTING -i lan -p tcp -m multiport --dports 80,443,8000:8010 -j MARK --set-xmark 0x1/0xff
iptables -t mangle -A PREROUTING -i lan -p udp -m multiport ! --ports 53,123:125 -j MARK --or-mark 0x2
iptables -t mangle -A PREROUTING -m dscp --dscp 46 -j DSCP --set-dscp 0
iptables -t mangle -A PREROUTING -m tos --tos 0x10/0xff -j TOS --set-tos 0x08
iptables -t mangle -A PREROUTING -p udp -m tos ! --tos 0x10/0x3f -j TOS --set-tos Minimize-Delay
iptables -t mangle -A PREROUTING -p udp -m udp --dport 5353 -m socket --transparent -j MARK --set-mark 0x9
iptables -t mangle -A PREROUTING -p tcp --dport 3128 -j TPROXY --on-port 3129 --on-ip 127.0.0.1 --tproxy-mark 0x1/0x1
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark --mask 0xff
iptables -t mangle -A OUTPUT -m owner --uid-owner 1000-1999 -j CONNMARK --set-xmark 0x4/0xf
iptables -t mangle -A OUTPUT -m owner ! --uid-owner 0 -p icmp -j MARK --set-mark 0x7
iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
iptables -t mangle -A POSTROUTING -o wan -m ttl --ttl-gt 64 -j TTL --ttl-set 64
iptables -t mangle -A POSTROUTING -o wan -j CLASSIFY --set-class 1:10
iptables -t nat -A PREROUTING -i wan -p tcp --dport 2222 -j DNAT --to-destination 198.51.100.7:22
iptables -t nat -A PREROUTING -i wan -d 192.0.2.64/26 -j NETMAP --to 198.51.100.64/26
iptables -t nat -A PREROUTING -i lan -p udp --dport 53 -j REDIRECT --to-ports 5300
iptables -t nat -A POSTROUTING -s 198.51.100.0/24 -o wan -j MASQUERADE
iptables -t nat -A POSTROUTING -s 10.0.0.0/8 -o wan -j SNAT --to-source 192.0.2.2
iptables -N limit
iptables -A limit -m limit --limit 3/minute --limit-burst 7 -j LOG --log-prefix "cut: " --log-level info --log-uid
iptables -A limit -m comment --comment "end of it" -p tcp -j REJECT --reject-with tcp-reset
iptables -A limit -j REJECT --reject-with icmp-admin-prohibited
iptables -P INPUT DROP
iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A INPUT -m conntrack --ctstate INVALID -j DROP
iptables -A INPUT -m addrtype --dst-type LOCAL ! --src-type MULTICAST,BROADCAST -m set --match-set nets src -j ACCEPT
iptables -A INPUT -m set ! --match-set pairs src,dst -j limit
iptables -A INPUT -m set --match-set ports dst -j ACCEPT
iptables -A INPUT -m iprange --src-range 203.0.113.5-203.0.113.9 -j NFLOG --nflog-group 3 --nflog-prefix "seen"
iptables -A INPUT -p icmp -m icmp --icmp-type 3/1 -j ACCEPT
iptables -A INPUT -p icmp -m icmp ! --icmp-type 8 -j DROP
iptables -A INPUT -f -j DROP
iptables -A FORWARD ! -i lan -m statistic --mode nth --every 3 --packet 0 -j limit
iptables -A FORWARD -m statistic --mode random --probability 0.25 -j ACCEPT
iptables -A FORWARD -m conntrack --ctstate DNAT -j ACCEPT
iptables -A FORWARD -m length --length 1000:1500 -m pkttype --pkt-type unicast -j ACCEPT
iptables -A FORWARD -s 10.0.0.1/255.0.0.255 -m connmark --mark 0x4/0xf -j DROP
iptables -A FORWARD -m mac --mac-source 02:00:00:00:00:01 -j ACCEPT
ip6tables -t raw -A PREROUTING -m rpfilter --invert -j DROP
ip6tables -t mangle -A POSTROUTING -m hl --hl-eq 1 -j HL --hl-set 2
ip6tables -t mangle -A POSTROUTING -m tos --tos 0x10/0x1e -j TOS --or-tos 0x10
ip6tables -t mangle -A POSTROUTING -j TOS --set-tos 0x20
ip6tables -A INPUT -p icmpv6 -m icmp6 --icmpv6-type 1/3 -j ACCEPT
ip6tables -A INPUT -p icmpv6 -m icmp6 --icmpv6-type neighbour-solicitation -j ACCEPT
ip6tables -A INPUT -s fe80::/10 -p udp -m udp --sport 547 --dport 546 -j ACCEPT
ip6tables -A INPUT -p tcp -m tcp ! --syn -m multiport --sports 80,443 -j REJECT --reject-with icmp6-adm-prohibited
`;
