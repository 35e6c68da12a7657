#!/bin/bash
# Records which packets of GRE the switch of network.sh sees for each packet of packets.txt, which a socket of UDP sends: run it as root in a kernel that has GRE.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
echo "# kernel $(uname -r)"
for n in hub s1 s2 sw; do ip netns del $n 2>/dev/null; done
sysctl -qw net.ipv6.conf.default.accept_dad=0
sed 's/^ip netns add .*/&; ip netns exec ${_##* } sysctl -qw net.ipv6.conf.default.accept_dad=0/' "$here/network.sh" | bash >/dev/null
sleep 3
while read -r from to; do
  seen=$(mktemp)
  ip netns exec sw timeout 3 tcpdump -l -n -v -i br0 proto gre >"$seen" 2>/dev/null &
  sleep 1
  ip netns exec "$from" bash -c "echo -n x >/dev/udp/$to/99" 2>/dev/null
  wait
  echo "$from $to"
  # Of the lines of a packet the first has its TTL, the second its ends.
  sed -n 's/.* ttl \([0-9]*\),.*proto GRE.*/\1/p; s/^ *\([0-9.]* > [0-9.]*\): GREv0.*/\1/p' "$seen" | paste -d' ' - - | sed 's/^\([0-9]*\) \(.*\)/  \2 ttl \1/'
done <"$here/packets.txt"
