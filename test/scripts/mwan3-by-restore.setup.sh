#!/bin/sh
# mwan3-like: tables by number, hooks with masks, unreachable rules, iptables-restore -T
MMX_MASK=0x3f00; MMX_DEFAULT=0x3f00; MMX_BLACKHOLE=0x3d00; MMX_UNREACHABLE=0x3e00
IPT4="iptables -t mangle -w"
IP4="ip -4"
mwan3_id2mask() { printf '0x%x' $(( $1 << 8 )); }
ip link set lo up
id=0
for dev in lan:192.168.9.1/24 wana:203.0.113.9/24 wanb:198.51.100.9/24; do
  name=${dev%%:*}; addr=${dev#*:}
  ip link add "$name" type veth peer name "x$name" && ip link set "x$name" up && ip link set "$name" up
  ip addr add "$addr" dev "$name"
done
echo 1 >/proc/sys/net/ipv4/ip_forward
ip route add default via 203.0.113.1 metric 10
ip route add default via 198.51.100.1 metric 20
for iface in wana wanb; do
  id=$((id+1)); mark=$(mwan3_id2mask $id)
  $IP4 route flush table $id
  gw=$($IP4 route list table main default dev $iface | sed -n 's/.*via \([^ ]*\).*/\1/p')
  $IP4 route add table $id default via $gw dev $iface
  while [ -n "$($IP4 rule list | awk '$1 == "'$((id+1000)):'"')" ]; do $IP4 rule del pref $((id+1000)); done
  $IP4 rule add pref $((id+1000)) iif $iface lookup main
  $IP4 rule add pref $((id+2000)) fwmark $mark/$MMX_MASK lookup $id
  $IP4 rule add pref $((id+3000)) fwmark $mark/$MMX_MASK unreachable
done
$IP4 rule add pref 2061 fwmark $MMX_BLACKHOLE/$MMX_MASK blackhole
$IP4 rule add pref 2062 fwmark $MMX_UNREACHABLE/$MMX_MASK unreachable
update="*mangle"
push() { update="$update
$*"; }
for c in mwan3_hook mwan3_ifaces_in mwan3_rules mwan3_policy_balanced mwan3_iface_in_wana mwan3_iface_in_wanb; do push ":$c -"; done
push "-A mwan3_hook -j CONNMARK --restore-mark --nfmask $MMX_MASK --ctmask $MMX_MASK"
push "-A mwan3_hook -m mark --mark 0x0/$MMX_MASK -j mwan3_ifaces_in"
push "-A mwan3_hook -m mark --mark 0x0/$MMX_MASK -j mwan3_rules"
push "-A mwan3_hook -j CONNMARK --save-mark --nfmask $MMX_MASK --ctmask $MMX_MASK"
n=0
for iface in wana wanb; do n=$((n+1)); push "-A mwan3_ifaces_in -m mark --mark 0x0/$MMX_MASK -j mwan3_iface_in_$iface"
push "-A mwan3_iface_in_$iface -i $iface -m mark --mark 0x0/$MMX_MASK -m comment --comment $iface -j MARK --set-xmark $(mwan3_id2mask $n)/$MMX_MASK"; done
push "-A mwan3_rules -p tcp -m multiport --dports 443 -m mark --mark 0/$MMX_MASK -m comment --comment https -j MARK --set-xmark 0x200/$MMX_MASK"
push "-A mwan3_rules -d 192.0.2.0/24 -j MARK --set-xmark $MMX_UNREACHABLE/$MMX_MASK"
push "-A mwan3_rules -m mark --mark 0/$MMX_MASK -j mwan3_policy_balanced"
push "-A mwan3_policy_balanced -m mark --mark 0/$MMX_MASK -m statistic --mode nth --every 2 --packet 0 -m comment --comment \"wana 1 2\" -j MARK --set-xmark 0x100/$MMX_MASK"
push "-A mwan3_policy_balanced -m mark --mark 0/$MMX_MASK -m comment --comment \"wanb 1 2\" -j MARK --set-xmark 0x200/$MMX_MASK"
push "-A PREROUTING -j mwan3_hook"; push "-A OUTPUT -j mwan3_hook"
push COMMIT; push ""
error=$(echo "$update" | iptables-restore -T mangle -w -n 2>&1) || echo "restore: $error"
$IPT4 -S | head -40
$IP4 rule list
$IP4 route list table 1; $IP4 route list table 2
