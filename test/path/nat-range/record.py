"""Records what Linux makes of packets that NAT gives an address or a port of a range: which address the hash takes, and which ports stay.

Run as root: python3 record.py > answers.jsonl
"""

import itertools
import json
import os
import socket
import struct
import subprocess
import sys

SOURCES = {4: ["10.0.0.1", "10.0.0.2", "10.0.0.77"], 6: ["fd00::1", "fd00::2", "fd00::77"]}
DESTINATIONS = {
    4: ["8.8.8.8", "192.0.2.9", "203.0.113.200"],
    6: ["2001:db8::1", "2001:db8:1:2:3:4:5:6"],
}

SETUP = """ip link set lo up
ip link add e0 type veth peer name p0
ip link set e0 up
ip link set p0 up
ip addr add 10.0.0.1/24 dev e0
ip addr add 10.0.0.2/24 dev e0
ip addr add 10.0.0.77/24 dev e0
ip addr add fd00::1/64 dev e0 nodad
ip addr add fd00::2/64 dev e0 nodad
ip addr add fd00::77/64 dev e0 nodad
ip route add default via 10.0.0.254
ip -6 route add default via fd00::fe"""

# Only for the packets to leave at once.
NEIGHBOURS = """ip neigh add 10.0.0.254 lladdr 02:00:00:00:00:02 dev e0
ip -6 neigh add fd00::fe lladdr 02:00:00:00:00:02 dev e0"""

POST = "nft add chain ip n c { type nat hook postrouting priority 100; }"
POST6 = "nft add chain ip6 n c { type nat hook postrouting priority 100; }"
OUT = "nft add chain ip n c { type nat hook output priority -100; }"

# Family, commands, destination ports, whether all packets come from one port.
CASES = [
    (4, ["iptables -t nat -A POSTROUTING -j SNAT --to-source 192.0.2.20-192.0.2.26"], [53], False),
    (4, ["iptables -t nat -A POSTROUTING -j SNAT --to-source 192.0.2.20-192.0.2.26 --persistent"], [53], False),
    (4, ["iptables -t nat -A POSTROUTING -j SNAT --to-source 192.0.2.20-192.0.2.26"], [53], True),
    (4, ["iptables -t nat -A POSTROUTING -j SNAT --to-source 192.0.2.26-192.0.2.20"], [53], False),
    (4, ["iptables -t nat -A POSTROUTING -j SNAT --to-source 10.0.0.2-10.0.0.200"], [53], False),
    (4, ["iptables -t nat -A OUTPUT -p udp -j DNAT --to-destination 10.0.3.1-10.0.3.254:2000-2009"], [53, 2005], False),
    (4, ["iptables -t nat -A OUTPUT -j DNAT --to-destination 10.0.3.1-10.0.3.254 --persistent"], [53], False),
    (4, ["iptables -t nat -A OUTPUT -p udp -j DNAT --to-destination 10.0.3.1:2000-2009/50"], [49, 50, 59, 60, 5000], False),
    (4, ["iptables -t nat -A POSTROUTING -p udp -j SNAT --to-source 10.0.3.1:2000-2009/50"], [53], False),
    (6, ["ip6tables -t nat -A POSTROUTING -j SNAT --to-source fd00:1::1-fd00:1::9"], [53], False),
    (6, ["ip6tables -t nat -A POSTROUTING -j SNAT --to-source fd00:1::5:0-fd00:3:0:7::9 --persistent"], [53], False),
    (6, ["ip6tables -t nat -A OUTPUT -j DNAT --to-destination 2001:db8:3::1-2001:db8:9::ffff"], [53], False),
    (4, ["nft add table ip n", POST, "nft add rule ip n c snat to 192.0.2.16/29"], [53], False),
    (4, ["nft add table ip n", POST, "nft add rule ip n c snat to ip daddr map { 8.8.8.8 : 192.0.2.1-192.0.2.9, 192.0.2.9 : 192.0.2.77 }"], [53], False),
    (4, ["nft add table ip n", OUT, "nft add rule ip n c meta l4proto udp dnat to 10.0.1.4-10.0.1.40:1000-1003"], [53, 1002], False),
    (6, ["nft add table ip6 n", POST6, "nft add rule ip6 n c snat to fd00:1::1-fd00:1::ffff persistent"], [53], False),
]


def run(line):
    # A rule of nft is one argument.
    words = line.split(" ", 1) if line.startswith("nft ") else line.split(" ")
    subprocess.run(words, check=True, stderr=subprocess.DEVNULL)


def seen(capture, family):
    while True:
        data = capture.recv(2000)
        at = 20 if family == 4 else 40
        if data[0] >> 4 != family or data[9 if family == 4 else 6] != socket.IPPROTO_UDP:
            continue
        kind = socket.AF_INET if family == 4 else socket.AF_INET6
        first, width = (12, 4) if family == 4 else (8, 16)
        sport, dport = struct.unpack(">HH", data[at : at + 4])
        return {
            "src": socket.inet_ntop(kind, data[first : first + width]),
            "dst": socket.inet_ntop(kind, data[first + width : first + 2 * width]),
            "sport": sport,
            "dport": dport,
        }


def send(capture, family, src, sport, dst, dport):
    kind = socket.AF_INET if family == 4 else socket.AF_INET6
    with socket.socket(kind, socket.SOCK_DGRAM) as sender:
        sender.bind((src, sport))
        sender.sendto(b"x", (dst, dport))
    return seen(capture, family)


def record(family, commands, ports, one_port):
    for line in [*SETUP.split("\n"), *NEIGHBOURS.split("\n"), *commands]:
        run(line)
    with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3)) as capture:
        capture.bind(("p0", 3))
        capture.settimeout(2)
        answers = []
        flows = itertools.product(SOURCES[family], DESTINATIONS[family], ports)
        for number, (src, dst, dport) in enumerate(flows):
            sport = 20000 if one_port else 20000 + 7 * number
            answer = send(capture, family, src, sport, dst, dport)
            answers.append({"src": src, "sport": sport, "dst": dst, "dport": dport, "is": answer})
    print(json.dumps({"run": commands, "packets": answers}))


if len(sys.argv) > 1:
    record(*CASES[int(sys.argv[1])])
else:
    kernel = os.uname().release
    tools = [
        subprocess.run([tool, "--version"], capture_output=True, text=True).stdout.strip()
        for tool in ("iptables", "nft")
    ]
    print(json.dumps({"kernel": kernel, "tools": tools, "setup": SETUP.split("\n")}), flush=True)
    for index in range(len(CASES)):
        subprocess.run(["unshare", "-n", "python3", sys.argv[0], str(index)], check=True)
