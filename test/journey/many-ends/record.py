#!/usr/bin/env python3
"""Records what devices send and take for each packet of NAME.packets.txt, which a socket of UDP sends in the network of NAME.sh.

usage: record.py NAME     as root, in a kernel that has the kinds of tunnel, where no other namespaces are; prints NAME.recorded.txt
"""
import ctypes, errno, os, select, socket, struct, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
SETNS = ctypes.CDLL(None, use_errno=True).setns
ROOT = os.open("/proc/self/ns/net", os.O_RDONLY)
IP, IPV6 = 0x0800, 0x86DD
PROTOCOLS = {1: "icmp", 4: "ipip", 17: "udp", 41: "ipv6", 47: "gre", 58: "icmpv6"}
# So that errors are not held back, addresses are there at once, and nobody asks for routers.
SETTINGS = ["net.ipv6.conf.default.accept_dad=0", "net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.router_solicitations=0", "net.ipv4.icmp_ratemask=0", "net.ipv6.icmp.ratelimit=0"]


def run(*words): return subprocess.run(words, capture_output=True, text=True).stdout


def inside(name):
    handle = os.open("/run/netns/" + name, os.O_RDONLY)
    SETNS(handle, 0x40000000)
    os.close(handle)


def names(): return [line.split()[0] for line in run("ip", "netns").splitlines()]


def make(script):
    for name in names(): run("ip", "netns", "del", name)
    lines = []
    for line in script.splitlines():
        lines.append(line)
        if line.startswith("ip netns add "):
            lines.append(f"ip netns exec {line.split()[-1]} sysctl -qw {' '.join(SETTINGS)}")
    made = subprocess.run(["bash", "-c", "\n".join(lines)], capture_output=True, text=True)
    if made.stderr: print(made.stderr, file=sys.stderr)
    time.sleep(2.5)


def inner(data):
    """The protocol of a packet, and what is behind its header."""
    if data[0] >> 4 == 4: return data[9], data[20:]
    return (data[40], data[48:]) if data[6] == 60 else (data[6], data[40:])


def is_discovery(data):
    """Whether it is neighbour discovery and the like, or a tunnel's packet with such within."""
    protocol, rest = inner(data)
    if protocol == 47: return is_discovery(rest[8 if rest[0] & 0x20 else 4:])
    if protocol in (4, 41): return is_discovery(rest)
    return protocol == 0 or protocol == 58 and rest[0] > 129


def header(data):
    """The ends, protocol, TTL and TOS of a packet."""
    protocol, _ = inner(data)
    if data[0] >> 4 == 4:
        src, dst = (socket.inet_ntoa(data[at:at + 4]) for at in (12, 16))
        return f"{src} > {dst} {PROTOCOLS[protocol]} ttl {data[8]} tos {data[1]}"
    src, dst = (socket.inet_ntop(socket.AF_INET6, data[at:at + 16]) for at in (8, 24))
    return f"{src} > {dst} {PROTOCOLS[protocol]} ttl {data[7]} tos {(data[0] & 15) << 4 | data[1] >> 4}"


def seen(sockets, wait):
    found, end = set(), time.time() + wait
    while time.time() < end:
        for ready in select.select(list(sockets), [], [], 0.05)[0]:
            data, (device, protocol, kind, *_) = ready.recvfrom(4096)
            if protocol not in (IP, IPV6) or is_discovery(data): continue
            if kind == 4: found.add(f"{sockets[ready]} {device} out {header(data)}")
            elif kind in (0, 1, 2): found.add(f"{sockets[ready]} {device} in")
    return sorted(found)


def send(name, to, words):
    six = ":" in to
    level = socket.IPPROTO_IPV6 if six else socket.IPPROTO_IP
    inside(name)
    sender = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
    sender.setsockopt(level, 25 if six else 11, 1)
    if "ttl" in words: sender.setsockopt(level, 16 if six else 2, int(words["ttl"]))
    if "tos" in words: sender.setsockopt(level, 67 if six else 1, int(words["tos"]))
    if "src" in words: sender.bind((words["src"], 0))
    sender.setblocking(False)
    result = "silent"
    try: sender.sendto(b"x", (to, 99))
    except OSError as error: result = "error " + errno.errorcode[error.errno]
    SETNS(ROOT, 0x40000000)
    return sender, result


def learned(sender, result):
    """What the socket has learned: the call's error, or the first that came."""
    try: _, ancillary, *_ = sender.recvmsg(2048, 2048, 0x2000)
    except OSError: return result
    [(_, _, data)] = ancillary
    number, _, kind, code = struct.unpack("=IBBB", data[:7])
    return f"error {errno.errorcode[number]} {kind}/{code}"


def record(name):
    base = os.path.join(HERE, name)
    make(open(base + ".sh").read())
    sockets = {}
    for one in names():
        inside(one)
        watching = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
        SETNS(ROOT, 0x40000000)
        if one != "sw": sockets[watching] = one
    seen(sockets, 0.3)
    lines = [f"# kernel {os.uname().release}"]
    for line in open(base + ".packets.txt"):
        if line.startswith("!"):
            subprocess.run(["bash", "-c", line[1:]])
            lines.append(line.strip())
            continue
        start, to, *words = line.split()
        # sit keeps the route of what it has sent last for all that it sends.
        for one in names(): run("ip", "-n", one, "route", "flush", "cache")
        given = dict(word.split("=") for word in words)
        sender, result = send(start, to, given)
        hops = seen(sockets, float(given.get("wait", 0.6)))
        lines += [line.strip(), *("  " + hop for hop in hops), "  sender " + learned(sender, result)]
        sender.close()
    print("\n".join(lines))
    for one in names(): run("ip", "netns", "del", one)


record(sys.argv[1])
