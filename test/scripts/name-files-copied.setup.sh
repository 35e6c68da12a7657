#!/bin/bash
# Debian 13 has no /etc/iproute2: recipes begin with a copy
set -e
RT=/etc/iproute2/rt_tables
if [ ! -f $RT ]; then
  mkdir -p /etc/iproute2
  cp /usr/share/iproute2/rt_tables $RT
fi
add_table() { grep -qE "^[0-9]+[[:space:]]+$2\$" $RT || printf '%s\t%s\n' "$1" "$2" >> $RT; }
add_table 100 isp1
add_table 200 isp2
add_table 100 isp1
grep -v '^#' $RT
ip link set lo up
ip link add eth0 type veth peer name far; ip link set far up; ip link set eth0 up
ip addr add 10.0.0.1/24 dev eth0
ip route add default via 10.0.0.254 table isp1
ip rule add from 10.0.0.1 table isp1
ip route add 10.9.0.0/16 via 10.0.0.253 table main proto static
mkdir -p /etc/iproute2/rt_tables.d
echo "300 extra" > /etc/iproute2/rt_tables.d/extra.conf
ip route add 10.8.0.0/16 via 10.0.0.252 table extra
ip rule add fwmark 3 lookup extra
ip rule; ip route show table isp1; ip route show table 300; ip route show table all proto static
awk '$1 !~ /^#/ && NF == 2 { n++ } END { print n " tables" }' $RT
