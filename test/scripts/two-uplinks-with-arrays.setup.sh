#!/bin/bash
# Multi-WAN with functions, arrays and loops
set -euo pipefail
LAN_IF=lan0; LAN_NET=192.168.50.0/24
declare -A WAN_IP=( [wan1]=203.0.113.2 [wan2]=198.51.100.2 )
declare -A WAN_GW=( [wan1]=203.0.113.1 [wan2]=198.51.100.1 )
declare -A WAN_MARK=( [wan1]=0x100 [wan2]=0x200 )
declare -A WAN_TBL=( [wan1]=101 [wan2]=102 )
log() { echo "[$(basename "$0" .sh | cut -c1-5)] $*"; }
mkdev() {
  local dev=$1
  ip link add "$dev" type veth peer name "p-$dev"
  ip link set "$dev" up
  ip link set "p-$dev" up
}
for t in wan1 wan2; do
  grep -q "^${WAN_TBL[$t]}[[:space:]]" /etc/iproute2/rt_tables 2>/dev/null || echo -e "${WAN_TBL[$t]}\t$t" >> /etc/iproute2/rt_tables
done
ip link set lo up
mkdev $LAN_IF
ip addr add 192.168.50.1/24 dev $LAN_IF
for w in wan1 wan2; do
  mkdev $w
  ip addr add ${WAN_IP[$w]}/24 dev $w
  ip route add default via ${WAN_GW[$w]} dev $w table $w
  ip route add $LAN_NET dev $LAN_IF table $w
  ip rule add from ${WAN_IP[$w]} lookup $w prio $((1000 + ${WAN_TBL[$w]}))
  ip rule add fwmark ${WAN_MARK[$w]}/0xf00 lookup $w prio $((2000 + ${WAN_TBL[$w]}))
done
ip route add default nexthop via ${WAN_GW[wan1]} dev wan1 weight 3 nexthop via ${WAN_GW[wan2]} dev wan2 weight 1
sysctl -qw net.ipv4.ip_forward=1
for w in wan1 wan2; do sysctl -qw net.ipv4.conf.$w.rp_filter=2; done
echo 1 > /proc/sys/net/ipv4/fib_multipath_hash_policy
sysctl -qw net.ipv4.fib_multipath_hash_seed=12345
ipt="iptables -t mangle"
$ipt -N MULTIWAN
$ipt -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xf00 --ctmask 0xf00
for w in wan1 wan2; do
  $ipt -A PREROUTING -i $w -m conntrack --ctstate NEW -m mark --mark 0/0xf00 -j MARK --set-xmark ${WAN_MARK[$w]}/0xf00
done
$ipt -A PREROUTING -i $LAN_IF -m mark --mark 0x0/0xf00 -j MULTIWAN
$ipt -A MULTIWAN -p tcp -m multiport --dports 80,443,8000:8080 -j MARK --set-mark 0x100/0xf00
$ipt -A MULTIWAN -p udp --dport 53 -j MARK --set-mark 0x200/0xf00
$ipt -A MULTIWAN -s 192.168.50.128/25 -m mark --mark 0/0xf00 -j MARK --set-mark 0x200/0xf00
$ipt -A POSTROUTING -j CONNMARK --save-mark --nfmask 0xf00 --ctmask 0xf00
for w in wan1 wan2; do iptables -t nat -A POSTROUTING -o $w -s $LAN_NET -j SNAT --to-source ${WAN_IP[$w]}; done
log "rules:"
ip rule show | while IFS=: read -r prio rest; do printf '%6s %s\n' "$prio" "$(echo $rest)"; done
ip -4 -o addr show | awk '{print $2, $4}'
ip route show default
for w in wan1 wan2; do log "$w: $(ip route show table $w | tr '\n' ';')"; done
ip route get 8.8.8.8 from 192.168.50.7 iif lan0 mark 0x200 | sed -n 's/.* via \([0-9.]*\) .*/\1/p'
ip route get 8.8.8.8 mark 0x100 | grep -oP 'src \K\S+'
