#!/bin/bash
# VRRP notify script: master/backup transitions
VIP=10.0.0.100/32; DEV=eth0; TABLE=200
state() { printf '%s ' "$1"; ip -4 -o addr show dev $DEV | awk '{printf "%s ", $4}'; echo; }
become_master() {
  ip addr show dev $DEV | grep -q "${VIP%/*}" || ip addr add $VIP dev $DEV
  ip rule list | grep -q "from ${VIP%/*}" || ip rule add from ${VIP%/*} lookup $TABLE priority 500
  ip route replace default via 10.0.0.254 src ${VIP%/*} table $TABLE
  sysctl -qw net.ipv4.ip_nonlocal_bind=1
}
become_backup() {
  ip addr del $VIP dev $DEV 2>/dev/null || true
  while ip rule del from ${VIP%/*} 2>/dev/null; do :; done
  ip route flush table $TABLE
}
ip link set lo up
ip link add $DEV type veth peer name peer0; ip link set peer0 up; ip link set $DEV up
ip addr add 10.0.0.1/24 dev $DEV
ip route add default via 10.0.0.253
become_master; state MASTER; ip rule; ip route show table $TABLE
become_master; state MASTER
become_backup; state BACKUP; ip rule; ip route show table $TABLE; echo "rc=$?"
become_backup; state BACKUP; echo "rc=$?"
case "${1:-MASTER}" in MASTER) become_master;; BACKUP) become_backup;; esac
ip route get 8.8.8.8 from 10.0.0.100
ip route get 8.8.8.8
