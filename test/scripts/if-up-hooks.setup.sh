#!/bin/sh
# /etc/network/if-up.d style: runs for several interfaces with IFACE and MODE
ip link set lo up
hook() {
  [ "$IFACE" != lo ] || return 0
  case "$MODE" in start|stop) ;; *) echo "usage" >&2; return 1;; esac
  case "$IFACE" in
    eth0) T=10 GW=10.0.0.254 ;;
    eth1) T=20 GW=10.0.1.254 ;;
    *) return 0 ;;
  esac
  ADDR=$(ip -f inet -o addr show "$IFACE" | awk '{ split($4, a, "/"); print a[1] }' | head -n 1)
  NET=$(ip -f inet route show dev "$IFACE" scope link | awk '{print $1}' | head -n1)
  if [ "$MODE" = start ]; then
    ip route replace "$NET" dev "$IFACE" src "$ADDR" table $T
    ip route replace default via $GW dev "$IFACE" table $T
    ip rule list | grep -qw "from $ADDR lookup $T" || ip rule add from "$ADDR" table $T priority $((T * 100))
  else
    ip route flush table $T 2>/dev/null || true
    ip rule del from "$ADDR" table $T
  fi
}
n=0
for i in eth0 eth1 eth2; do ip link add $i type veth peer name q$n; ip link set q$n up; ip link set $i up; ip addr add 10.0.$n.1/24 dev $i; n=$((n+1)); done
for IFACE in lo eth0 eth1 eth2; do MODE=start hook; done
IFACE=eth0 MODE=start hook
IFACE=eth0 MODE=restart hook || echo "failed: $?"
ip rule; ip route show table 10; ip route show table 20
IFACE=eth1; MODE=stop; hook
ip rule; ip route show table 20; ip route show table all | grep -c 'table 20'
