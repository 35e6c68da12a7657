#!/bin/bash
# what dockerd of version 28 and later does to a host: a chain for each step of the forwarding, and published
# containers that nobody reaches but by their published ports
set -eu
ip link set lo up
ip link add eth0 type veth peer name eth0-far; ip link set eth0-far up; ip link set eth0 up
ip addr add 10.0.0.5/24 dev eth0; ip route add default via 10.0.0.1
for bridge in docker0:172.17.0.1 br-web:172.18.0.1; do
  ip link add "${bridge%%:*}" type bridge
  ip addr add "${bridge#*:}/16" brd + dev "${bridge%%:*}"
  ip link set "${bridge%%:*}" up
done
ip link add vethc1 type veth peer name c1; ip link set vethc1 master docker0 up; ip link set c1 up
ip link add vethc2 type veth peer name c2; ip link set vethc2 master br-web up; ip link set c2 up
sysctl -qw net.ipv4.ip_forward=1

for chain in DOCKER DOCKER-BRIDGE DOCKER-CT DOCKER-FORWARD DOCKER-ISOLATION-STAGE-1 DOCKER-ISOLATION-STAGE-2 DOCKER-USER; do
  iptables -N "$chain"
done
iptables -P FORWARD DROP
iptables -t nat -N DOCKER
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
iptables -A FORWARD -j DOCKER-USER
iptables -A FORWARD -j DOCKER-FORWARD
iptables -A DOCKER-FORWARD -j DOCKER-CT
iptables -A DOCKER-FORWARD -j DOCKER-ISOLATION-STAGE-1
iptables -A DOCKER-FORWARD -j DOCKER-BRIDGE

network() { # BRIDGE SUBNET
  iptables -t nat -I POSTROUTING -s "$2" ! -o "$1" -j MASQUERADE
  iptables -A DOCKER-CT -o "$1" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
  iptables -A DOCKER-BRIDGE -o "$1" -j DOCKER
  iptables -A DOCKER-FORWARD -i "$1" -j ACCEPT
  iptables -A DOCKER-ISOLATION-STAGE-1 -i "$1" ! -o "$1" -j DOCKER-ISOLATION-STAGE-2
  iptables -I DOCKER-ISOLATION-STAGE-2 -o "$1" -j DROP
  iptables -A DOCKER ! -i "$1" -o "$1" -j DROP
}
publish() { # BRIDGE CONTAINER HOST_PORT CONTAINER_PORT
  iptables -t nat -A DOCKER ! -i "$1" -p tcp -m tcp --dport "$3" -j DNAT --to-destination "$2:$4"
  iptables -I DOCKER -d "$2/32" ! -i "$1" -o "$1" -p tcp -m tcp --dport "$4" -j ACCEPT
  iptables -t raw -C PREROUTING -d "$2/32" ! -i "$1" -j DROP 2> /dev/null ||
    iptables -t raw -A PREROUTING -d "$2/32" ! -i "$1" -j DROP
}
network docker0 172.17.0.0/16
network br-web 172.18.0.0/16
publish docker0 172.17.0.2 8080 80
publish docker0 172.17.0.2 8443 443
publish br-web 172.18.0.2 9090 90

iptables-save | sed -e '/^#/d' -e 's/\[[0-9]*:[0-9]*\]/[0:0]/'
