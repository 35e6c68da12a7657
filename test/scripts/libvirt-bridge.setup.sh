#!/bin/bash
# bridge with members, the way of ifupdown, libvirt and LXC
set -e
ip link set lo up
ip link add name br0 type bridge stp_state 0 forward_delay 0
ip link add eth0 type veth peer name p-eth0; ip link set p-eth0 up
ip link set dev eth0 master br0
ip link set dev eth0 up
ip link set dev br0 up
ip addr add 192.168.122.1/24 brd + dev br0
ip route add default via 192.168.122.254 dev br0
for n in 0 1; do ip link add vnet$n type veth peer name vm$n; ip link set vnet$n master br0; ip link set vnet$n up; ip link set vm$n up; done
ip -o link show master br0 | awk -F': ' '{print $2}' | cut -d@ -f1
ip -o link show type bridge | awk -F': ' '{print $2}'
cat /sys/class/net/br0/operstate
ip -br addr show br0 | awk '{print $1,$2,$3}'
ip route
[ -d /sys/class/net/br0/bridge ] && echo bridge
[ -e /sys/class/net/eth0/master ] && echo enslaved
basename $(readlink /sys/class/net/eth0/master)
ls /sys/class/net/br0/brif | sort | tr '\n' ' '; echo
iptables -t nat -A POSTROUTING -s 192.168.122.0/24 ! -d 192.168.122.0/24 -j MASQUERADE
ip link set vnet1 nomaster
ip -o link show vnet1 | grep -c master || true
ip link show vnet0 | sed 's/^[0-9]*: //; /ether/d'
