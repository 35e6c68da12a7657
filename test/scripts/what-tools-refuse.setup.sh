ip link add eth0 type veth peer name w; ip link set eth0 up; ip link set w up; ip addr add 10.0.0.1/24 dev eth0
ip addr add 10.0.0.1/24 dev eth0; echo $?
ip addr add 10.0.0.300/24 dev eth0; echo $?
ip addr add 10.0.0.3/33 dev eth0; echo $?
ip addr del 10.0.0.9/24 dev eth0; echo $?
ip route add default via 10.9.9.9; echo $?
ip route add 10.0.0.5/24 dev eth0; echo $?
ip route add 1.2.3.4 dev nosuch; echo $?
ip route add 10.5.0.0/16 via 10.0.0.2; ip route add 10.5.0.0/16 via 10.0.0.3; echo $?
ip route del 10.6.0.0/16; echo $?
ip route add 10.7.0.0/16 via 10.0.0.2 table nosuch; echo $?
ip rule add from 10.0.0.0/8 table nosuch; echo $?
ip rule add fwmark zzz table 1; echo $?
ip rule del pref 5; echo $?
ip rule add; echo $?; ip rule show; ip rule del pref 32765
ip rule add from 1.1.1.1 lookup 7 pref 9; ip rule add from 1.1.1.1 lookup 7 pref 9; echo $?
ip rull; echo $?
ip route ad; echo $?
ip route show table 12345; echo $?
ip route show tabel 5; echo $?
ip -5 route; echo $?
ip link set nosuch up; echo $?
ip link set eth0 mtu 10; echo $?
ip link del lo; echo $?
ip neigh add 10.0.0.7 lladdr zz dev eth0; echo $?
ip neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev eth0; ip neigh; ip neigh del 10.0.0.7 dev eth0; ip neigh; ip neigh del 10.0.0.7 dev eth0; echo $?
sysctl net.ipv4.nosuch; echo $?
sysctl -w net.ipv4.ip_forward=x; echo $?
sysctl -w net.ipv4.ip_forward; echo $?
echo x 2> /dev/null > /proc/sys/net/ipv4/ip_forward; echo $?
cat /proc/sys/net/ipv4/nosuch; echo $?
iptables -A OUTPUT --dport 25 -j ACCEPT; echo $?
iptables -t nosuch -L; echo $?
iptables -A OUTPUT -p tcp --dport 70000 -j ACCEPT; echo $?
iptables -A OUTPUT -j MARK; echo $?
iptables -A FOO -j ACCEPT; echo $?
iptables -A OUTPUT -s 2001::1 -j ACCEPT; echo $?
iptables -A OUTPUT -i eth0 -j ACCEPT; echo $?
iptables -t mangle -A FORWARD -j DNAT --to 1.2.3.4; echo $?
iptables -t nat -P POSTROUTING REJECT; echo $?
ip6tables -A INPUT -p icmp -j ACCEPT; echo $?; ip6tables -S
nosuchcommand; echo $?
ip route get 8.8.8.8; echo $?
ip route get 10.0.0.7 from 9.9.9.9; echo $?
ip route get; echo $?
