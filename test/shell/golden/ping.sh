# What ping reports between three namespaces in a row; how long an answer took is cut out.
ip netns add a
ip netns add b
ip netns add c
for n in a b c; do ip -n "$n" link set lo up; done
ip -n a link add v0 type veth peer name v1 netns b
ip -n b link add w0 type veth peer name w1 netns c
ip -n a link add x0 type veth peer name x1 netns b
ip -n a link set v0 address 02:00:00:00:00:01
ip -n b link set v1 address 02:00:00:00:00:02
for d in v0 x0; do ip -n a link set "$d" up; done
for d in v1 x1 w0; do ip -n b link set "$d" up; done
ip -n c link set w1 up
ip -n a addr add 10.0.0.1/24 dev v0
ip -n a addr add 10.0.0.11/24 dev v0
ip -n a addr add 10.6.0.1/32 dev lo
ip -n b addr add 10.0.0.2/24 dev v1
ip -n b addr add 10.0.1.1/24 dev w0
ip -n c addr add 10.0.1.2/24 dev w1
ip -n a -6 addr add 2001:db8::1/64 dev v0 nodad
ip -n b -6 addr add 2001:db8::2/64 dev v1 nodad
ip -n b -6 addr add 2001:db8:1::1/64 dev w0 nodad
ip -n c -6 addr add 2001:db8:1::2/64 dev w1 nodad
ip -n a route add default via 10.0.0.2
ip -n c route add default via 10.0.1.1
ip -n a -6 route add 2001:db8:1::/64 via 2001:db8::2
ip -n c -6 route add default via 2001:db8:1::1
ip netns exec b sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv4.icmp_ratemask=0 net.ipv6.icmp.ratelimit=0
for kind in 'blackhole 10.9.0.0/24' 'prohibit 10.9.1.0/24' 'unreachable 10.9.2.0/24' 'throw 10.9.3.0/24'; do
  # shellcheck disable=SC2086
  ip -n a route add $kind
done
for kind in 'blackhole 2001:db8:a::/64' 'prohibit 2001:db8:b::/64' 'unreachable 2001:db8:c::/64'; do
  # shellcheck disable=SC2086
  ip -n a -6 route add $kind
done
sleep 2

p() {
  echo "\$ ping $*"
  ip netns exec a ping "$@" >out 2>err
  status=$?
  sed -E 's/time=[0-9.]+ ms/time=T/; s/= [0-9.\/]+ ms/= T/; s/ewma [0-9.\/]+ ms/ewma T/; s/time [0-9]+ms/time T/' out
  sed 's/^/2: /' err
  echo "status $status"
}

echo '# answers'
p -c1 10.0.0.2
p -c2 -i0 10.0.0.2
p -q -c2 -i 0.01 10.0.0.2
p -nqc 1 -W1 10.0.1.2
p 10.0.0.1 -c1
p -c1 2001:db8::2
p -6 -c1 -- 2001:db8:1::2
p -c1 ::1
p -c1 1
p -c1 -s 0 10.0.0.2
p -c1 -s 8 -Q 0x10 2001:db8::2
p -c1 -W 0 -s 16 10.0.0.2
p -w1 10.0.0.2
p -c2 -w1 10.0.0.2
p -c1 fe80::ff:fe00:2%v0
p -c1 -I v0 fe80::ff:fe00:2

echo '# from where'
p -c1 -I v0 10.0.0.2
p -c1 -I 10.0.0.11 10.0.0.2
p -c1 -I v0 2001:db8::2
p -c1 -I 2001:db8::1 2001:db8::2
p -c1 -I 10.0.0.99 10.0.0.2
p -c1 -I 2001:db8::9 2001:db8::2
p -c1 -I nosuch 10.0.0.2
p -c1 -I nosuch 2001:db8::2
p -c1 -W1 -I x0 10.0.0.2
p -c1 -W1 -I x0 2001:db8::2
p -c1 -W1 -I lo 10.0.0.2
p -c1 -I v0 ::1

