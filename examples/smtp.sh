# Mail leaves by a gateway of its own: packets to TCP port 25 are marked, and the mark selects a table.
echo "100 smtp" >> /etc/iproute2/rt_tables
ip link set lo up
ip link add eth0 type veth peer name wire
ip link set eth0 up; ip link set wire up
ip addr add 192.168.1.23/24 dev eth0
ip route add 169.254.0.0/16 dev eth0 scope link
ip route add default via 192.168.1.1 dev eth0
iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 0x2
ip rule add fwmark 0x2 table smtp
ip route add default via 192.168.1.2 table smtp
ip route; ip route show table smtp; ip rule list; iptables -t mangle -nvL
