#!/bin/sh
# transparent proxy, sing-box / clash style, with getopts
usage() { echo "usage: $0 [-p port] [-m mark]" >&2; exit 64; }
PORT=7893 MARK=666
while getopts "p:m:h" o; do case $o in p) PORT=$OPTARG;; m) MARK=$OPTARG;; *) usage;; esac; done
shift $((OPTIND-1))
RESERVED="0.0.0.0/8 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 224.0.0.0/4 240.0.0.0/4"
ip link set lo up
for i in lan wan; do ip link add $i type veth peer name p$i; ip link set p$i up; ip link set $i up; done
ip addr add 192.168.1.1/24 dev lan
ip addr add 100.64.0.2/30 dev wan
ip route add default via 100.64.0.1
sysctl -w net.ipv4.ip_forward=1
ip rule add fwmark $MARK lookup 100
ip route add local 0.0.0.0/0 dev lo table 100
iptables -t mangle -N clash
iptables -t mangle -N clash_local
for net in $RESERVED; do
  iptables -t mangle -A clash -d $net -j RETURN
  iptables -t mangle -A clash_local -d $net -j RETURN
done
iptables -t mangle -A clash -p tcp -j TPROXY --on-port $PORT --tproxy-mark $MARK
iptables -t mangle -A clash -p udp -j TPROXY --on-port $PORT --tproxy-mark $MARK
iptables -t mangle -A clash_local -m owner --uid-owner 1001 -j RETURN
iptables -t mangle -A clash_local -p tcp -j MARK --set-mark $MARK
iptables -t mangle -A clash_local -p udp -j MARK --set-mark $MARK
iptables -t mangle -A PREROUTING -j clash
iptables -t mangle -A OUTPUT -j clash_local
iptables -t nat -A PREROUTING -i lan -p udp --dport 53 -j REDIRECT --to-ports 1053
iptables -t nat -A POSTROUTING -o wan -j MASQUERADE
iptables-save -t mangle | grep -v '^#'
iptables -t mangle -L clash -n -v --line-numbers
iptables -t nat -S
if iptables -t mangle -C OUTPUT -j clash_local 2>/dev/null; then echo present; fi
iptables -t mangle -C OUTPUT -j nothere; echo $?
ip route show table 100
