# Sysctls through files: written, read, listed, refused.
ip link set lo up
ip link add eth0 type veth peer name wire
cat /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/ipv4/ip_forward
cat /proc/sys/net/ipv4/ip_forward
sysctl net.ipv4.ip_forward
for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo "$f"; echo 2 > "$f"; done
cat /proc/sys/net/ipv4/conf/eth0/rp_filter
cd /proc/sys/net/ipv4/conf/eth0 && echo 1 > rp_filter && cat rp_filter
sysctl -n net.ipv4.conf.eth0.rp_filter
echo nonsense > /proc/sys/net/ipv4/ip_forward
echo "status $?"
echo 1 > /proc/sys/net/ipv4/no_such_file
echo "status $?"
[ -w /proc/sys/net/ipv4/ip_forward ] && echo writable
[ -e /proc/sys/net/ipv4/conf/eth9/rp_filter ] || echo "no eth9"
read -r value < /proc/sys/net/ipv4/ip_forward
echo "<$value>"
if [ "$(cat /proc/sys/net/ipv4/ip_forward)" = 1 ]; then echo forwarding; fi
echo 0 | tee /proc/sys/net/ipv4/ip_forward
cat /proc/sys/net/ipv4/ip_forward
ip link del eth0
[ -e /proc/sys/net/ipv4/conf/eth0 ] || echo "eth0 is gone"
