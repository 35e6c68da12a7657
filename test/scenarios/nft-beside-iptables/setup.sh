#!/bin/bash
# An old script of iptables and a new table of nft on one router, loaded in this order.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan0 address 02:00:00:00:00:01 type veth peer name p-lan0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan0 up
ip link set lan0 up
ip addr add 192.168.70.1/24 dev lan0
ip link add dsl0 address 02:00:00:00:00:02 type veth peer name p-dsl0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-dsl0 up
ip link set dsl0 up
ip addr add 198.51.100.2/24 dev dsl0
ip link add fib0 address 02:00:00:00:00:03 type veth peer name p-fib0 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-fib0 up
ip link set fib0 up
ip addr add 203.0.113.2/24 dev fib0
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 198.51.100.1 dev dsl0
ip route add default via 203.0.113.1 dev fib0 table 3
ip rule add pref 50 lookup main suppress_prefixlength 0
ip rule add pref 70 fwmark 0x3/0xf lookup 3
iptables -t mangle -A PREROUTING -i lan0 -p udp --dport 53 -j MARK --set-mark 0x3/0xf
iptables -t mangle -A OUTPUT -p udp --dport 123 -j MARK --set-mark 0x3/0xf
iptables -P FORWARD DROP
iptables -A FORWARD -i lan0 -p udp -j ACCEPT
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT
iptables -t nat -A PREROUTING -d 198.51.100.2 -p udp --dport 5000 -j DNAT --to-destination 192.168.70.10:5000
iptables -t nat -A POSTROUTING -o dsl0 -j SNAT --to-source 198.51.100.2
nft -f - <<'EOF'
table inet new {
  chain pre {
    type filter hook prerouting priority mangle; policy accept;
    iifname "lan0" udp dport 53 ip daddr 9.9.9.9 meta mark set 0x1
    iifname "lan0" tcp dport 443 meta mark set 0x3
  }
  chain out {
    type route hook output priority mangle; policy accept;
    udp dport 123 ip daddr 9.9.9.9 meta mark set 0x1
    udp dport 500 meta mark set 0x3
  }
  chain forward {
    type filter hook forward priority filter; policy accept;
    tcp dport 443 counter accept
    udp dport 69 counter drop
  }
  chain destinations {
    type nat hook prerouting priority dstnat; policy accept;
    ip daddr 198.51.100.2 udp dport { 5000, 5001 } counter dnat ip to 192.168.70.20
  }
  chain sources {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "fib0" masquerade
  }
}
EOF
