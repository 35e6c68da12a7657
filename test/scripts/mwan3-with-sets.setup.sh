#!/bin/bash
# Two uplinks as mwan3 sets them up: what is connected, and what is pinned to an uplink, are sets of ipset.
IPS="ipset"
IPT="iptables -t mangle -w"
MMX_MASK=0x3f00
MMX_DEFAULT=0x3f00

ip netns add peer
for n in 0 1; do
  ip link add "wan$n" address "02:00:00:00:0$n:01" type veth peer name "isp$n" netns peer
  ip -n peer link set "isp$n" up
  ip link set "wan$n" up
done
ip link add lan address 02:00:00:00:02:01 type veth peer name pc netns peer
ip -n peer link set pc up
ip link set lan up
ip addr add 203.0.113.2/24 dev wan0
ip addr add 198.51.100.2/24 dev wan1
ip addr add 192.168.1.1/24 dev lan
sysctl -qw net.ipv4.ip_forward=1
ip route add default via 203.0.113.1 metric 1
ip route add default via 198.51.100.1 metric 2
ip route add default via 203.0.113.1 table 1
ip route add default via 198.51.100.1 table 2
for id in 1 2; do
  ip rule add pref $((1000 + id)) iif "wan$((id - 1))" lookup "$id"
  ip rule add pref $((2000 + id)) fwmark $((id << 8))/$MMX_MASK lookup "$id"
done

connected_ipset() {
  $IPS -! create mwan3_connected_v4 hash:net
  $IPS create mwan3_connected_v4_temp hash:net
  {
    ip -4 -o route show | while read -r network _; do
      case $network in default) ;; *) echo "add mwan3_connected_v4_temp $network" ;; esac
    done
    echo "add mwan3_connected_v4_temp 224.0.0.0/3"
  } | $IPS restore
  $IPS swap mwan3_connected_v4_temp mwan3_connected_v4
  $IPS destroy mwan3_connected_v4_temp
  $IPS -! create mwan3_connected list:set
  $IPS -! add mwan3_connected mwan3_connected_v4
}

custom_ipset() {
  $IPS -! create mwan3_custom_v4 hash:net
  $IPS add mwan3_custom_v4 10.77.0.0/16
  $IPS add mwan3_custom_v4 10.77.7.0/24 nomatch
  $IPS -! create mwan3_dynamic_v4 list:set
  $IPS add mwan3_connected mwan3_custom_v4
}

connected_ipset
custom_ipset

$IPS -! create mwan3_rule_games hash:ip,port
$IPS add mwan3_rule_games 93.184.216.34,udp:27000-27015
$IPS add mwan3_rule_games 93.184.216.34,443

for chain in hook connected rules; do $IPT -N "mwan3_$chain"; done
$IPT -A mwan3_hook -j CONNMARK --restore-mark --nfmask $MMX_MASK --ctmask $MMX_MASK
$IPT -A mwan3_hook -m mark --mark 0x0/$MMX_MASK -j mwan3_connected
$IPT -A mwan3_hook -m mark --mark 0x0/$MMX_MASK -j mwan3_rules
$IPT -A mwan3_hook -j CONNMARK --save-mark --nfmask $MMX_MASK --ctmask $MMX_MASK
$IPT -A mwan3_hook -m mark ! --mark $MMX_DEFAULT/$MMX_MASK -j mwan3_connected
$IPT -A mwan3_connected -m set --match-set mwan3_connected dst -j MARK --set-xmark $MMX_DEFAULT/$MMX_MASK
$IPT -A mwan3_rules -m set --match-set mwan3_rule_games dst,dst -m mark --mark 0/$MMX_MASK -j MARK --set-xmark 0x200/$MMX_MASK
$IPT -A mwan3_rules -m mark --mark 0/$MMX_MASK -j MARK --set-xmark 0x100/$MMX_MASK
$IPT -A PREROUTING -j mwan3_hook
$IPT -A OUTPUT -j mwan3_hook

$IPS destroy mwan3_custom_v4
$IPS -n list
$IPS test mwan3_connected_v4 192.168.1.77
$IPS -q test mwan3_custom_v4 10.77.7.1 || echo "not pinned"
$IPT -S mwan3_connected
