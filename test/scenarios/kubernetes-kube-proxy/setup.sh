#!/bin/bash
# After the chains of kube-proxy in iptables mode (KUBE-SERVICES, KUBE-SVC-, KUBE-SEP-, KUBE-MARK-MASQ, KUBE-POSTROUTING, KUBE-FORWARD), one endpoint per service, and one bit of the mark taken by a network plugin
# A fresh namespace, as every machine finds it: its own wire side, loopback up, no reverse path filter, IPv6 addresses usable at once.
ip netns add peer
ip link set lo up
for scope in all default; do sysctl -qw net.ipv4.conf.$scope.rp_filter=0 net.ipv6.conf.$scope.accept_dad=0 net.ipv6.conf.$scope.accept_ra=0; done
ip link add eth0 address 02:00:00:00:00:01 type veth peer name p-eth0 address 02:00:00:00:01:01 netns peer
ip -n peer link set p-eth0 up
ip link set eth0 up
ip addr add 192.168.56.11/24 dev eth0
ip link add veth1 address 02:00:00:00:00:02 type veth peer name p-veth1 address 02:00:00:00:01:02 netns peer
ip -n peer link set p-veth1 up
ip link set veth1 up
ip link add veth2 address 02:00:00:00:00:03 type veth peer name p-veth2 address 02:00:00:00:01:03 netns peer
ip -n peer link set p-veth2 up
ip link set veth2 up
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 192.168.56.1 dev eth0
ip addr add 10.244.1.1/32 dev veth1
ip route add 10.244.1.5 dev veth1 scope link
ip route add 10.244.1.6 dev veth2 scope link
ip route add 10.244.2.0/24 via 192.168.56.12
iptables-restore -n <<EOF
*mangle
-A PREROUTING -i veth+ -j MARK --set-xmark 0x10000/0x10000
COMMIT
*filter
:FORWARD DROP [0:0]
:KUBE-FORWARD - [0:0]
-A FORWARD -j KUBE-FORWARD
-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
-A KUBE-FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT
-A KUBE-FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -s 10.244.0.0/16 -j ACCEPT
-A FORWARD -d 10.244.0.0/16 -j ACCEPT
COMMIT
*nat
:KUBE-SERVICES - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-POSTROUTING - [0:0]
:KUBE-MARK-MASQ - [0:0]
:KUBE-SVC-DNS - [0:0]
:KUBE-SEP-DNS - [0:0]
:KUBE-SVC-WEB - [0:0]
:KUBE-EXT-WEB - [0:0]
:KUBE-SEP-WEB - [0:0]
-A PREROUTING -j KUBE-SERVICES
-A OUTPUT -j KUBE-SERVICES
-A POSTROUTING -j KUBE-POSTROUTING
-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000
-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
-A KUBE-POSTROUTING -j MARK --xor-mark 0x4000
-A KUBE-POSTROUTING -j MASQUERADE --random-fully
-A KUBE-SERVICES -d 10.96.0.10/32 -p udp --dport 53 -j KUBE-SVC-DNS
-A KUBE-SERVICES -d 10.96.7.7/32 -p tcp --dport 80 -j KUBE-SVC-WEB
-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
-A KUBE-NODEPORTS -p tcp --dport 30080 -j KUBE-EXT-WEB
-A KUBE-EXT-WEB -j KUBE-MARK-MASQ
-A KUBE-EXT-WEB -j KUBE-SVC-WEB
-A KUBE-SVC-DNS ! -s 10.244.0.0/16 -d 10.96.0.10/32 -p udp --dport 53 -j KUBE-MARK-MASQ
-A KUBE-SVC-DNS -j KUBE-SEP-DNS
-A KUBE-SVC-WEB ! -s 10.244.0.0/16 -d 10.96.7.7/32 -p tcp --dport 80 -j KUBE-MARK-MASQ
-A KUBE-SVC-WEB -j KUBE-SEP-WEB
-A KUBE-SEP-DNS -s 10.244.1.6/32 -j KUBE-MARK-MASQ
-A KUBE-SEP-DNS -p udp -j DNAT --to-destination 10.244.1.6:53
-A KUBE-SEP-WEB -s 10.244.2.8/32 -j KUBE-MARK-MASQ
-A KUBE-SEP-WEB -p tcp -j DNAT --to-destination 10.244.2.8:8080
COMMIT
EOF
