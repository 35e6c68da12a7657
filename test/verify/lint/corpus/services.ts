/** Services of which each sends a packet to one of two endpoints, by turns. */
export function services(count: number): string {
  const names = Array.from({ length: count }, (_, at) => `S${at}`);
  const chains = names.flatMap((name) => [`:${name} - [0:0]`, `:${name}a - [0:0]`]);
  const rules = names.flatMap((name, at) => [
    `-A PREROUTING -d 10.96.0.${at} -p tcp -j ${name}`,
    `-A ${name} -m statistic --mode random --probability 0.5 -j ${name}a`,
    `-A ${name} -p tcp -j DNAT --to-destination 10.1.0.${at}:80`,
    `-A ${name}a -s 10.2.0.${at} -j MASQ`,
    `-A ${name}a -p tcp -j DNAT --to-destination 10.1.1.${at}:80`,
  ]);
  return `ip link set lo up
ip link add eth0 type dummy
ip link set eth0 up
ip addr add 192.0.2.2/24 dev eth0
ip route add default via 192.0.2.1
sysctl -qw net.ipv4.ip_forward=1
iptables-restore <<EOF
*nat
${chains.join('\n')}
:MASQ - [0:0]
-A MASQ -j MARK --or-mark 0x4000
${rules.join('\n')}
-A POSTROUTING -m mark --mark 0x4000/0x4000 -j MASQUERADE
COMMIT
EOF
ip rule add pref 40000 from 10.0.0.0/8 lookup 7
ip route add default via 192.0.2.9 table 7`;
}
