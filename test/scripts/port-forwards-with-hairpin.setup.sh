#!/bin/bash
# port forwarding with hairpin NAT
readonly WAN=eth0 LAN=br0
readonly PUBLIC=203.0.113.10 SERVER=192.168.1.100
trap 'echo cleanup' EXIT
ip link set lo up
ip link add $WAN type veth peer name up0; ip link set up0 up; ip link set $WAN up
ip link add $LAN type veth peer name dn0; ip link set dn0 up; ip link set $LAN up
ip a a $PUBLIC/24 dev $WAN
ip a a 192.168.1.1/24 dev $LAN
ip r a default via 203.0.113.1
echo 1 | tee /proc/sys/net/ipv4/ip_forward > /dev/null
forward() { # proto port dest
  iptables -t nat -A PREROUTING -d $PUBLIC -p "$1" --dport "$2" -j DNAT --to-destination "$3"
  iptables -A FORWARD -p "$1" -d "${3%:*}" --dport "${3#*:}" -m conntrack --ctstate NEW -j ACCEPT -m comment --comment "fwd $2"
  iptables -t nat -A POSTROUTING -s 192.168.1.0/24 -d "${3%:*}" -p "$1" --dport "${3#*:}" -j MASQUERADE
}
iptables -P FORWARD DROP
iptables -A FORWARD -m state --state ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -i $LAN -o $WAN -j ACCEPT
while read -r proto port dest; do
  [[ $proto =~ ^# || -z $proto ]] && continue
  forward "$proto" "$port" "$dest"
done <<'LIST'
# proto port dest
tcp 80 192.168.1.100:8080
tcp 443 192.168.1.100:8443
udp 51820 192.168.1.101:51820
LIST
iptables -t nat -A POSTROUTING -o $WAN -j MASQUERADE
iptables -t nat -nvL
iptables -L FORWARD -n
iptables-save | grep -c '^-A'
