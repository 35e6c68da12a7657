#!/usr/bin/env bash
# idempotent helpers, sysctl.d file, defaults found by parsing
set -Eeuo pipefail
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
for tool in ip iptables sysctl; do have $tool || die "no $tool"; done
[[ $EUID -eq 0 ]] || die "must be root"
ensure_rule() { local t=$1 c=$2; shift 2; iptables -t "$t" -C "$c" "$@" 2>/dev/null || iptables -t "$t" -A "$c" "$@"; }
ensure_chain() { iptables -t "$1" -nL "$2" >/dev/null 2>&1 || iptables -t "$1" -N "$2"; iptables -t "$1" -F "$2"; }
ip link set lo up
ip link add ens18 type veth peer name up18; ip link set up18 up; ip link set ens18 up
ip addr add 172.20.5.14/22 broadcast 172.20.7.255 dev ens18 label ens18:main
ip route add default via 172.20.4.1 dev ens18 proto static metric 100
WAN_IF=$(ip route show default | awk '/^default/ {print $5; exit}')
WAN_GW=$(ip -4 route list 0/0 | cut -d' ' -f3)
WAN_IP=$(ip -4 addr show dev "$WAN_IF" | grep -oE 'inet [0-9.]+' | cut -d' ' -f2)
WAN_CIDR=$(ip -o -4 addr list "$WAN_IF" | awk '{print $4}')
SRC=$(ip route get 1.1.1.1 | sed -nE 's/.* src ([^ ]+).*/\1/p')
MTU=$(cat /sys/class/net/"$WAN_IF"/mtu)
echo "if=$WAN_IF gw=$WAN_GW ip=$WAN_IP cidr=$WAN_CIDR src=$SRC mtu=$MTU state=$(</sys/class/net/$WAN_IF/operstate)"
cat > /tmp/99-router.conf <<'CONF'
# router
net.ipv4.ip_forward = 1
net.ipv4.conf.all.rp_filter=2
; another remark
-net.ipv4.conf.nosuch.rp_filter = 1
net/ipv4/conf/all/send_redirects = 0
CONF
sysctl -p /tmp/99-router.conf
sysctl -n net.ipv4.conf.all.send_redirects
for round in 1 2; do
  ensure_chain nat MYNAT
  ensure_rule nat POSTROUTING -o "$WAN_IF" -m comment --comment "my nat" -j MYNAT
  ensure_rule nat MYNAT -s 10.0.0.0/8 -j SNAT --to-source "$WAN_IP"
  ensure_rule filter FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
  ensure_rule mangle FORWARD -p tcp --tcp-flags SYN,RST SYN -o "$WAN_IF" -j TCPMSS --set-mss 1360
done
iptables -t nat -S; iptables -S FORWARD; iptables -t mangle -S FORWARD
n=$(iptables -t nat -S | grep -c -- '-A'); (( n == 2 )) && echo "two rules" || echo "$n rules"
iptables -t nat -L MYNAT --line-numbers -n | awk 'NR>2 {print $1, $2, $5}'
while read -r num; do iptables -t nat -D MYNAT "$num"; done < <(iptables -t nat -L MYNAT --line-numbers -n | awk 'NR>2 {print $1}' | sort -rn)
iptables -t nat -S MYNAT
