#!/bin/bash
# Everything goes through a tunnel but what a list of networks names; banned hosts are turned away for ten minutes.
set -e
VPN_MARK=0x1
VPN_TABLE=100

ip netns add peer
ip link add eth0 address 02:00:00:00:00:01 type veth peer name far0 netns peer
ip link add tun0 address 02:00:00:00:01:01 type veth peer name far1 netns peer
for n in 0 1; do ip -n peer link set "far$n" up; done
ip link set eth0 up
ip link set tun0 up
ip addr add 192.0.2.2/24 dev eth0
ip addr add 10.8.0.2/24 dev tun0
ip route add default via 192.0.2.1
ip route add default via 10.8.0.1 table $VPN_TABLE
ip rule add fwmark $VPN_MARK lookup $VPN_TABLE

load_list() {
  local set=$1
  {
    echo "create $set.new hash:net family inet hashsize 64 maxelem 1000 initval 0x5eed"
    while read -r network rest; do
      [ -n "$network" ] && echo "add $set.new $network $rest"
    done
  } | ipset restore
  ipset create "$set" hash:net family inet hashsize 64 maxelem 1000 initval 0x5eed -exist
  ipset swap "$set.new" "$set"
  ipset destroy "$set.new"
}

load_list bypass <<'LIST'
10.0.0.0/8
172.16.0.0/12
192.168.0.0/16
192.0.2.0/24
1.0.1.0/24
1.0.2.0/23
1.0.8.0/21
1.0.32.0/19
1.1.0.0/24
1.1.2.0/23
1.1.4.0/22
1.1.8.0/24 nomatch
1.1.8.0/21
14.0.0.0/21
14.0.12.0/22
36.0.0.0/16
36.0.8.0/24 nomatch
LIST

ipset create local_ports bitmap:port range 0-1023
ipset add local_ports 53
ipset add local_ports 67-68
ipset create vpn_users hash:net,iface
ipset add vpn_users 0.0.0.0/0,eth0
ipset create f2b-sshd hash:ip timeout 0 initval 0xbad
printf 'add f2b-sshd %s -exist\n' 192.0.2.66 192.0.2.67 192.0.2.66 | ipset restore

iptables -t mangle -A OUTPUT -m set --match-set local_ports dst -j ACCEPT
iptables -t mangle -A OUTPUT -m set ! --match-set bypass dst -j MARK --set-mark $VPN_MARK
iptables -A INPUT -p tcp -m multiport --dports 22 -m set --match-set f2b-sshd src -j REJECT --reject-with icmp-port-unreachable
iptables -A INPUT -m set --match-set vpn_users src,src -m comment --comment "from outside"

ipset list bypass
ipset save local_ports
ipset list f2b-sshd
iptables-save | grep match-set
ipset destroy f2b-sshd || echo "still in use: $?"
