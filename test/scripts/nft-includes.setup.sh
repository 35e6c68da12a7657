#!/bin/bash
# A firewall in parts: fragments that the main file includes by pattern, from beside it and from a folder named with -I, and what nft says of broken ones.
ip netns add peer
ip link set lo up
ip link add eth0 address 02:00:00:00:00:01 type veth peer name far0 netns peer
ip -n peer link set far0 up
ip link set eth0 up
ip addr add 192.0.2.2/24 dev eth0
ip route add default via 192.0.2.1

rules=/run/rules
mkdir -p $rules/input.d/nested $rules/shared $rules/broken
echo 'define ssh = 2222' > $rules/ports.nft
echo 'define ssh = 22' > $rules/shared/ports.nft
echo 'define dns = 53' > /etc/names.nft
echo 'define ssh = 1' > /etc/ports.nft
echo 'tcp dport $ssh counter accept' > $rules/input.d/20-ssh.nft
echo 'ct state established,related counter accept' > $rules/input.d/10-known.nft
echo 'counter drop' > $rules/input.d/.hidden.nft
cat > $rules/main.nft <<'EOF'
include "ports.nft"
include "names.nft"
include "nosuch.d/*.nft"
table inet firewall {
	chain input {
		type filter hook input priority 0; policy drop;
		include "input.d/*.nft"
		udp dport $dns counter accept
	}
}
EOF
cd $rules
nft -f main.nft
nft list ruleset
nft flush ruleset
nft -I shared -f main.nft; echo "relative: $?"
nft -I $rules/shared -f $rules/main.nft && nft list chain inet firewall input
cd /
nft flush ruleset
nft -f $rules/main.nft && nft -s list chain inet firewall input

echo 'include "names.nft"' | nft -f -; echo "input: $?"
nft "include \"$rules/ports.nft\"; add table ip direct"; nft list tables
nft "include \"$rules/shared\""; echo "a folder: $?"
nft "include \"$rules/shared/\""; echo "a folder: $?"
printf 'add chain ip nosuch c\n' > $rules/broken/10.nft
printf 'add table ip t extra\n' > $rules/broken/20.nft
printf 'include "broken/*.nft"\ninclude "%s/none.nft"\n' $rules/broken > $rules/all.nft
nft -f $rules/all.nft; echo "broken: $?"
printf 'add table ip here\n' > $rules/broken/20.nft
nft -f $rules/all.nft; echo "one broken: $?"
printf 'include "./ports.nft"\nadd table ip there\n' > $rules/dot.nft
(cd $rules/input.d && nft -f ../dot.nft); echo "elsewhere: $?"
(cd $rules && nft -f dot.nft); echo "there: $?"
nft list tables
