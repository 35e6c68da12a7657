#!/bin/bash
# In the manner of kube-proxy's nftables mode, reduced: three services, one without endpoints, one node port.
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 10.1.0.4/24 dev eth0
ip link add cali1 address 02:00:00:00:00:02 type veth peer name p-cali1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-cali1 up
ip link set cali1 up
ip addr add 169.254.1.1/32 dev cali1
ip link add cali2 address 02:00:00:00:00:03 type veth peer name p-cali2 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-cali2 up
ip link set cali2 up
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 10.1.0.1 dev eth0
ip route add 10.244.0.5 dev cali1
ip route add 10.244.0.6 dev cali2
ip route add 10.244.1.0/24 via 10.1.0.5 dev eth0
nft -f - <<'EOF'
table ip kube {
  comment "rules for services"
  set cluster-pods {
    type ipv4_addr
    flags interval
    elements = { 10.244.0.0/16 }
  }
  map no-endpoint-services {
    type ipv4_addr . inet_proto . inet_service : verdict
    elements = { 10.96.0.99 . tcp . 80 : goto reject-chain }
  }
  chain reject-chain {
    reject
  }
  chain mark-for-masquerade {
    meta mark set meta mark or 0x4000
  }
  chain endpoint-dns {
    ip saddr 10.244.1.7 jump mark-for-masquerade
    meta l4proto udp dnat to 10.244.1.7:53
  }
  chain endpoint-web-1 {
    ip saddr 10.244.0.5 jump mark-for-masquerade
    meta l4proto tcp dnat to 10.244.0.5:8080
  }
  chain endpoint-web-2 {
    ip saddr 10.244.0.6 jump mark-for-masquerade
    meta l4proto tcp dnat to 10.244.0.6:8080
  }
  chain service-dns {
    ip daddr 10.96.0.10 udp dport 53 ip saddr != @cluster-pods jump mark-for-masquerade
    goto endpoint-dns
  }
  chain service-web {
    ip daddr 10.96.0.20 tcp dport 80 ip saddr != @cluster-pods jump mark-for-masquerade
    numgen inc mod 2 vmap { 0 : goto endpoint-web-1, 1 : goto endpoint-web-2 }
  }
  chain external-web {
    jump mark-for-masquerade
    goto service-web
  }
  map service-ips {
    type ipv4_addr . inet_proto . inet_service : verdict
    elements = { 10.96.0.10 . udp . 53 : goto service-dns, 10.96.0.20 . tcp . 80 : goto service-web }
  }
  map service-nodeports {
    type inet_proto . inet_service : verdict
    elements = { tcp . 30080 : goto external-web }
  }
  chain services {
    ip daddr . meta l4proto . th dport vmap @service-ips
    fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @service-nodeports
  }
  chain filter-forward {
    type filter hook forward priority -110; policy accept;
    ct state new ip daddr . meta l4proto . th dport vmap @no-endpoint-services
  }
  chain filter-output {
    type filter hook output priority -110; policy accept;
    ct state new ip daddr . meta l4proto . th dport vmap @no-endpoint-services
  }
  chain nat-prerouting {
    type nat hook prerouting priority dstnat; policy accept;
    jump services
  }
  chain nat-output {
    type nat hook output priority dstnat; policy accept;
    jump services
  }
  chain nat-postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    meta mark and 0x4000 != 0 meta mark set meta mark xor 0x4000 masquerade fully-random
  }
}
EOF
