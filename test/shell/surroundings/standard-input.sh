# Each reads what was handed to it, through whatever wraps it.
ip netns add n0
table() { printf '*filter\n:%s - [0:0]\nCOMMIT\n' "$1"; }
table A1 | ip netns exec n0 iptables-restore; echo "rc=$?"
table A2 | ip netns exec n0 ip6tables-restore; echo "rc=$?"
table A3 | ip netns exec n0 bash -c 'iptables-restore -n'; echo "rc=$?"
ip netns exec n0 sh -c 'iptables-restore -n' <<X
*filter
:A4 - [0:0]
COMMIT
X
table A5 | env ip netns exec n0 iptables-restore -n
table A6 | ip netns exec n0 env iptables-restore -n
table A7 | timeout 5 ip netns exec n0 iptables-restore -n
table A8 | ip netns exec n0 timeout 5 iptables-restore -n
table A9 | nice ip netns exec n0 nice -n 5 iptables-restore -n
table A10 | ip netns exec n0 iptables-restore -n /dev/stdin
table A11 | ip netns exec n0 iptables-restore -n /proc/self/fd/0
ip netns exec n0 iptables -S; ip netns exec n0 ip6tables -S
echo 'link set lo up' | ip netns exec n0 ip -batch -; echo "rc=$?"
echo 'rule add pref 77 lookup 77' | ip netns exec n0 ip -batch /dev/stdin; echo "rc=$?"
echo 'rule add pref 78 lookup 78' | ip -n n0 -batch -; echo "rc=$?"
echo 'netns exec n0 ip rule add pref 79 lookup 79' | ip -batch -; echo "rc=$?"
ip -n n0 rule
echo 'net.ipv4.ip_forward = 1' | ip netns exec n0 sysctl -q -p -
ip netns exec n0 sysctl net.ipv4.ip_forward
echo hello | ip netns exec n0 cat
echo hello | ip netns exec n0 nice timeout 5 env bash -c 'cat /dev/stdin'
echo 'a b' | grep a /dev/stdin
echo lo | xargs ip -br link show
while read -r line; do ip netns exec n0 ip route get "$line"; done <<< 127.0.0.1
while read -r line; do echo "$line"; ip netns exec n0 true; done <<X
1
2
X
head -n 1 < /dev/stdin
echo lo | xargs -n1 ip -br link show; echo "rc=$?"
echo 'echo "by source $1"' | source /dev/stdin word
echo 'echo "by bash"' | bash /dev/stdin
