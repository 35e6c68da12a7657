#!/bin/bash
# A router with two uplinks: connections from outside are answered by the same uplink, those from inside are split by source.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add lan0 address 02:00:00:00:00:01 type veth peer name p-lan0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-lan0 up
ip link set lan0 up
ip addr add 192.168.5.1/24 dev lan0
ip link add dsl0 address 02:00:00:00:00:02 type veth peer name p-dsl0 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-dsl0 up
ip link set dsl0 up
ip addr add 198.51.100.2/24 dev dsl0
ip link add fib0 address 02:00:00:00:00:03 type veth peer name p-fib0 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-fib0 up
ip link set fib0 up
ip addr add 203.0.113.2/24 dev fib0
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip route add default via 198.51.100.1 dev dsl0
ip route add default via 198.51.100.1 dev dsl0 table 11
ip route add default via 203.0.113.1 dev fib0 table 12
ip rule add pref 90 lookup main suppress_prefixlength 0
ip rule add pref 110 fwmark 0x1/0xf lookup 11
ip rule add pref 120 fwmark 0x2/0xf lookup 12
nft -f - <<'EOF'
table ip uplinks {
  map uplink-of {
    type ipv4_addr : mark
    flags interval
    elements = { 192.168.5.0-192.168.5.127 : 0x1, 192.168.5.128-192.168.5.250 : 0x2 }
  }
  chain from-dsl {
    ct mark set ct mark & 0xfffffff0 | 0x1
  }
  chain from-fib {
    ct mark set ct mark & 0xfffffff0 | 0x2
  }
  chain from-lan {
    ct mark & 0xf != 0x0 return
    ct mark set ip saddr map @uplink-of
  }
  chain pre {
    type filter hook prerouting priority mangle; policy accept;
    ct state new iifname vmap { "dsl0" : jump from-dsl, "fib0" : jump from-fib, "lan0" : jump from-lan }
    meta mark set ct mark
  }
  chain out {
    type route hook output priority mangle; policy accept;
    meta mark set ct mark
  }
  chain post {
    type nat hook postrouting priority srcnat; policy accept;
    oifname { "dsl0", "fib0" } ip saddr 192.168.5.0/24 masquerade
  }
  chain destinations {
    type nat hook prerouting priority dstnat; policy accept;
    iifname { "dsl0", "fib0" } tcp dport 8443 dnat to 192.168.5.10:443
  }
}
EOF
