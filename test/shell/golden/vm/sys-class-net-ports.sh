ip link add d0 address 02:00:00:00:00:01 type dummy
ip link add d1 address 02:00:00:00:00:02 type dummy
ip link add d2 address 02:00:00:00:00:03 type dummy
ip link add br0 address 02:00:00:00:00:04 type bridge
ip link add bo0 address 02:00:00:00:00:05 type bond
ip link add r0 address 02:00:00:00:00:06 type vrf table 5
ip link add te0 address 02:00:00:00:00:07 type team
ip link add v0 address 02:00:00:00:00:08 type veth peer name v1 address 02:00:00:00:00:09
ip link set d0 master br0
ip link set d1 master bo0
ip link set d2 master r0
ip link set v0 master te0
ip link set d0 up
ip link set br0 up
ip link add link d0 name vl0 type vlan id 5
ip link add link d2 name mv0 address 02:00:00:00:00:0a type macvlan
ip link add d3 address 02:00:00:00:00:0b type dummy
ip link add link d3 name iv0 type ipvlan
ip link add vx0 address 02:00:00:00:00:0c type vxlan id 5 dev d3 dstport 4789
ip link add link mv0 name mv1 address 02:00:00:00:00:0d type macvlan
ip netns add away
ip link add link d3 name iv1 type ipvlan
ip link set iv1 netns away
ip tunnel add t0 mode ipip remote 192.0.2.1 dev d3
for link in /sys/class/net/*/master /sys/class/net/*/upper_* /sys/class/net/*/lower_* /sys/class/net/*/brif/* /sys/class/net/*/brport/bridge; do echo "$link -> $(readlink $link)"; done
for dev in d0 d1 d2 d3 br0 bo0 r0 te0 v0 vl0; do
  for part in master brport brif bridge bonding upper_br0 lower_d0; do
    [ -e /sys/class/net/$dev/$part ] && echo "$dev has $part"
    [ -d /sys/class/net/$dev/$part ] && echo "$dev/$part is a folder"
    [ -L /sys/class/net/$dev/$part ] && echo "$dev/$part is a link"
  done
done
cat /sys/class/net/d0/master/address /sys/class/net/d1/master/address /sys/class/net/d2/master/address
cat /sys/class/net/d0/upper_br0/address /sys/class/net/br0/lower_d0/address /sys/class/net/vl0/lower_d0/mtu
cat /sys/class/net/br0/brif/d0/state /sys/class/net/d0/brport/state
cat /sys/class/net/d1/brport/state
cat /sys/class/net/bo0/brif/d1/state
ls /sys/class/net/br0/brif
[ -e /sys/class/net/bo0/brif ] || echo no ports of a bond
cat /sys/class/net/bo0/bonding/slaves
basename $(readlink /sys/class/net/d1/master)
ip link set d0 down
cat /sys/class/net/d0/brport/state
ip link set d0 nomaster
ls /sys/class/net/br0/brif
[ -e /sys/class/net/d0/brport ] || echo no port
[ -e /sys/class/net/d0/master ] || echo no master
