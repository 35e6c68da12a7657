#!/bin/bash
# Users 1001 and 1200 to 1299 use a tunnel, everybody else does not; the tunnel lacks IPv6, so theirs is rejected.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.7.20/24 dev eth0
ip addr add 2001:db8:7::20/64 dev eth0 nodad
ip link add tun0 address 02:00:00:00:00:02 type veth peer name p-tun0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-tun0 up
ip link set tun0 up
ip addr add 10.8.0.6/24 dev tun0
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip route add default via 192.168.7.1 dev eth0
ip -6 route add default via 2001:db8:7::1 dev eth0
ip route add default via 10.8.0.1 dev tun0 table 66
ip route add unreachable default metric 900 table 66
ip rule add pref 660 fwmark 0x66 lookup 66
nft -f - <<'EOF'
table inet users {
  set tunnelled {
    typeof meta skuid
    flags interval
    elements = { 1001, 1200-1299 }
  }
  chain mark-users {
    type route hook output priority mangle; policy accept;
    ip daddr { 127.0.0.0/8, 192.168.7.0/24 } return
    meta skuid @tunnelled meta mark set 0x66 ct mark set meta mark counter
  }
  chain only-ipv4 {
    type filter hook output priority filter; policy accept;
    meta skuid @tunnelled ip6 daddr != fe80::/10 oifname "eth0" counter reject with icmpx admin-prohibited
  }
  chain forwarded {
    type filter hook forward priority filter; policy accept;
    meta skuid != 1001 counter drop
  }
  chain source-of {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "tun0" masquerade
  }
}
EOF
