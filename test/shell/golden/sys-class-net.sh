ip link add veth1 type veth peer name veth2
for s in true "ip link set veth1 up" "ip link set veth2 up" "ip link set lo up"; do $s; for i in lo veth1 veth2; do echo "$i $(cat /sys/class/net/$i/operstate)"; done; done
cat /sys/class/net/veth1/mtu /sys/class/net/veth1/ifindex; ls /sys/class/net
