#!/bin/sh
# kube-proxy iptables mode, by iptables-restore --noflush
set -e
ip link set lo up
for d in eth0 cni0; do ip link add $d type veth peer name x$d; ip link set x$d up; ip link set $d up; done
ip addr add 10.240.0.4/24 dev eth0
ip addr add 10.244.1.1/24 dev cni0
ip route add default via 10.240.0.1
ip route add 10.244.2.0/24 via 10.240.0.5
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -N KUBE-SERVICES
iptables -t nat -N KUBE-POSTROUTING
iptables -t nat -N KUBE-MARK-MASQ
iptables -t nat -I PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
iptables -t nat -I OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
iptables -t nat -I POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
cat <<EOF2 | iptables-restore --noflush --counters
*nat
:KUBE-SERVICES - [0:0]
:KUBE-POSTROUTING - [0:0]
:KUBE-MARK-MASQ - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-SVC-WEB - [0:0]
:KUBE-SEP-A - [0:0]
:KUBE-SEP-B - [0:0]
:KUBE-SEP-C - [0:0]
-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
-A KUBE-POSTROUTING -j MARK --xor-mark 0x4000
-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE
-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000
-A KUBE-SERVICES -m comment --comment "default/web cluster IP" -m tcp -p tcp -d 10.96.0.10 --dport 80 -j KUBE-SVC-WEB
-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
-A KUBE-NODEPORTS -m comment --comment default/web -m tcp -p tcp --dport 30080 -j KUBE-SVC-WEB
-A KUBE-SVC-WEB -m comment --comment default/web ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ
-A KUBE-SVC-WEB -m comment --comment default/web -m statistic --mode nth --every 3 --packet 0 -j KUBE-SEP-A
-A KUBE-SVC-WEB -m comment --comment default/web -m statistic --mode nth --every 2 --packet 0 -j KUBE-SEP-B
-A KUBE-SVC-WEB -m comment --comment default/web -j KUBE-SEP-C
-A KUBE-SEP-A -s 10.244.1.10 -j KUBE-MARK-MASQ
-A KUBE-SEP-A -p tcp -m tcp -j DNAT --to-destination 10.244.1.10:8080
-A KUBE-SEP-B -s 10.244.2.20 -j KUBE-MARK-MASQ
-A KUBE-SEP-B -p tcp -m tcp -j DNAT --to-destination 10.244.2.20:8080
-A KUBE-SEP-C -s 10.244.1.11 -j KUBE-MARK-MASQ
-A KUBE-SEP-C -p tcp -m tcp -j DNAT --to-destination 10.244.1.11:8080
COMMIT
EOF2
iptables -t nat -S
iptables -t nat -L KUBE-SVC-WEB -n
iptables-save -t nat | grep -F -- '-j KUBE-SEP' | wc -l
