ip netns exec
echo "status $?"
ip netns exec nosuch true
echo "status $?"
ip netns exec ../etc true
echo "status $?"
ip netns add blue
ip netns add red
ip netns exec blue
echo "status $?"
ip netns exec blue no_such_program
echo "status $?"
ip netns exec blue bash -c 'ip link set lo up; echo 1 > /proc/sys/net/ipv4/ip_forward; exit 5'
echo "status $?"
cat /proc/sys/net/ipv4/ip_forward
ip netns exec blue cat /proc/sys/net/ipv4/ip_forward
echo piped | ip net e blue cat
ip -n blue -br link show lo | { read -r name state _; echo "$name $state"; }
ip -all netns exec ip -4 -o addr show dev lo
ip netns exec blue sh -c 'ip netns exec red cat /sys/class/net/lo/operstate'
ip netns exec red ip link add eth0 type veth peer name wire netns blue
ip netns exec blue ls /sys/class/net
ip netns del red
ip netns exec blue ls /sys/class/net
