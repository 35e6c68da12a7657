#!/bin/sh
SQUIDIP=192.168.1.2 LANNET=192.168.1.0/24
ip link set lo up
for d in eth0 eth1; do ip link add $d type veth peer name f$d; ip link set f$d up; ip link set $d up; done
ip addr add 192.168.1.1/24 dev eth0
ip addr add 203.0.113.2/24 dev eth1
ip route add default via 203.0.113.1
echo "1" > /proc/sys/net/ipv4/ip_forward
for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 > $f; done
echo 201 squid >> /etc/iproute2/rt_tables
ip rule add fwmark 2 table squid
ip route add default via $SQUIDIP dev eth0 table squid
ip route flush cache
iptables -t mangle -A PREROUTING -p tcp --dport 80 -s $SQUIDIP -j ACCEPT
iptables -t mangle -A PREROUTING -i eth0 -p tcp --dport 80 -s $LANNET -j MARK --set-mark 2
iptables -t mangle -A PREROUTING -m mark --mark 2 -j ACCEPT
iptables -t filter -A FORWARD -i eth0 -o eth0 -p tcp --dport 80 -j ACCEPT
iptables -t nat -A POSTROUTING -o eth1 -j MASQUERADE
iptables -t mangle -vnL PREROUTING
cat /proc/sys/net/ipv4/conf/eth0/rp_filter
ip route list table squid
sysctl net.ipv4.ip_forward net.ipv4.conf.all.rp_filter
sysctl -n net.ipv4.ip_forward
sysctl -a 2>/dev/null | grep '\.rp_filter' | sort
