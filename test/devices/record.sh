#!/bin/bash
# Records what the live kernel and iproute2 answer to a script of this folder: run it as root, on a kernel with the kinds of device that it names.
#
#   test/devices/record.sh < scripts/NAME.txt > recorded/NAME.txt
#
# Each line is one command; all act in order in the network namespace w, beside another one called peer.
echo "# kernel $(uname -r), $(ip -V)"
ip -all netns delete
# A module of tunnels is loaded when the first of its devices is asked for.
modprobe -qr ipip; modprobe -qr ip_gre; modprobe -qr sit; modprobe -qr ip6_vti; modprobe -qr ip6_tunnel; modprobe -qr ip_vti
ip netns add w
ip netns add peer
# No address is tentative.
for n in w peer; do ip netns exec $n sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; done
ip netns exec w bash -c 'while IFS= read -r line; do
  printf "$ %s\n" "$line"
  # Each answer ends with a line end, also where the tool prints none.
  printed=$(eval "$line" 2>&1; status=$?; printf "|%s" $status)
  status=${printed##*|} printed=${printed%|*}
  printf "%s" "$printed"
  case $printed in ""|*[[:cntrl:]]) ;; *) printf "\n[no line end]\n" ;; esac
  [ $status = 0 ] || echo "[exit $status]"
  # The kernel notices the loss of a carrier at most once a second.
  case $line in *" set "*|*" up"*) sleep 1.2 ;; esac
done'
