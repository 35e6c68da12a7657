#!/bin/bash
# Everything through WireGuard: wg-quick leads all packets into the tunnel, and what has not the tunnel's mark may not leave by eth0.
ip link set lo up
ip link add eth0 type dummy
ip link set eth0 up
ip addr add 192.168.1.23/24 dev eth0
ip route add default via 192.168.1.1

mkdir -p /etc/wireguard
chmod 700 /etc/wireguard
cat > /etc/wireguard/wg0.conf <<'END'
[Interface]
PrivateKey = cFsPh8fyw1mmPra7Adl++zXyv9kuGvnw93J45l0l/X0=
Address = 10.66.0.2/32, fd66::2/128
PostUp = iptables -I OUTPUT -o eth0 -m mark ! --mark $(wg show %i fwmark) -j REJECT
PostUp = ip6tables -I OUTPUT -o eth0 -m mark ! --mark $(wg show %i fwmark) -j REJECT

[Peer]
PublicKey = ZPVDTq9ylPH2Ed7QQx0UKr6HkadXwTj0fVmJtwA8Y2Q=
AllowedIPs = 0.0.0.0/0, ::/0
Endpoint = 203.0.113.9:51820
END
chmod 600 /etc/wireguard/wg0.conf
wg-quick up wg0
