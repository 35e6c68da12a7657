#!/bin/bash
set -u
DEVS=(eth0 eth1)
V4=(192.0.2.10/24 198.51.100.10/24); GW4=(192.0.2.1 198.51.100.1)
V6=(2001:db8:a::10/64 2001:db8:b::10/64); GW6=(2001:db8:a::1 2001:db8:b::1)
ip link set lo up
for ((i = 0; i < ${#DEVS[@]}; i++)); do
  d=${DEVS[i]}; t=$((100 + i))
  ip link add $d type veth peer name w$i
  ip link set w$i up
  sysctl -qw net.ipv6.conf.$d.accept_ra=0
  ip link set $d up
  ip addr add "${V4[i]}" dev $d
  ip -6 addr add "${V6[i]}" dev $d nodad
  for fam in 4 6; do
    declare -n gw=GW$fam addr=V$fam
    ip -$fam route add default via "${gw[i]}" dev $d table $t
    ip -$fam rule add from "${addr[i]%/*}" table $t prio $((1000 + i))
    ip -$fam rule add fwmark $((i + 1)) table $t prio $((900 + i))
  done
done
ip route add default via ${GW4[0]} metric 100
ip route add default via ${GW4[1]} metric 200
ip -6 route add default via ${GW6[0]} metric 100
ip -6 route add default via ${GW6[1]} metric 200
for ipt in iptables ip6tables; do
  $ipt -t mangle -A OUTPUT -m owner --uid-owner 1000 -j MARK --set-mark 2
  $ipt -t mangle -A OUTPUT -p tcp --dport 25 -m owner ! --uid-owner 1000 -j MARK --set-mark 2
  $ipt -A INPUT -m conntrack --ctstate INVALID -j DROP
done
ip6tables -A INPUT -p icmpv6 --icmpv6-type echo-request -j ACCEPT
ip6tables -A INPUT -p tcp -m tcp --dport 22 -s 2001:db8:a::/64 -j ACCEPT
ip6tables -P INPUT DROP
ip -6 rule; ip -6 route show table all | grep -v fe80 | grep -v ff00 | sed 's/ *$//'
ip6tables-save | grep ^-A
ip -6 route get 2001:db8:ffff::1
ip -6 route get 2001:db8:ffff::1 mark 2
ip -6 route get 2001:db8:ffff::1 from 2001:db8:b::10
ip -o -6 addr show scope global | awk '{print $2,$4}'
