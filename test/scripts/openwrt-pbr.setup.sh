#!/bin/sh
# OpenWrt pbr (iptables mode), ash style
packageName=pbr
ipTablePrefix='PBR'
wanTableID=201 fwMask=0xff0000 wanMark=0x010000
ifaceMark="$(printf '0x%06x' "$wanMark")"
output() { printf '%b' "$*"; }
ipt() { local d; d=$(echo "$*" | sed 's/-A /-D /g;s/-I /-D /g;s/-N /-F /g'); [ "$d" != "$*" ] && iptables $d >/dev/null 2>&1; iptables "$@" 2>&1 || output "ERROR: iptables $*\n"; }
ip link set lo up
for i in br-lan wan vpn; do ip link add "$i" type veth peer name "p${i}" ; ip link set "p${i}" up; ip link set dev "$i" up; done
ip addr add 192.168.1.1/24 brd 192.168.1.255 dev br-lan
ip addr add 100.70.1.2/24 dev wan; ip addr add 10.99.0.2/24 dev vpn
ip route add default via 100.70.1.1 dev wan proto static src 100.70.1.2
sysctl -w net.ipv4.conf.all.forwarding=1 >/dev/null
mark=$wanMark tid=$wanTableID prio=30000
for iface in wan vpn; do
  case $iface in wan) gw=100.70.1.1;; vpn) gw=10.99.0.1;; esac
  hex=$(printf '0x%06x' $mark)
  grep -q "${tid} ${packageName}_${iface}" /etc/iproute2/rt_tables 2>/dev/null || echo "${tid} ${packageName}_${iface}" >> /etc/iproute2/rt_tables
  ip -4 rule del table "$tid" >/dev/null 2>&1
  ip -4 route flush table "$tid" >/dev/null 2>&1
  ip -4 route add default via "$gw" dev "$iface" table "$tid" >/dev/null 2>&1 || output "fail $iface\n"
  ip -4 route list table main | grep -v 'br-lan\|default' | while read -r r; do ip -4 route add $r table "$tid" >/dev/null 2>&1; done
  ip -4 route list table main | grep br-lan | while read -r r; do ip -4 route add $r table "$tid"; done
  ip -4 rule add fwmark "$hex/$fwMask" table "$tid" priority "$prio"
  ipt -t mangle -N "${ipTablePrefix}_MARK_$hex"
  ipt -t mangle -A "${ipTablePrefix}_MARK_$hex" -j MARK --set-xmark "$hex/$fwMask"
  ipt -t mangle -A "${ipTablePrefix}_MARK_$hex" -j RETURN
  mark=$(printf '0x%06x' $((mark + wanMark))); tid=$((tid + 1)); prio=$((prio - 1))
done
for c in PREROUTING FORWARD INPUT OUTPUT; do ipt -t mangle -N "${ipTablePrefix}_$c"; ipt -t mangle -A "$c" -m mark --mark "0x0/$fwMask" -j "${ipTablePrefix}_$c"; done
policy() { # name src dst proto ports iface
  set -- $(echo "$*")
  m=$6; p=
  [ "$2" != - ] && p="$p -s $2"; [ "$3" != - ] && p="$p -d $3"
  [ "$4" != - ] && p="$p -p $4"; [ "$5" != - ] && p="$p -m multiport --dports $5"
  ipt -t mangle -A ${ipTablePrefix}_PREROUTING $p -m comment --comment "$1" -g "${ipTablePrefix}_MARK_$m"
}
policy netflix 192.168.1.50 - - - 0x010000
policy voip - - udp 5060:5061,10000:20000 0x020000
policy office - 203.0.113.0/24 tcp 22,443 0x020000
iptables-save -t mangle | sed -n 's/^-A/&/p'
ip -4 rule | sort -n
for t in pbr_wan pbr_vpn; do ip route show table $t; done
ip -4 route get 203.0.113.8 mark 0x20000 | awk '{for (i=1;i<=NF;i++) if ($i=="dev") print $(i+1)}'
