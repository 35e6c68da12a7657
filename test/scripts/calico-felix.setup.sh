#!/bin/bash
# Calico felix-like dataplane
ip link set lo up
ip link add eth0 type veth peer name p-eth0; ip link set p-eth0 up; ip link set eth0 up
ip addr add 10.0.0.10/24 dev eth0; ip route add default via 10.0.0.1
for n in 1 2; do
  ip link add cali$n address ee:ee:ee:ee:ee:ee type veth peer name pod$n
  ip link set pod$n up; ip link set cali$n up
  echo 1 > /proc/sys/net/ipv4/conf/cali$n/proxy_arp || echo "no proxy_arp"
  echo 1 > /proc/sys/net/ipv4/conf/cali$n/rp_filter
  sysctl -qw net.ipv4.conf.cali$n.route_localnet=1 net.ipv4.conf.cali$n.forwarding=1
  ip route add 10.65.0.$((n+1)) dev cali$n scope link src 10.0.0.10
  ip neigh add 10.65.0.$((n+1)) dev cali$n lladdr 02:aa:00:00:00:0$n nud permanent
done
sysctl -qw net.ipv4.ip_forward=1
ip route add blackhole 10.65.0.0/26 proto 80
ip route add 10.65.0.64/26 via 10.0.0.11 dev eth0 proto bird onlink
iptables-restore --noflush -w <<'EOR'
*filter
:cali-FORWARD - [0:0]
:cali-from-wl-dispatch - [0:0]
:cali-to-wl-dispatch - [0:0]
:cali-fw-cali1 - [0:0]
:cali-tw-cali1 - [0:0]
-I FORWARD -m comment --comment "cali:wUHhoiAYhphO9Mso" -j cali-FORWARD
-A cali-FORWARD -m comment --comment "cali:vjrMJCRpqwy5oRoX" -j MARK --set-xmark 0/0xe0000
-A cali-FORWARD -m comment --comment "cali:A_sPAO0mcxbT9mOV" -m mark --mark 0/0x10000 -j RETURN
-A cali-FORWARD -i cali+ -j cali-from-wl-dispatch
-A cali-FORWARD -o cali+ -j cali-to-wl-dispatch
-A cali-from-wl-dispatch -i cali1 -g cali-fw-cali1
-A cali-from-wl-dispatch -m comment --comment "Unknown interface" -j DROP
-A cali-to-wl-dispatch -o cali1 -g cali-tw-cali1
-A cali-to-wl-dispatch -j DROP
-A cali-fw-cali1 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A cali-fw-cali1 -m conntrack --ctstate INVALID -j DROP
-A cali-fw-cali1 -j MARK --set-xmark 0/0x10000
-A cali-fw-cali1 -p udp -m comment --comment "Drop VXLAN encapped packets originating in workloads" -m multiport --dports 4789 -j DROP
-A cali-fw-cali1 -j MARK --set-xmark 0x10000/0x10000
-A cali-fw-cali1 -m mark --mark 0x10000/0x10000 -j RETURN
-A cali-tw-cali1 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A cali-tw-cali1 -p tcp -m multiport --dports 80,443 -j ACCEPT
-A cali-tw-cali1 -j DROP
COMMIT
*mangle
:cali-PREROUTING - [0:0]
-I PREROUTING -j cali-PREROUTING
-A cali-PREROUTING -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A cali-PREROUTING -i cali+ -j MARK --set-xmark 0x10000/0x10000
COMMIT
*nat
:cali-nat-outgoing - [0:0]
-I POSTROUTING -j cali-nat-outgoing
-A cali-nat-outgoing -m mark --mark 0x10000/0x10000 ! -d 10.65.0.0/16 -j MASQUERADE --random-fully
COMMIT
EOR
iptables -S | head -30
iptables -t mangle -S
iptables -t nat -S
ip route
