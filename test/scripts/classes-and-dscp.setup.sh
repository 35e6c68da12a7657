#!/bin/bash
# QoS classes and DSCP routing, arrays of structs, printf -v, here-strings
shopt -s nullglob
ip link set lo up
declare -a LINKS=("fibre|192.0.2.2/30|192.0.2.1|0x10" "lte|198.18.0.2/30|198.18.0.1|0x20" "office|10.10.0.1/16||")
for spec in "${LINKS[@]}"; do
  IFS='|' read -r dev cidr gw mark <<< "$spec"
  ip link add "$dev" type veth peer name "far-$dev"; ip link set "far-$dev" up; ip link set "$dev" up
  ip address add "$cidr" dev "$dev"
  [[ -n $gw ]] || continue
  printf -v table '%d' "$mark"
  ip route add default via "$gw" table "$table"
  ip rule add fwmark "$mark"/0xf0 table "$table" priority "$table"
done
ip route add default via 192.0.2.1 metric 50
ip rule add dsfield 0xb8 table 32 pref 8
ip rule add to 203.0.113.0/24 ipproto tcp dport 8000-8999 table 32 pref 9
sysctl -q -w net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0
i=iptables
$i -t mangle -N CLASSIFY_IN
$i -t mangle -A PREROUTING -i office -j CLASSIFY_IN
$i -t mangle -A CLASSIFY_IN -m dscp --dscp-class EF -j MARK --set-mark 0x20/0xf0
$i -t mangle -A CLASSIFY_IN -p udp -m multiport --ports 5060,5061 -j DSCP --set-dscp-class CS3
$i -t mangle -A CLASSIFY_IN -m length --length 1200: -m mark ! --mark 0x20/0xf0 -j MARK --or-mark 0x10
$i -t mangle -A CLASSIFY_IN -m tos --tos Minimize-Delay -j MARK --and-mark 0x0f
$i -t mangle -A CLASSIFY_IN -m iprange --src-range 10.10.5.1-10.10.5.99 -j MARK --set-xmark 0x20/0xff
$i -t mangle -A CLASSIFY_IN -m ttl --ttl-lt 5 -j DROP
$i -t mangle -A POSTROUTING -o lte -j TTL --ttl-set 65
for c in PREROUTING CLASSIFY_IN POSTROUTING; do echo "-- $c"; $i -t mangle -L $c -n | tail -n +3 | sed 's/  */ /g'; done
ip rule | grep -v lookup.main | sort -n
ip route get 203.0.113.5 from 10.10.0.9 iif office ipproto tcp sport 1 dport 8443 | head -1
ip route get 9.9.9.9 tos 0xb8 | head -1
