import { devices, QUIET, type SoundSetUp } from './set-ups.js';

/** Sound set-ups as people have them: in other orders, with other masks, IPv6 besides, devices that are down, and rules for defence. */
export const SOUND_VARIATIONS: readonly SoundSetUp[] = [
  {
    name: 'kill switch first, IPv6 refused',
    script: `${QUIET}
${devices('eth0 192.168.7.2/24 2001:db8:7::2/64', 'wg1 10.70.0.2/32')}
ip route add default via 192.168.7.1
ip -6 route add default via 2001:db8:7::1
iptables -P OUTPUT DROP
iptables -A OUTPUT -o lo -j ACCEPT
iptables -A OUTPUT -o wg1 -j ACCEPT
iptables -A OUTPUT -o eth0 -p udp --dport 67:68 -j ACCEPT
iptables -A OUTPUT -o eth0 -d 198.51.100.44 -p udp --dport 51820 -j ACCEPT
ip6tables -P INPUT DROP
ip6tables -P OUTPUT DROP
ip6tables -P FORWARD DROP
ip6tables -A INPUT -i lo -j ACCEPT
ip6tables -A OUTPUT -o lo -j ACCEPT
ip route add default dev wg1 table 51820
ip rule add pref 32764 not fwmark 0xca6c lookup 51820
ip rule add pref 32763 lookup main suppress_prefixlength 0
iptables -t raw -A PREROUTING ! -i wg1 -d 10.70.0.2/32 -m addrtype ! --src-type LOCAL -j DROP
iptables -t mangle -A POSTROUTING -m mark --mark 0xca6c -p udp -j CONNMARK --save-mark
iptables -t mangle -A PREROUTING -p udp -j CONNMARK --restore-mark
iptables -A OUTPUT ! -o wg1 -m mark ! --mark 0xca6c -m addrtype ! --dst-type LOCAL -j REJECT`,
  },
  {
    name: 'kill switch by rules: prohibit behind the tunnel',
    script: `${QUIET}
${devices('eth0 192.168.9.2/24', 'tun1 10.9.0.2/24')}
ip route add default via 192.168.9.1
ip route add default via 10.9.0.1 dev tun1 table 99
ip rule add pref 50 lookup main suppress_prefixlength 0
ip rule add pref 60 uidrange 2000-2000 lookup 99
ip rule add pref 61 uidrange 2000-2000 prohibit
iptables -A OUTPUT ! -o tun1 -m owner --uid-owner 2000 ! -d 192.168.9.0/24 -j REJECT
iptables -A INPUT -i tun1 -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A INPUT -i tun1 -j DROP`,
  },
  {
    name: 'two lines in another order, whole bytes as masks',
    script: `${QUIET}
${devices('lan 10.1.0.1/24', 'wan1 198.51.100.10/29', 'wan2 192.0.2.10/29')}
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -A POSTROUTING -o wan2 -j MASQUERADE
iptables -t nat -A POSTROUTING -o wan1 -j MASQUERADE
iptables -t mangle -N KEEP
iptables -t mangle -A KEEP -i wan1 -j MARK --set-mark 0x10000/0xff0000
iptables -t mangle -A KEEP -i wan2 -j MARK --set-mark 0x20000/0xff0000
iptables -t mangle -A KEEP -j CONNMARK --save-mark --mask 0xff0000
iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark --mask 0xff0000
iptables -t mangle -A PREROUTING -m mark --mark 0/0xff0000 -j KEEP
iptables -t mangle -A OUTPUT -j CONNMARK --restore-mark --mask 0xff0000
ip rule add pref 1000 fwmark 0x10000/0xff0000 lookup 201
ip rule add pref 1001 fwmark 0x20000/0xff0000 lookup 202
ip rule add pref 1100 from 198.51.100.10 lookup 201
ip rule add pref 1101 from 192.0.2.10 lookup 202
for t in 201 202; do ip route add 10.1.0.0/24 dev lan table $t; ip route add 198.51.100.8/29 dev wan1 table $t; ip route add 192.0.2.8/29 dev wan2 table $t; done
ip route add default via 198.51.100.9 table 201
ip route add default via 192.0.2.9 table 202
ip route add default via 198.51.100.9 metric 10
ip route add default via 192.0.2.9 metric 20`,
  },
  {
    name: 'three lines, new connections shared by statistic',
    script: `${QUIET}
${devices('lan 10.1.0.1/24', 'wan1 198.51.100.10/29', 'wan2 192.0.2.10/29', 'wan3 203.0.113.10/29')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 198.51.100.9
ip route add default via 198.51.100.9 table 1
ip route add default via 192.0.2.9 table 2
ip route add default via 203.0.113.9 table 3
ip rule add pref 90 lookup main suppress_prefixlength 0
ip rule add pref 101 fwmark 1/3 lookup 1
ip rule add pref 102 fwmark 2/3 lookup 2
ip rule add pref 103 fwmark 3/3 lookup 3
iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark
iptables -t mangle -A PREROUTING -m mark ! --mark 0 -j ACCEPT
iptables -t mangle -A PREROUTING -i wan1 -j MARK --set-mark 1
iptables -t mangle -A PREROUTING -i wan2 -j MARK --set-mark 2
iptables -t mangle -A PREROUTING -i wan3 -j MARK --set-mark 3
iptables -t mangle -A PREROUTING -i lan -m mark --mark 0 -m statistic --mode nth --every 3 --packet 0 -j MARK --set-mark 1
iptables -t mangle -A PREROUTING -i lan -m mark --mark 0 -m statistic --mode nth --every 2 --packet 0 -j MARK --set-mark 2
iptables -t mangle -A PREROUTING -i lan -m mark --mark 0 -j MARK --set-mark 3
iptables -t mangle -A PREROUTING -j CONNMARK --save-mark
iptables -t mangle -A OUTPUT -j CONNMARK --restore-mark
iptables -t nat -A POSTROUTING -o wan1 -j MASQUERADE
iptables -t nat -A POSTROUTING -o wan2 -j MASQUERADE
iptables -t nat -A POSTROUTING -o wan3 -j MASQUERADE`,
  },
  {
    name: 'three uplinks by source, one of them down',
    script: `${QUIET}
${devices('isp1 198.51.100.10/29', 'isp2 192.0.2.10/29', 'isp3 203.0.113.10/29')}
ip route add default via 198.51.100.9 metric 1
ip route add default via 192.0.2.9 metric 2
ip route add default via 203.0.113.9 metric 3
ip route add default via 198.51.100.9 table 1
ip route add default via 192.0.2.9 table 2
ip route add default via 203.0.113.9 table 3
ip rule add pref 10 lookup main suppress_prefixlength 0
ip rule add pref 11 from 198.51.100.10 lookup 1
ip rule add pref 12 from 192.0.2.10 lookup 2
ip rule add pref 13 from 203.0.113.10 lookup 3
ip link set isp3 down`,
  },
  {
    name: 'IPv6 with two providers, rules by source prefix',
    script: `${QUIET}
${devices('lan 2001:db8:a::1/64 2001:db8:b::1/64', 'p1 2001:db8:fff1::2/64', 'p2 2001:db8:fff2::2/64')}
sysctl -qw net.ipv6.conf.all.forwarding=1
ip -6 route add default via 2001:db8:fff1::1
ip -6 route add default via 2001:db8:fff1::1 table 101
ip -6 route add default via 2001:db8:fff2::1 table 102
ip -6 rule add pref 900 lookup main suppress_prefixlength 0
ip -6 rule add pref 1001 from 2001:db8:a::/48 lookup 101
ip -6 rule add pref 1002 from 2001:db8:b::/48 lookup 102
ip -6 rule add pref 1003 from 2001:db8:fff2::2 lookup 102
ip6tables -P FORWARD DROP
ip6tables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
ip6tables -A FORWARD -i lan -j ACCEPT
ip6tables -A FORWARD -p icmpv6 -j ACCEPT`,
  },
  {
    name: 'IPv6 with two providers, guarded against foreign sources',
    script: `${QUIET}
${devices('lan 2001:db8:a::1/64 2001:db8:b::1/64', 'p1 2001:db8:fff1::2/64', 'p2 2001:db8:fff2::2/64')}
sysctl -qw net.ipv6.conf.all.forwarding=1
ip -6 route add default from 2001:db8:a::/48 via 2001:db8:fff1::1 dev p1
ip -6 route add default from 2001:db8:b::/48 via 2001:db8:fff2::1 dev p2
ip -6 route add default from 2001:db8:fff1::/64 via 2001:db8:fff1::1 dev p1
ip -6 route add default from 2001:db8:fff2::/64 via 2001:db8:fff2::1 dev p2
ip6tables -A FORWARD -i lan -o p1 ! -s 2001:db8:a::/48 -j REJECT
ip6tables -A FORWARD -i lan -o p2 ! -s 2001:db8:b::/48 -j REJECT`,
  },
  {
    name: 'transparent proxy of both families, exceptions in front',
    script: `${QUIET}
${devices('lan 192.168.10.1/24 2001:db8:1::1/64', 'wan 203.0.113.20/24 2001:db8:ffff::2/64')}
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip route add default via 203.0.113.1
ip -6 route add default via 2001:db8:ffff::1
ip rule add pref 100 fwmark 0x2333/0xffff lookup 233
ip -6 rule add pref 100 fwmark 0x2333/0xffff lookup 233
ip route add local default dev lo table 233
ip -6 route add local default dev lo table 233
iptables -t mangle -N PROXY
iptables -t mangle -A PROXY -d 127.0.0.0/8 -j RETURN
iptables -t mangle -A PROXY -d 10.0.0.0/8 -j RETURN
iptables -t mangle -A PROXY -d 192.168.0.0/16 -j RETURN
iptables -t mangle -A PROXY -m addrtype --dst-type LOCAL -j RETURN
iptables -t mangle -A PROXY -p tcp -j TPROXY --on-port 7893 --tproxy-mark 0x2333/0xffff
iptables -t mangle -A PROXY -p udp -j TPROXY --on-port 7893 --tproxy-mark 0x2333/0xffff
iptables -t mangle -A PREROUTING -i lan -j PROXY
ip6tables -t mangle -N PROXY
ip6tables -t mangle -A PROXY -d 2001:db8:1::/64 -j RETURN
ip6tables -t mangle -A PROXY -m addrtype --dst-type LOCAL -j RETURN
ip6tables -t mangle -A PROXY -p tcp -j TPROXY --on-port 7893 --tproxy-mark 0x2333/0xffff
ip6tables -t mangle -A PROXY -p udp -j TPROXY --on-port 7893 --tproxy-mark 0x2333/0xffff
ip6tables -t mangle -A PREROUTING -i lan -j PROXY
iptables -t nat -A POSTROUTING -o wan -j MASQUERADE`,
  },
  {
    name: 'transparent proxy of this host too',
    script: `${QUIET}
${devices('lan 192.168.10.1/24', 'wan 203.0.113.20/24')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 203.0.113.1
ip rule add fwmark 1 lookup 100
ip route add local default dev lo table 100
iptables -t mangle -N XRAY
iptables -t mangle -A XRAY -d 127.0.0.0/8 -j RETURN
iptables -t mangle -A XRAY -d 192.168.0.0/16 -j RETURN
iptables -t mangle -A XRAY -d 203.0.113.0/24 -j RETURN
iptables -t mangle -A XRAY -m mark --mark 0xff -j RETURN
iptables -t mangle -A XRAY -p tcp -j TPROXY --on-port 12345 --tproxy-mark 1
iptables -t mangle -A XRAY -p udp -j TPROXY --on-port 12345 --tproxy-mark 1
iptables -t mangle -A PREROUTING -j XRAY
iptables -t mangle -N XRAY_SELF
iptables -t mangle -A XRAY_SELF -d 192.168.0.0/16 -j RETURN
iptables -t mangle -A XRAY_SELF -d 203.0.113.0/24 -j RETURN
iptables -t mangle -A XRAY_SELF -m mark --mark 0xff -j RETURN
iptables -t mangle -A XRAY_SELF -p tcp -j MARK --set-mark 1
iptables -t mangle -A XRAY_SELF -p udp -j MARK --set-mark 1
iptables -t mangle -A OUTPUT -j XRAY_SELF
iptables -t nat -A POSTROUTING -o wan -j MASQUERADE`,
  },
  {
    name: 'proxy that redirects, its user excepted',
    script: `${QUIET}
${devices('eth0 192.168.8.2/24')}
ip route add default via 192.168.8.1
iptables -t nat -N REDSOCKS
iptables -t nat -A REDSOCKS -d 0.0.0.0/8 -j RETURN
iptables -t nat -A REDSOCKS -d 10.0.0.0/8 -j RETURN
iptables -t nat -A REDSOCKS -d 127.0.0.0/8 -j RETURN
iptables -t nat -A REDSOCKS -d 192.168.0.0/16 -j RETURN
iptables -t nat -A REDSOCKS -p tcp -j REDIRECT --to-ports 12345
iptables -t nat -A OUTPUT -p tcp -m owner ! --uid-owner 998 -j REDSOCKS`,
  },
  {
    name: 'Docker host with two networks and published ports',
    script: `${QUIET}
${devices('eth0 192.0.2.5/24', 'docker0 172.17.0.1/16', 'br1 172.18.0.1/16')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 192.0.2.1
iptables -t nat -N DOCKER
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br1 -j MASQUERADE
iptables -t nat -A POSTROUTING -s 172.18.0.2/32 -d 172.18.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE
iptables -t nat -A DOCKER -i docker0 -j RETURN
iptables -t nat -A DOCKER -i br1 -j RETURN
iptables -t nat -A DOCKER ! -i br1 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.18.0.2:80
iptables -N DOCKER
iptables -N DOCKER-ISOLATION-STAGE-1
iptables -N DOCKER-ISOLATION-STAGE-2
iptables -N DOCKER-USER
iptables -P FORWARD DROP
iptables -A FORWARD -j DOCKER-USER
iptables -A FORWARD -j DOCKER-ISOLATION-STAGE-1
iptables -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A FORWARD -o docker0 -j DOCKER
iptables -A FORWARD -i docker0 ! -o docker0 -j ACCEPT
iptables -A FORWARD -i docker0 -o docker0 -j ACCEPT
iptables -A FORWARD -o br1 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A FORWARD -o br1 -j DOCKER
iptables -A FORWARD -i br1 ! -o br1 -j ACCEPT
iptables -A FORWARD -i br1 -o br1 -j ACCEPT
iptables -A DOCKER -d 172.18.0.2/32 ! -i br1 -o br1 -p tcp -m tcp --dport 80 -j ACCEPT
iptables -A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
iptables -A DOCKER-ISOLATION-STAGE-1 -i br1 ! -o br1 -j DOCKER-ISOLATION-STAGE-2
iptables -A DOCKER-ISOLATION-STAGE-1 -j RETURN
iptables -A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP
iptables -A DOCKER-ISOLATION-STAGE-2 -o br1 -j DROP
iptables -A DOCKER-ISOLATION-STAGE-2 -j RETURN
iptables -A DOCKER-USER -j RETURN`,
  },
  {
    name: 'Kubernetes node with two services',
    script: `${QUIET}
${devices('eth0 10.0.0.5/24', 'cni0 10.244.1.1/24', 'flannel.1 10.244.1.0/32')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 10.0.0.1
ip route add 10.244.2.0/24 via 10.0.0.6
iptables-restore <<X
*nat
:KUBE-SERVICES - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-POSTROUTING - [0:0]
:KUBE-MARK-MASQ - [0:0]
:KUBE-SVC-A - [0:0]
:KUBE-SEP-A1 - [0:0]
:KUBE-SEP-A2 - [0:0]
:KUBE-EXT-A - [0:0]
-A PREROUTING -j KUBE-SERVICES
-A OUTPUT -j KUBE-SERVICES
-A POSTROUTING -j KUBE-POSTROUTING
-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000
-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
-A KUBE-POSTROUTING -j MARK --xor-mark 0x4000
-A KUBE-POSTROUTING -j MASQUERADE --random-fully
-A KUBE-SERVICES -d 10.96.0.10/32 -p tcp -m tcp --dport 80 -j KUBE-SVC-A
-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
-A KUBE-NODEPORTS -p tcp -m tcp --dport 30080 -j KUBE-EXT-A
-A KUBE-EXT-A -j KUBE-MARK-MASQ
-A KUBE-EXT-A -j KUBE-SVC-A
-A KUBE-SVC-A ! -s 10.244.0.0/16 -d 10.96.0.10/32 -p tcp -m tcp --dport 80 -j KUBE-MARK-MASQ
-A KUBE-SVC-A -m statistic --mode random --probability 0.5 -j KUBE-SEP-A1
-A KUBE-SVC-A -j KUBE-SEP-A2
-A KUBE-SEP-A1 -s 10.244.1.5/32 -j KUBE-MARK-MASQ
-A KUBE-SEP-A1 -p tcp -m tcp -j DNAT --to-destination 10.244.1.5:8080
-A KUBE-SEP-A2 -s 10.244.2.5/32 -j KUBE-MARK-MASQ
-A KUBE-SEP-A2 -p tcp -m tcp -j DNAT --to-destination 10.244.2.5:8080
-A POSTROUTING -s 10.244.0.0/16 ! -d 10.244.0.0/16 -j MASQUERADE
COMMIT
*filter
:KUBE-FIREWALL - [0:0]
:KUBE-FORWARD - [0:0]
-A INPUT -j KUBE-FIREWALL
-A OUTPUT -j KUBE-FIREWALL
-A FORWARD -j KUBE-FORWARD
-A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP
-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
-A KUBE-FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT
-A KUBE-FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
COMMIT
X`,
  },
  {
    name: 'home router that guards itself',
    script: `${QUIET}
${devices('lan 192.168.10.1/24', 'guest 192.168.20.1/24', 'wan 203.0.113.20/24')}
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=1
ip route add default via 203.0.113.1
ip route add blackhole 10.0.0.0/8
ip route add blackhole 172.16.0.0/12
ip route add blackhole 192.168.0.0/16
iptables -P INPUT DROP
iptables -P FORWARD DROP
iptables -A INPUT -i lo -j ACCEPT
iptables -A INPUT -m conntrack --ctstate INVALID -j DROP
iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A INPUT -i wan -s 192.168.0.0/16 -j DROP
iptables -A INPUT -i guest -p udp --dport 53 -j ACCEPT
iptables -A INPUT -i guest -j REJECT
iptables -A INPUT -i lan -j ACCEPT
iptables -A INPUT -p icmp -j ACCEPT
iptables -A FORWARD -m conntrack --ctstate INVALID -j DROP
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -i guest -o lan -j REJECT
iptables -A FORWARD -i guest -o wan -j ACCEPT
iptables -A FORWARD -i lan -j ACCEPT
iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -o wan -j TCPMSS --clamp-mss-to-pmtu
iptables -t nat -A POSTROUTING -o wan -j MASQUERADE`,
  },
  {
    name: 'guests through the tunnel, with a stop behind it',
    script: `${QUIET}
${devices('lan 10.11.0.1/24', 'guest 10.12.0.1/24', 'wan 198.51.100.66/24', 'wg0 10.99.0.2/32')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 198.51.100.1
ip route add default dev wg0 table 60
ip route add unreachable default table 60 metric 1000
ip rule add pref 80 lookup main suppress_prefixlength 0
ip rule add pref 90 iif guest lookup 60
iptables -P FORWARD DROP
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -i guest -o wan -j DROP
iptables -A FORWARD -i guest -o lan -j DROP
iptables -A FORWARD -i guest -o wg0 -j ACCEPT
iptables -A FORWARD -i lan -o wan -j ACCEPT
iptables -t nat -A POSTROUTING -o wan -j MASQUERADE
iptables -t nat -A POSTROUTING -o wg0 -j MASQUERADE`,
  },
  {
    name: 'server with two networks of both families',
    script: `${QUIET}
${devices('front 203.0.113.40/24 2001:db8:40::40/64', 'back 10.40.0.40/24 fd40::40/64')}
ip route add default via 203.0.113.1
ip -6 route add default via 2001:db8:40::1
ip route add default via 10.40.0.1 table 40
ip -6 route add default via fd40::1 table 40
ip route add 10.40.0.0/24 dev back scope link table 40
ip -6 route add fd40::/64 dev back table 40
ip rule add pref 400 from 10.40.0.40 lookup 40
ip -6 rule add pref 400 from fd40::40 lookup 40
ip rule add pref 401 oif back lookup 40
ip -6 rule add pref 401 oif back lookup 40`,
  },
  {
    name: 'reserve line that is down, tables for both',
    script: `${QUIET}
${devices('lan 10.5.0.1/24', 'dsl 203.0.113.70/24', 'lte 198.51.100.70/24')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 203.0.113.1 metric 50
ip route add default via 198.51.100.1 metric 500
ip route add default via 203.0.113.1 table 70
ip route add default via 198.51.100.1 table 71
ip rule add pref 70 from 203.0.113.70 lookup 70
ip rule add pref 71 from 198.51.100.70 lookup 71
iptables -t nat -A POSTROUTING -o dsl -j MASQUERADE
iptables -t nat -A POSTROUTING -o lte -j MASQUERADE
ip link set lte down`,
  },
  {
    name: 'downloads of both families by the cheap line, a user and a group',
    script: `${QUIET}
${devices('eth0 192.168.8.2/24 2001:db8:8::2/64', 'wwan0 100.80.0.2/30 2001:db8:80::2/64')}
ip route add default via 192.168.8.1
ip -6 route add default via 2001:db8:8::1
ip route add default via 100.80.0.1 table 80
ip -6 route add default via 2001:db8:80::1 table 80
ip rule add pref 5000 fwmark 0x50/0xff lookup 80
ip -6 rule add pref 5000 fwmark 0x50/0xff lookup 80
iptables -t mangle -A OUTPUT -d 192.168.0.0/16 -j RETURN
iptables -t mangle -A OUTPUT -m owner --uid-owner 1080 -j MARK --set-mark 0x50/0xff
iptables -t mangle -A OUTPUT -m owner --gid-owner 1081 -j MARK --set-mark 0x50/0xff
ip6tables -t mangle -A OUTPUT -m owner --uid-owner 1080 -j MARK --set-mark 0x50/0xff
iptables -t nat -A POSTROUTING -o wwan0 -j MASQUERADE
ip6tables -t nat -A POSTROUTING -o wwan0 -j MASQUERADE`,
  },
  {
    name: 'site behind site, with a backup by the other tunnel',
    script: `${QUIET}
${devices('lan 10.11.0.1/24', 'wan 198.51.100.66/24', 'wg0 10.99.0.1/30', 'wg1 10.99.0.5/30')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 198.51.100.1
ip route add 10.12.0.0/16 via 10.99.0.2 metric 10
ip route add 10.12.0.0/16 via 10.99.0.6 metric 20
ip route add unreachable 10.12.0.0/16 metric 1000
iptables -t nat -A POSTROUTING -s 10.11.0.0/24 -d 10.12.0.0/16 -j ACCEPT
iptables -t nat -A POSTROUTING -s 10.11.0.0/24 -o wan -j MASQUERADE
iptables -A FORWARD -i wan -d 10.11.0.0/24 -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -i wan -d 10.11.0.0/24 -j DROP
iptables -A FORWARD -i wg+ -o wan -j DROP`,
  },
  {
    name: 'openvpn client with a route for the office and IPv6 off',
    script: `${QUIET}
${devices('eth0 192.168.3.2/24', 'tun0 10.8.0.10/24')}
sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip route add default via 192.168.3.1
ip route add 198.51.100.44/32 via 192.168.3.1
ip route add 192.168.50.0/24 via 192.168.3.1
ip route add 0.0.0.0/1 via 10.8.0.1 dev tun0
ip route add 128.0.0.0/1 via 10.8.0.1 dev tun0
iptables -A OUTPUT -d 192.168.0.0/16 -j ACCEPT
iptables -A OUTPUT -d 198.51.100.44 -j ACCEPT
iptables -A OUTPUT -o eth0 -j REJECT`,
  },
  {
    name: 'everything but 192.168.0.0/16 through the tunnel',
    script: `${QUIET}
${devices('eth0 192.168.3.2/24', 'wg0 10.70.0.2/32')}
ip route add default via 192.168.3.1
ip route add 198.51.100.44 via 192.168.3.1
for net in 0.0.0.0/1 128.0.0.0/2 192.0.0.0/9 192.128.0.0/11 192.160.0.0/13 192.169.0.0/16 192.170.0.0/15 192.172.0.0/14 192.176.0.0/12 192.192.0.0/10 193.0.0.0/8 194.0.0.0/7 196.0.0.0/6 200.0.0.0/5 208.0.0.0/4 224.0.0.0/3; do ip route add $net dev wg0; done`,
  },
  {
    name: 'everything but 10.0.0.0/8 through the tunnel',
    script: `${QUIET}
${devices('eth0 10.3.0.2/16', 'wg0 172.16.70.2/32')}
ip route add default via 10.3.0.1
ip route add 198.51.100.44 via 10.3.0.1
for net in 0.0.0.0/5 8.0.0.0/7 11.0.0.0/8 12.0.0.0/6 16.0.0.0/4 32.0.0.0/3 64.0.0.0/2 128.0.0.0/1; do ip route add $net dev wg0; done`,
  },
  {
    name: 'public port for one partner',
    script: `${QUIET}
${devices('lan 192.168.10.1/24', 'wan 203.0.113.20/24')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 203.0.113.1
iptables -P FORWARD DROP
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -i lan -o wan -j ACCEPT
iptables -A FORWARD -s 198.51.100.7 -d 192.168.10.5 -p tcp --dport 22 -j ACCEPT
iptables -t nat -A PREROUTING -i wan -p tcp --dport 2222 -j DNAT --to-destination 192.168.10.5:22
iptables -t nat -A POSTROUTING -o wan -j MASQUERADE`,
  },
  {
    name: 'public port for a set of partners',
    script: `${QUIET}
${devices('lan 192.168.10.1/24', 'wan 203.0.113.20/24')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 203.0.113.1
ipset create partners hash:net
ipset add partners 198.51.100.0/25
iptables -P FORWARD DROP
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -i lan -o wan -j ACCEPT
iptables -A FORWARD -m set --match-set partners src -d 192.168.10.5 -p tcp --dport 22 -j ACCEPT
iptables -t nat -A PREROUTING -i wan -p tcp --dport 2222 -j DNAT --to-destination 192.168.10.5:22
iptables -t nat -A POSTROUTING -o wan -j MASQUERADE`,
  },
  {
    name: 'server that only a set of clients may reach',
    script: `${QUIET}
${devices('eth0 192.0.2.5/24')}
ip route add default via 192.0.2.1
ipset create clients hash:net
ipset add clients 198.51.100.0/25
iptables -t raw -A PREROUTING -i eth0 -m set ! --match-set clients src -j DROP`,
  },
  {
    name: 'only the tunnel server may talk on the line',
    script: `${QUIET}
${devices('eth0 192.168.7.2/24', 'tun0 10.8.0.10/24')}
ip route add default via 192.168.7.1
ip route add 198.51.100.44 via 192.168.7.1
ip route add 0.0.0.0/1 via 10.8.0.1
ip route add 128.0.0.0/1 via 10.8.0.1
iptables -t raw -A PREROUTING -i eth0 ! -s 198.51.100.44 -j DROP
iptables -t mangle -A PREROUTING -i tun0 -m conntrack --ctstate INVALID -j DROP`,
  },
  {
    name: 'things that may not get out, others by the second line',
    script: `${QUIET}
${devices('office 10.1.0.1/24', 'things 10.3.0.1/24', 'fibre 198.51.100.10/29', 'cable 192.0.2.10/29')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 198.51.100.9
ip route add default via 192.0.2.9 table 12
ip rule add pref 500 lookup main suppress_prefixlength 0
ip rule add pref 600 iif things prohibit
ip rule add pref 700 from 10.0.0.0/8 lookup 12
ip rule add pref 701 from 192.0.2.10 lookup 12
iptables -t nat -A POSTROUTING -o fibre -j MASQUERADE
iptables -t nat -A POSTROUTING -o cable -j MASQUERADE`,
  },
  {
    name: 'virtual address that another host has now',
    script: `${QUIET}
${devices('eth0 203.0.113.40/24', 'eth1 192.0.2.40/24')}
ip route add default via 203.0.113.1
ip route add default via 192.0.2.1 table 40
ip rule add pref 400 from 192.0.2.40 lookup 40
ip route add default via 203.0.113.2 table 41
ip rule add pref 401 from 203.0.113.41 lookup 41`,
  },
  {
    name: 'shadowsocks: all redirected but the server',
    script: `${QUIET}
${devices('eth0 192.168.8.2/24')}
ip route add default via 192.168.8.1
iptables -t nat -N SHADOWSOCKS
iptables -t nat -A SHADOWSOCKS -d 198.51.100.44 -j RETURN
iptables -t nat -A SHADOWSOCKS -d 127.0.0.0/8 -j RETURN
iptables -t nat -A SHADOWSOCKS -d 192.168.0.0/16 -j RETURN
iptables -t nat -A SHADOWSOCKS -p tcp -j REDIRECT --to-ports 1080
iptables -t nat -A OUTPUT -p tcp -j SHADOWSOCKS`,
  },
  {
    name: 'local proxy with its parent in the network',
    script: `${QUIET}
${devices('eth0 192.168.8.2/24')}
ip route add default via 192.168.8.1
iptables -t nat -A OUTPUT -p tcp ! -d 192.168.8.9 -j REDIRECT --to-ports 12345`,
  },
  {
    name: 'answers of a public network by the line of the question, IPv6',
    script: `${QUIET}
${devices('dmz 2001:db8:a::1/64', 'p1 2001:db8:fff1::2/64', 'p2 2001:db8:fff2::2/64')}
sysctl -qw net.ipv6.conf.all.forwarding=1
ip -6 route add default via 2001:db8:fff1::1
ip -6 route add default via 2001:db8:fff2::1 table 102
ip -6 rule add pref 900 lookup main suppress_prefixlength 0
ip -6 rule add pref 1000 fwmark 2/3 lookup 102
ip6tables -t mangle -A PREROUTING -j CONNMARK --restore-mark --nfmask 3 --ctmask 3
ip6tables -t mangle -A PREROUTING -i p2 -p tcp -m mark --mark 0/3 -j MARK --set-xmark 2/3
ip6tables -t mangle -A PREROUTING -j CONNMARK --save-mark --nfmask 3 --ctmask 3
ip6tables -t mangle -A OUTPUT -j CONNMARK --restore-mark --nfmask 3 --ctmask 3`,
  },
  {
    name: 'answers of this host by the line of the question',
    script: `${QUIET}
${devices('lan 10.1.0.1/24', 'wan1 198.51.100.10/29', 'wan2 192.0.2.10/29')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 198.51.100.9
ip route add default via 192.0.2.9 table 2
ip rule add pref 1000 fwmark 2 lookup 2
iptables -t mangle -A PREROUTING -i wan2 -d 192.0.2.10 -m conntrack --ctstate NEW -j MARK --set-mark 2
iptables -t mangle -A PREROUTING -i wan2 -d 192.0.2.10 -m mark --mark 2 -j CONNMARK --save-mark
iptables -t mangle -A OUTPUT -m connmark --mark 2 -j CONNMARK --restore-mark
iptables -t nat -A POSTROUTING -o wan1 -j MASQUERADE
iptables -t nat -A POSTROUTING -o wan2 -j MASQUERADE`,
  },
  {
    name: 'Kubernetes node with a network of its own for pods, marks of many',
    script: `${QUIET}
${devices('eth0 10.0.0.5/24', 'eth1 10.0.1.5/24', 'cni0 10.244.1.1/24')}
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 10.0.0.1
ip route add default via 10.0.1.1 table 2
ip route add throw 10.0.0.0/24 table 2
ip rule add pref 512 to 10.244.0.0/16 lookup main
ip rule add pref 1024 fwmark 0x80/0x80 lookup main
ip rule add pref 1536 from 10.244.1.7 lookup 2
ip rule add pref 1537 from 10.0.1.5 lookup 2
iptables -t mangle -A PREROUTING -i eth0 -m addrtype --dst-type LOCAL --limit-iface-in -j CONNMARK --set-xmark 0x80/0x80
iptables -t mangle -A PREROUTING -i cni0 -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80
iptables -t nat -A POSTROUTING -s 10.244.1.0/24 ! -d 10.0.0.0/8 -o eth0 -j SNAT --to-source 10.0.0.5
iptables -t nat -A POSTROUTING -s 10.244.1.0/24 ! -d 10.0.0.0/8 -o eth1 -j SNAT --to-source 10.0.1.5`,
  },
  {
    name: 'two tunnels with marks of their own',
    script: `${QUIET}
${devices('eth0 192.168.7.2/24', 'wg1 10.70.0.2/32', 'wg2 10.71.0.2/32')}
ip route add default via 192.168.7.1
ip route add default dev wg1 table 51820
ip route add 10.72.0.0/16 dev wg2 table 51821
ip rule add pref 100 lookup main suppress_prefixlength 0
ip rule add pref 101 not fwmark 51821 lookup 51821
ip rule add pref 102 not fwmark 51820 lookup 51820
iptables -A OUTPUT -o eth0 -m mark --mark 51821 -j ACCEPT
iptables -A OUTPUT -o eth0 -d 198.51.100.44 -p udp --dport 51820 -j ACCEPT
iptables -A OUTPUT -o eth0 -d 192.168.7.0/24 -j ACCEPT
iptables -A OUTPUT -o eth0 -j DROP`,
  },
];
