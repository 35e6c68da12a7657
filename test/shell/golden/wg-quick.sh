#!/bin/bash
# What wg-quick(8) does with ip, iptables and sysctl, in its manner.
set -e -o pipefail
shopt -s extglob
export LC_ALL=C
INTERFACE=wg0
TABLE=51820
cmd() {
  echo "[#] $*" >&2
  "$@"
}
del_if() {
  local table
  if [[ $(ip -4 rule show) == *"lookup $TABLE"* ]]; then
    cmd ip -4 rule delete table $TABLE
  fi
  if [[ $(ip -4 rule show) == *"from all lookup main suppress_prefixlength 0"* ]]; then
    cmd ip -4 rule delete table main suppress_prefixlength 0
  fi
  cmd ip link delete dev "$INTERFACE"
}
add_default() {
  local restore=$'*raw\n'
  cmd ip -4 rule add not fwmark $TABLE table $TABLE
  cmd ip -4 rule add table main suppress_prefixlength 0
  while read -r line; do
    [[ $line =~ .*inet\ ([0-9.]+)/[0-9]+.* ]] || continue
    printf -v restore '%s-I PREROUTING ! -i %s -d %s -m addrtype ! --src-type LOCAL -j DROP\n' "$restore" "$INTERFACE" "${BASH_REMATCH[1]}"
  done < <(ip -o -4 addr show dev "$INTERFACE" 2>/dev/null)
  echo "$restore" | sed 's/^-I/rule: -I/'
  [[ $(sysctl -n net.ipv4.conf.all.src_valid_mark) == 1 ]] || cmd sysctl -q net.ipv4.conf.all.src_valid_mark=1
}
trap 'del_if; exit' INT TERM EXIT
cmd ip link add "$INTERFACE" type veth peer name wire
cmd ip -4 address add 10.9.0.2/32 dev "$INTERFACE"
cmd ip link set mtu 1420 up dev "$INTERFACE"
cmd ip link set wire up
cmd ip -4 route add 0.0.0.0/0 dev "$INTERFACE" table $TABLE
add_default
ip -4 rule show
ip -4 route show table $TABLE
trap - INT TERM EXIT
del_if
ip -4 rule show
