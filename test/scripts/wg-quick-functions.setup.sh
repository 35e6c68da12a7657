#!/bin/bash
# wg-quick's own functions, as in its source (add_default), with a veth for the tunnel
set -e -o pipefail
shopt -s extglob
export LC_ALL=C
INTERFACE=wg0; MTU=""; TABLE=""; FWMARK=51820
cmd() { echo "[#] $*" >&2; "$@"; }
add_if() { cmd ip link add "$INTERFACE" type veth peer name "p-$INTERFACE"; ip link set "p-$INTERFACE" up; }
add_addr() { local proto=-4; [[ $1 == *:* ]] && proto=-6; cmd ip $proto address add "$1" dev "$INTERFACE" ${2:+nodad}; }
set_mtu_up() {
  local mtu=0 endpoint output
  if [[ -n $MTU ]]; then cmd ip link set mtu "$MTU" up dev "$INTERFACE"; return; fi
  for endpoint in 203.0.113.5; do
    output="$(ip route get "$endpoint" || true)"
    [[ ( $output =~ mtu\ ([0-9]+) || ( $output =~ dev\ ([^ ]+) && $(ip link show dev "${BASH_REMATCH[1]}") =~ mtu\ ([0-9]+) ) ) && ${BASH_REMATCH[1]} -gt $mtu ]] && mtu="${BASH_REMATCH[1]}"
  done
  if [[ $mtu -eq 0 ]]; then
    read -r output < <(ip route show default || true) || true
    [[ ( $output =~ mtu\ ([0-9]+) || ( $output =~ dev\ ([^ ]+) && $(ip link show dev "${BASH_REMATCH[1]}") =~ mtu\ ([0-9]+) ) ) && ${BASH_REMATCH[1]} -gt $mtu ]] && mtu="${BASH_REMATCH[1]}"
  fi
  [[ $mtu -gt 0 ]] || mtu=1500
  cmd ip link set mtu $(( mtu - 80 )) up dev "$INTERFACE"
}
add_route() {
  local proto=-4
  [[ $1 == *:* ]] && proto=-6
  if [[ $1 == */0 ]]; then add_default "$1"
  else [[ -n $(ip $proto route show dev "$INTERFACE" match "$1" 2>/dev/null) ]] || cmd ip $proto route add "$1" dev "$INTERFACE"; fi
}
add_default() {
  local table line
  table=$FWMARK
  while [[ -n $(ip -4 route show table $table 2>/dev/null) || -n $(ip -6 route show table $table 2>/dev/null) ]]; do ((table++)); done
  local proto=-4 iptables=iptables pf=ip
  [[ $1 == *:* ]] && proto=-6 iptables=ip6tables pf=ip6
  cmd ip $proto rule add not fwmark $table table $table
  cmd ip $proto rule add table main suppress_prefixlength 0
  cmd ip $proto route add "$1" dev "$INTERFACE" table $table
  local marker="-m comment --comment \"wg-quick(8) rule for $INTERFACE\"" restore=$'*raw\n' match='(^| )inet6? ([0-9a-f.:]+)/[0-9]+' nftcmd
  while read -r line; do
    [[ $line =~ $match ]] || continue
    printf -v restore '%s-I PREROUTING ! -i %s -d %s -m addrtype ! --src-type LOCAL -j DROP %s\n' "$restore" "$INTERFACE" "${BASH_REMATCH[2]}" "$marker"
  done < <(ip -o $proto addr show dev "$INTERFACE" 2>/dev/null)
  printf -v restore '%sCOMMIT\n*mangle\n-I POSTROUTING -m mark --mark %d -p udp -j CONNMARK --save-mark %s\n-I PREROUTING -p udp -j CONNMARK --restore-mark %s\nCOMMIT\n' "$restore" $table "$marker" "$marker"
  [[ $proto == -4 ]] && cmd sysctl -q net.ipv4.conf.all.src_valid_mark=1
  echo -n "$restore" | cmd ${iptables}-restore -n
}
ip link set lo up
ip link add eth0 type veth peer name p-eth0; ip link set p-eth0 up; ip link set eth0 up
ip addr add 192.168.1.20/24 dev eth0; ip route add default via 192.168.1.1
add_if
add_addr 10.2.0.2/32
add_addr fd00:2::2/128 x
set_mtu_up
for i in $(while read -r _ i; do for i in $i; do [[ $i =~ ^[0-9a-z:.]+/[0-9]+$ ]] && echo "$i"; done; done <<<"peer1 10.2.0.0/24 0.0.0.0/0 fd00:2::/64" | sort -nr -k 2 -t /); do add_route "$i"; done
ip rule; ip route; ip route show table 51820
iptables-save | grep -v '^[#:]'
ip route get 1.1.1.1
ip route get 1.1.1.1 mark 51820
ip -br link | awk '$1 !~ /^(lo|p-)/ {print $1, $2}'
del_if() {
  local table
  while [[ $(ip -4 rule show 2>/dev/null) == *"lookup $FWMARK"* ]]; do cmd ip -4 rule delete table $FWMARK; done
  while [[ $(ip -4 rule show 2>/dev/null) == *"from all lookup main suppress_prefixlength 0"* ]]; do cmd ip -4 rule delete table main suppress_prefixlength 0; done
  cmd ip link delete dev "$INTERFACE"
}
remove_firewall() {
  local line iptables found restore
  for iptables in iptables ip6tables; do
    restore="" found=0
    while read -r line; do
      [[ $line == "*"* || $line == COMMIT || $line == "-A "*"-m comment --comment \"wg-quick(8) rule for $INTERFACE\""* ]] || continue
      [[ $line == "-A"* ]] && found=1
      printf -v restore '%s%s\n' "$restore" "${line/#-A/-D}"
    done < <($iptables-save 2>/dev/null)
    [[ $found -ne 1 ]] || echo -n "$restore" | cmd $iptables-restore -n
  done
}
if [[ ${1:-} == down || -n ${DOWN:-1} ]]; then remove_firewall; del_if; fi
iptables-save | grep -v '^#'
ip rule; ip route
