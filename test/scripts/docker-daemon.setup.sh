#!/bin/bash
# what dockerd does to a host
ip link set lo up
ip link add eth0 type veth peer name eth0-far; ip link set eth0-far up; ip link set eth0 up
ip addr add 10.0.0.5/24 dev eth0; ip route add default via 10.0.0.1
ip link add docker0 type bridge
ip addr add 172.17.0.1/16 brd 172.17.255.255 dev docker0
ip link set docker0 up
ip link add vethc1 type veth peer name c1 && ip link set vethc1 master docker0 up && ip link set c1 up
sysctl -w net.ipv4.ip_forward=1 >/dev/null
sysctl -q -w net.ipv4.conf.docker0.route_localnet=0
for c in DOCKER DOCKER-ISOLATION-STAGE-1 DOCKER-ISOLATION-STAGE-2 DOCKER-USER; do iptables -N $c; done
iptables -t nat -N DOCKER
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
iptables -t nat -A DOCKER -i docker0 -j RETURN
iptables -P FORWARD DROP
iptables -A FORWARD -j DOCKER-USER
iptables -A FORWARD -j DOCKER-ISOLATION-STAGE-1
iptables -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables -A FORWARD -o docker0 -j DOCKER
iptables -A FORWARD -i docker0 ! -o docker0 -j ACCEPT
iptables -A FORWARD -i docker0 -o docker0 -j ACCEPT
iptables -A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
iptables -A DOCKER-ISOLATION-STAGE-1 -j RETURN
iptables -A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP
iptables -A DOCKER-ISOLATION-STAGE-2 -j RETURN
iptables -A DOCKER-USER -j RETURN
# -p 8080:80
iptables -t nat -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
iptables -A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
iptables -t nat -A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE
iptables -I DOCKER-USER 1 -i eth0 -s 203.0.113.0/24 -j DROP
ip link show docker0 | grep -o 'state [A-Z]*'
ip link show vethc1 | grep -o "master [a-z0-9]*"
ip link show master docker0 | grep -o 'vethc1'
iptables-save | sed -e '/^#/d' -e 's/\[[0-9]*:[0-9]*\]/[0:0]/'
ip -4 route
