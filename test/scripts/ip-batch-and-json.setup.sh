# ip -batch and ip -4/-6
ip -batch - <<EOT
# comment
link set lo up
link add eth0 type veth peer name far0
link set eth0 up
link set far0 up

address add 10.1.1.2/24 dev eth0
address add 2001:db8:1::2/64 dev eth0 nodad
route add default via 10.1.1.1 dev eth0
route add 10.2.0.0/16 via 10.1.1.3 table 77
rule add from 10.2.0.0/16 table 77 pref 77
-6 route add default via 2001:db8:1::1
-6 rule add from 2001:db8:2::/48 table 78 pref 78
EOT
echo "batch: $?"
printf 'rule add fwmark 1 table 5\nroute add 1.2.3.0/24 via 9.9.9.9\nrule add fwmark 2 table 6\n' > /tmp/b
ip -batch /tmp/b; echo "rc=$?"
ip -force -b /tmp/b; echo "rc=$?"
ip -4 rule; ip -6 rule
ip -4 route show table all | grep -v local
ip -6 route show table all | grep -v "fe80\|ff00"
ip -o -4 a s dev eth0
ip -6 -o addr show dev eth0 scope global
ip -j -4 route show | jq -r '.[] | "\(.dst) \(.dev) \(.gateway // "-")"'
ip -j rule | jq -c '.[]'
ip -json addr show eth0 | jq -r '.[0].addr_info[] | select(.family=="inet") | .local'
ip -j -p route get 10.1.1.9
rm /tmp/b