echo '# routes without an end'
for to in 10.9.0.1 10.9.1.1 10.9.2.1 10.9.3.1 2001:db8:a::1 2001:db8:b::1 2001:db8:c::1 2001:db8:9::1; do p -c1 "$to"; done
for to in 10.9.0.1 10.9.1.1 10.9.2.1; do p -c1 -W1 -I 10.0.0.1 "$to"; done
for to in 2001:db8:b::1 2001:db8:c::1 2001:db9::1; do p -c1 -W1 -I 2001:db8::1 "$to"; done
ip -n a rule add fwmark 5 prohibit
p -c1 -m 5 10.0.0.2
ip -n a rule del fwmark 5
ip -n a rule add ipproto icmp prohibit
p -c1 -W1 10.0.0.2
ip -n a rule del ipproto icmp

echo '# nobody answers'
p -c1 -W1 10.0.0.3
p -c1 10.0.0.4
p -q -c1 10.0.0.5
p -c2 -i0.3 -W1 10.0.0.6
p -c1 2001:db8::9
p -c1 2001:db8:1::9
p -c1 10.0.0.255

echo '# errors'
p -c1 -t1 10.0.1.2
p -c1 -t1 2001:db8:1::2
for with in net-unreachable host-unreachable port-unreachable proto-unreachable net-prohibited host-prohibited admin-prohibited; do
  ip netns exec b iptables -F FORWARD
  ip netns exec b iptables -A FORWARD -p icmp -j REJECT --reject-with icmp-$with
  p -c1 -W1 10.0.1.2
done
ip netns exec b iptables -P FORWARD DROP
ip netns exec b iptables -F FORWARD
p -c2 -i0.2 -W1 10.0.1.2
for with in no-route adm-prohibited addr-unreachable port-unreachable policy-fail reject-route; do
  ip netns exec b ip6tables -F FORWARD
  ip netns exec b ip6tables -A FORWARD -p icmpv6 --icmpv6-type echo-request -j REJECT --reject-with icmp6-$with
  p -c1 -W1 2001:db8:1::2
done
ip netns exec a iptables -A OUTPUT -m mark --mark 7 -j REJECT
ip netns exec a iptables -A OUTPUT -m mark --mark 8 -j DROP
ip netns exec a ip6tables -A OUTPUT -m mark --mark 7 -j REJECT
p -c2 -i.1 -W1 -m 7 10.0.0.2
p -q -c1 -W1 -m 7 10.0.0.2
p -c1 -W1 -m 7 2001:db8::2
p -c1 -W1 -m 8 10.0.0.2

echo '# mistakes'
p -c1 -t 300 10.0.0.2
p -c1 -Q 300 10.0.0.2
p -c1 -Q x 10.0.0.2
p -c1 -s -1 10.0.0.2
p -c1 -s 70000 10.0.0.2
p -c1 -m x 10.0.0.2
p -c1 -m 0x10 10.0.0.2
p -c1 -m 5000000000 10.0.0.2
p -w -1 10.0.0.2
p -w 1.5 10.0.0.2
p -c0 10.0.0.2
p -c 1x 10.0.0.2
p -c1 -i -1 10.0.0.2
p -c1 -W -1 10.0.0.2
p -4 -6 -c1 10.0.0.2
p -4 -c1 2001:db8::2
p -6 -c1 10.0.0.2
p -c1 fe80::1%nosuch
p -c1

echo '# a device that is down'
ip -n a link set v0 down
p -c1 10.0.0.2
p -c1 -I v0 10.0.0.2
p -c1 2001:db8::2
p -c1 -W1 -I 10.0.0.1 10.0.0.2
ip -n a link set lo down
p -c1 -W1 127.0.0.1
p -c1 ::1
ip netns exec a ping -c1 10.0.0.2 || echo 'no answer'
if ip netns exec b ping -c1 10.0.1.2 >/dev/null; then echo reachable; fi
