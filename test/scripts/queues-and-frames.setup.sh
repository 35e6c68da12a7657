#!/bin/bash
# a small router: traffic classes for its queues, DHCP checksums as libvirt has them, noise of broadcasts kept out of the log
ip link set lo up
for dev in lan wan; do
  ip link add "$dev" type veth peer name "far-$dev"; ip link set "far-$dev" up; ip link set "$dev" up
done
ip address add 192.168.7.1/24 dev lan
ip address add 203.0.113.2/24 dev wan
ip route add default via 203.0.113.1
sysctl -q -w net.ipv4.ip_forward=1
m='iptables -t mangle'
$m -A POSTROUTING -o lan -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill
$m -N QUEUES
$m -A POSTROUTING -o wan -j QUEUES
$m -A QUEUES -p udp --dport 5060 -j CLASSIFY --set-class 1:10
$m -A QUEUES -m mark --mark 7 -j CLASSIFY --set-class 1:ffff
$m -A QUEUES -j CLASSIFY --set-class 0x1:0x30
iptables -N NOISE
iptables -A INPUT -m pkttype --pkt-type broadcast -j NOISE
iptables -A INPUT -m pkttype --pkt-type multicast -j NOISE
iptables -A INPUT -m pkttype ! --pkt-type host
iptables -A NOISE -p udp --dport 67 -j ACCEPT
iptables -A NOISE -j DROP
iptables -A FORWARD -m pkttype --pkt-type unicast
iptables -A OUTPUT -m pkttype --pkt-type otherhost -j DROP
iptables -A OUTPUT -m pkttype ! --pkt-type unicast -j DROP
ip6tables -A INPUT -m pkttype --pkt-type mcast
ip6tables -A INPUT -m pkttype --pkt-type bcast -j DROP
iptables -A INPUT -m pkttype
iptables -A INPUT -m pkttype --pkt-type all
iptables -A OUTPUT -j CHECKSUM --checksum-fill
$m -A OUTPUT -j CHECKSUM
$m -A PREROUTING -j CLASSIFY --set-class 1:1
$m -A INPUT -j QUEUES
$m -A OUTPUT -j CLASSIFY
$m -A OUTPUT -j CLASSIFY --set-class 1
$m -A OUTPUT -j CLASSIFY --set-class :1
$m -A OUTPUT -j CLASSIFY --set-class ' +1:-2 and more'
$m -A OUTPUT -j CLASSIFY --set-class 123456789a:1
ip6tables -t mangle -A OUTPUT -j CLASSIFY --set-class 0:0
$m -S; $m -nvL POSTROUTING; $m -L QUEUES; iptables -S; iptables -nL INPUT; iptables -L OUTPUT
