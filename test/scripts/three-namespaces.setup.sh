#!/bin/bash
# two namespaces, a router between, ip -n and ip netns exec
set -e
for ns in left router right; do ip netns add $ns; ip -n $ns link set lo up; done
ip link add l0 netns left type veth peer name r0 netns router
ip link add l1 netns right type veth peer name r1 netns router
ip -n left addr add 10.0.1.2/24 dev l0; ip -n left link set l0 up
ip -n right addr add 10.0.2.2/24 dev l1; ip -n right link set l1 up
for i in 0 1; do ip -n router link set r$i up; ip -n router addr add 10.0.$((i+1)).1/24 dev r$i; done
ip -n left route add default via 10.0.1.1
ip -n right route add default via 10.0.2.1
ip netns exec router sysctl -w net.ipv4.ip_forward=1
ip netns exec router iptables -A FORWARD -s 10.0.1.0/24 -j ACCEPT
ip netns exec router iptables -P FORWARD DROP
ip netns exec router bash -c 'for i in 1 2; do echo "r$i"; ip route get 10.0.$i.2 | head -1; done'
ip -all netns exec ip -br -4 addr 2>/dev/null | awk '{print $1,$3,$4}' || true
ip netns list | awk '{print $1}' | sort
ip -n router route
ip netns exec left ip route get 10.0.2.2
ip netns exec router iptables -S
ip netns exec router iptables-save | grep -v '^#'
for ns in $(ip netns | cut -d' ' -f1); do ip netns del $ns; done
ip netns
