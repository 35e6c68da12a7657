#!/usr/bin/env python3
"""Plays a network of namespaces on the live kernel, and prints what became of each packet that is asked for.

usage: record.py SETUP REQUESTS        as root; prints one line of JSON for each line of REQUESTS

SETUP is a Bash script of `ip` and the like, run in a fresh namespace with no other names; REQUESTS are lines as `nexthop trace --packets` reads them.
A packet socket in every namespace sees each frame that comes in and goes out, raw sockets what is delivered. Both are stamped by one clock, and the
mark comes with them. A packet is known again by what translation leaves alone: its payload, or for TCP its sequence numbers and flags.
"""
import ctypes, errno, json, os, select, socket, struct, subprocess, sys, time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../agent"))
from inherited import settings_of

SETNS = ctypes.CDLL(None, use_errno=True).setns
QUIET, LONGEST = 0.06, 0.8
OUTGOING, OTHERHOST = 4, 3
IPV4, IPV6 = 0x0800, 0x86DD
PROTOCOLS = {1: "icmp", 4: "ipip", 6: "tcp", 17: "udp", 41: "ipv6", 47: "gre", 58: "icmpv6"}
ETHERNET, TAGS, DESTINATION_OPTIONS = 0x6558, (0x8100, 0x88A8), 60
# The ports of the datagrams that are around frames.
OVERLAYS = {"vxlan": set(), "geneve": {6081}}
ERRORS = {1: {3, 4, 5, 11, 12}, 58: {1, 2, 3, 4, 137}}
DISCOVERY = range(130, 137)
# So that no error is held back: their rates are limited by default.
UNLIMITED = ["net.ipv4.icmp_ratemask=0", "net.ipv6.icmp.ratemask=", "net.ipv4.icmp_msgs_per_sec=1000000",
             "net.ipv4.icmp_msgs_burst=100000", "net.ipv4.tcp_synack_retries=0"]
BUILT_IN = " ".join(f"net/{name}={value}" for scope in ("all", "default") for name, value in settings_of(scope).items())
# A namespace that the set-up makes has no settings of the machine's either.
PLAY = """
ip() {
  command ip "$@" || return
  [ "$1 $2" != "netns add" ] || command ip netns exec "$3" sysctl -qw %s
}
sysctl -qw %s
. "$0"
""" % (BUILT_IN, BUILT_IN)


def run(*words):
    return subprocess.run(words, capture_output=True, text=True)


def ip(place, *words):
    return run("ip", *(["-n", place] if place else []), *words)


class Places:
    """The namespaces, by name; the first one has none."""
    def __init__(self):
        self.handles = {"": os.open("/proc/self/ns/net", os.O_RDONLY)}
        self.find()

    def find(self):
        for line in run("ip", "netns").stdout.splitlines():
            name = line.split()[0]
            if name not in self.handles: self.handles[name] = os.open("/run/netns/" + name, os.O_RDONLY)
        self.ports, self.vrfs, self.sealing, self.domains, self.uppers = set(), set(), set(), {}, {}
        for place in self.handles:
            for link in json.loads(ip(place, "-j", "-d", "link").stdout): self.learn(place, link)

    def learn(self, place, link):
        """Of which devices a device is a port, and on which one it lies."""
        here, info = (place, link["ifname"]), link.get("linkinfo", {})
        if info.get("info_kind") == "vrf": self.vrfs.add(here)
        if info.get("info_kind") == "wireguard": self.sealing.add(here)
        if info.get("info_kind") in OVERLAYS: OVERLAYS[info["info_kind"]].add(info["info_data"].get("port", 6081))
        if info.get("info_slave_kind") == "bridge": self.ports.add(here)
        if info.get("info_slave_kind") == "vrf": self.domains[here] = link["master"]
        if info.get("info_slave_kind") == "bond": self.uppers.setdefault(here, set()).add((place, link["master"]))
        # At layer 3 the host of the device below routes what an IPvlan device sends.
        at_layer_2 = info.get("info_data", {}).get("mode") == "l2"
        if info.get("info_kind") not in ("vlan", "macvlan", *(["ipvlan"] if at_layer_2 else [])): return
        lower = (place, link.get("link"))
        if "link_netnsid" in link:
            names = {known["nsid"]: known.get("name", "") for known in json.loads(ip(place, "-j", "netns", "list-id").stdout or "[]")}
            other = names[link["link_netnsid"]]
            lower = (other, next(one["ifname"] for one in json.loads(ip(other, "-j", "link").stdout) if one["ifindex"] == link["link_index"]))
        self.uppers.setdefault(lower, set()).add(here)

    def above(self, here):
        """The devices whose frames a device sends and takes, however many are between them."""
        direct = self.uppers.get(here, set())
        return direct.union(*(self.above(one) for one in direct))

    def inside(self, place, act, *given):
        SETNS(self.handles[place], 0x40000000)
        try: return act(*given)
        finally: SETNS(self.handles[""], 0x40000000)

    def gateways(self, place):
        """Which addresses a link-layer address on a device stands for; a link-local one, where a route leads to it. Nothing of IPv4 where it may go by IPv6."""
        known, routes = {}, (ip(place, "-6", "route", "show", "table", "all").stdout or "").split()
        self.mixed = " via inet6 " in ip(place, "route", "show", "table", "all").stdout
        for entry in json.loads(ip(place, "-j", "neigh").stdout or "[]"):
            if "lladdr" in entry and (not entry["dst"].startswith("fe80") or entry["dst"] in routes):
                known.setdefault((entry["dev"], entry["lladdr"]), set()).add(entry["dst"])
        return known


def header(family, data):
    """The addresses and what follows them, with a key by which the packet is known again; nothing when it is none."""
    if family == IPV4 and len(data) >= 20:
        found = {"src": socket.inet_ntop(2, data[12:16]), "dst": socket.inet_ntop(2, data[16:20]), "ttl": data[8], "tos": data[1]}
        return transport(found, data[9], data[(data[0] & 15) * 4:])
    if family == IPV6 and len(data) >= 40:
        found = {"src": socket.inet_ntop(10, data[8:24]), "dst": socket.inet_ntop(10, data[24:40]), "ttl": data[7],
                 "tos": struct.unpack("!I", data[:4])[0] >> 20 & 255}
        protocol, data = data[6], data[40:]
        if protocol == DESTINATION_OPTIONS and len(data) >= 8: protocol, data = data[0], data[data[1] * 8 + 8:]
        return transport(found, protocol, data)
    return None


def within(protocol, data):
    """The header of what a tunnel has put into a packet; nothing when it carries none."""
    if protocol in (4, 41): return header(IPV4 if protocol == 4 else IPV6, data)
    if protocol == 47:
        flags, kind = struct.unpack("!HH", data[:4])
        return in_frame(kind, data[4 + sum(4 for bit in (0x8000, 0x2000, 0x1000) if flags & bit):])
    port, data = struct.unpack("!H", data[2:4])[0], data[8:]
    if len(data) < 8: return None
    if port in OVERLAYS["vxlan"]: return in_frame(ETHERNET, data[8:])
    if port in OVERLAYS["geneve"]: return in_frame(struct.unpack("!H", data[2:4])[0], data[8 + (data[0] & 63) * 4:])
    return None


def in_frame(kind, data):
    if kind == ETHERNET: kind, data = struct.unpack("!H", data[12:14])[0] if len(data) > 14 else 0, data[14:]
    return header(*behind_tags(kind, data))


def behind_tags(kind, data):
    while kind in TAGS and len(data) >= 4: kind, data = struct.unpack("!H", data[2:4])[0], data[4:]
    return kind, data


def sealed(data):
    """What a datagram is to WireGuard: 4 for data, 1 and 2 for the beginning of a handshake and its answer; 0 for no packet of its, or a keepalive."""
    kind = data[8] if len(data) >= 40 and data[9:12] == b"\0\0\0" else 0
    return 4 if kind == 4 and len(data) > 40 and len(data) % 16 == 8 else kind if (kind, len(data)) in ((1, 156), (2, 100)) else 0


def transport(found, protocol, data):
    if protocol not in PROTOCOLS or len(data) < 8: return None
    found["protocol"] = PROTOCOLS[protocol]
    inner = within(protocol, data) if protocol in (4, 17, 41, 47) else None
    if inner: found.update(key=("around", protocol, inner["key"]), inner=inner)
    if inner and protocol == 17: found["dport"] = struct.unpack("!H", data[2:4])[0]
    if inner or protocol in (4, 41, 47): return inner and found
    if protocol in (6, 17): found["sport"], found["dport"] = struct.unpack("!HH", data[:4])
    if protocol == 6:
        flags = data[13]
        found["tcpFlags"] = "".join(letter for bit, letter in enumerate("FSRPAU") if flags >> bit & 1)
        found["key"] = (6, flags, data[4:12])
    elif protocol == 17: found.update(key=(17, data[8:]), sealed=sealed(data))
    else:
        found["icmpType"], found["icmpCode"] = data[0], data[1]
        if data[0] in ERRORS[protocol]:
            found["about"] = header(IPV4 if protocol == 1 else IPV6, quoted(protocol, data))
            found["key"] = (protocol, data[0], data[1], found["about"] and found["about"]["key"])
        else: found["key"] = (protocol, data[0], data[8:])
    return found


def quoted(protocol, data):
    """The packet that an ICMP error is about: of a redirect of IPv6 it is in the option of type 4."""
    if (protocol, data[0]) != (58, 137): return data[8:]
    at = 40
    while at + 8 <= len(data) and data[at + 1] and data[at] != 4: at += data[at + 1] * 8
    return data[at + 8:]


class Watch:
    """Sockets that see every frame and every delivery."""
    def __init__(self, places):
        self.places, self.sockets, self.count = places, {}, 0
        self.open()

    def open(self):
        seen = {place for place, _, _ in self.sockets.values()}
        fresh = set(self.places.handles) - seen
        for place in fresh: self.places.inside(place, self.open_in, place)
        # Stamps are given only a while after the first socket has asked for them.
        if fresh: time.sleep(0.1)

    def open_in(self, place):
        self.keep(place, "wire", socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)))
        for protocol in (1, 4, 6, 17, 41, 47): self.keep(place, IPV4, socket.socket(2, socket.SOCK_RAW, protocol))
        for protocol in (4, 6, 17, 41, 47, 58):
            raw = socket.socket(10, socket.SOCK_RAW, protocol)
            for option in (49, 51, 66): raw.setsockopt(41, option, 1)
            self.keep(place, (IPV6, protocol), raw)

    def keep(self, place, kind, opened):
        opened.setsockopt(1, 75, 1)   # SO_RCVMARK
        opened.setsockopt(1, 35, 1)   # SO_TIMESTAMPNS
        opened.setsockopt(1, 33, 1 << 22)
        opened.setblocking(False)
        self.sockets[opened.fileno()] = (place, kind, opened)

    def read(self):
        events = []
        for place, kind, opened in self.sockets.values():
            while True:
                try: data, said, _, address = opened.recvmsg(65536, 1024)
                except BlockingIOError: break
                told = {(level, kind_of): value for level, kind_of, value in said}
                self.count += 1
                event = {"place": place, "order": self.count, "mark": struct.unpack("I", told.get((1, 36), b"\0" * 4))[0]}
                seconds, nanoseconds = struct.unpack("qq", told[(1, 35)][:16])
                event["at"] = seconds * 10**9 + nanoseconds
                if kind == "wire":
                    device, family, direction, hardware = address[:4]
                    if family not in (IPV4, IPV6, *TAGS): continue
                    if hardware in (1, 772): event["lladdr"], data = ":".join("%02x" % byte for byte in data[:6]), data[14:]
                    family, data = behind_tags(family, data)
                    event.update(kind="out" if direction == OUTGOING else "in", dev=device, direction=direction, loop=hardware == 772)
                    event["header"] = header(family, data)
                elif kind == IPV4: event.update(kind="deliver", header=header(IPV4, data))
                else:
                    number = lambda option: struct.unpack("i", told[(41, option)][:4])[0]
                    found = {"src": address[0].split("%")[0], "dst": socket.inet_ntop(10, told[(41, 50)][:16]), "ttl": number(52), "tos": number(67)}
                    event.update(kind="deliver", header=transport(found, kind[1], data))
                if event["header"]: events.append(event)
        return events


class Sender:
    """The socket of one packet, and what it learns."""
    def __init__(self, asked, payload):
        self.asked, self.payload, self.fate = asked, payload, {"result": "silent"}
        self.six, self.protocol = ":" in asked["dst"], asked["protocol"]
        kind, number = {"udp": (2, 0), "tcp": (1, 0), "icmp": (3, 58 if self.six else 1)}[self.protocol]
        # Whose a socket is goes by the user for files, who needs not be root to make a raw one.
        ctypes.CDLL(None).setfsuid(asked.get("uid") or 0)
        self.socket = made = socket.socket(10 if self.six else 2, kind, number)
        ctypes.CDLL(None).setfsuid(0)
        level = 41 if self.six else 0
        made.setsockopt(1, socket.SO_REUSEADDR, 1)
        made.setsockopt(1, socket.SO_BROADCAST, 1)
        made.setsockopt(level, 25 if self.six else 11, 1)   # IP_RECVERR
        if asked.get("mark"): made.setsockopt(1, 36, asked["mark"])
        if asked.get("tos"): made.setsockopt(level, 67 if self.six else 1, asked["tos"])
        if asked.get("ttl"): made.setsockopt(level, 16 if self.six else 2, asked["ttl"])
        if asked.get("oif"): made.setsockopt(1, socket.SO_BINDTODEVICE, asked["oif"].encode())
        made.setblocking(False)
        try: self.send()
        except OSError as error: self.fail(error.errno)

    def send(self):
        asked, bound = self.asked, self.asked.get("src")
        if bound or asked.get("sport"):
            self.socket.bind((bound or ("::" if self.six else "0.0.0.0"), asked.get("sport") or 0))
        if self.protocol == "tcp":
            failed = self.socket.connect_ex((asked["dst"], asked["dport"]))
            if failed not in (0, errno.EINPROGRESS): raise OSError(failed, "connect")
        elif self.protocol == "udp": self.socket.sendto(self.payload, (asked["dst"], asked["dport"]))
        else:
            echo = struct.pack("!BBHHH", 128 if self.six else 8, 0, 0, asked.get("icmpId") or 0, 1) + self.payload
            total = sum(struct.unpack("!%dH" % (len(echo) // 2), echo))
            total = (total >> 16) + (total & 0xFFFF)
            if not self.six: echo = echo[:2] + struct.pack("!H", ~(total + (total >> 16)) & 0xFFFF) + echo[4:]
            self.socket.sendto(echo, (asked["dst"], 0))

    def fail(self, number):
        self.fate = {**self.fate, "result": "error", "errno": self.fate.get("errno", errno.errorcode[number])}

    def look(self):
        while True:
            try: _, said, _, _ = self.socket.recvmsg(2048, 1024, 0x2000)
            except OSError: break
            for level, kind, data in said:
                if (level, kind) not in ((0, 11), (41, 25)): continue
                number, origin, icmp_type, code = struct.unpack("IBBB", data[:7])
                if origin in (2, 3) and "icmp" not in self.fate:
                    source = socket.inet_ntop(2, data[20:24]) if origin == 2 else socket.inet_ntop(10, data[24:40])
                    self.fate = {**self.fate, "icmp": {"type": icmp_type, "code": code, "from": source}}
                self.fail(number)
        if self.fate["result"] != "silent": return
        if self.protocol == "tcp":
            number = self.socket.getsockopt(1, socket.SO_ERROR)
            if number: return self.fail(number)
            try: self.socket.getpeername(); self.fate = {"result": "connected"}
            except OSError: pass
            return
        try:
            while True:
                data = self.socket.recv(2048)
                if self.protocol == "icmp":
                    echo = data if self.six else data[(data[0] & 15) * 4:]
                    if echo[0] != (129 if self.six else 0): continue
                if self.payload in data: self.fate = {"result": "answered"}
        except OSError: pass

    def end(self):
        if self.fate["result"] != "connected": self.socket.close()
        return self.fate


class Listeners:
    def __init__(self): self.all, self.accepted = [], []

    def add(self, asked):
        for family in (2, 10):
            address = asked.get("address")
            if address and (":" in address) != (family == 10): continue
            made = socket.socket(family, 1 if asked["protocol"] == "tcp" else 2)
            made.setsockopt(1, socket.SO_REUSEADDR, 1)
            if family == 10: made.setsockopt(41, 26, 1)
            if asked.get("transparent"): made.setsockopt(41 if family == 10 else 0, 75 if family == 10 else 19, 1)
            made.bind((address or ("::" if family == 10 else "0.0.0.0"), asked["port"]))
            made.setblocking(False)
            if asked["protocol"] == "tcp": made.listen(64)
            self.all.append((made, asked))

    def serve(self):
        for made, asked in self.all:
            try:
                if asked["protocol"] == "tcp": self.accepted.append(made.accept()[0])
                else:
                    data, sender = made.recvfrom(2048)
                    if asked.get("answers"): made.sendto(b"answers " + data, sender)
            except OSError: pass


def hops_of_ip(events, places):
    """The events of the devices that IP knows: not of those below them, nor of a VRF which has only what its ports have."""
    kept = []
    for place, event in enumerate(events):
        here, key = (event["place"], event.get("dev")), event["header"]["key"]
        if here in places.vrfs and is_of_a_port(event, kept, places): continue
        # A frame goes down from device to device at once; one that comes up has come by this device first.
        same = [(number, e) for number, e in enumerate(events) if e["kind"] == event["kind"] and e["header"]["key"] == key]
        near = [e for number, e in same if number < place][-1:] if event["kind"] == "out" else [e for _, e in same]
        if any((e["place"], e.get("dev")) in places.above(here) for e in near): continue
        kept.append(event)
    return kept


def is_of_a_port(event, kept, places):
    """Whether a VRF merely shows what a port of it takes or will send: this has no link-layer address, unlike what a route leads into the VRF."""
    if event["kind"] == "out": return event.get("lladdr") == "00:00:00:00:00:00"
    before = [e for e in kept if e["place"] == event["place"] and e["header"]["key"] == event["header"]["key"]]
    return bool(before) and before[-1]["kind"] == "in" and (event["place"], before[-1]["dev"]) in places.domains


def by_way(events):
    """Of events at one moment, as a coarse clock shows them, those come first that are where their packet is."""
    left, ordered, places = list(events), [], {}
    while left:
        alike = [e for e in left if e["at"] == left[0]["at"]]
        begins = lambda e: e["kind"] == "out" and e["header"]["key"] not in places
        event = next((e for e in alike if places.get(e["header"]["key"]) == e["place"] or begins(e)), left[0])
        left.remove(event)
        ordered.append(event)
        places[event["header"]["key"]] = event["place"]
    return ordered


def is_to_many(found):
    destination = found["dst"]
    if ":" in destination: return destination.startswith("ff")
    return destination.endswith(".255") or destination.split(".")[0] in map(str, range(224, 240))


def depth(found):
    """How many tunnels are around what was sent."""
    return 1 + depth(found["inner"]) if "inner" in found else 1 if found.get("sealed") else 0


def journey(events, asked, payload, places):
    """The packets of one line in the order in which they began, each with what happened to it."""
    port, start = asked.get("sport"), asked.get("ns") or ""

    def is_ours(found):
        if found["protocol"] == "icmpv6" and found["icmpType"] in DISCOVERY: return False
        about, inner = found.get("about"), found.get("inner")
        if about and is_ours(about): return True
        if inner: return is_ours(inner)
        if found.get("sealed"): return found["sealed"] == kind_of_sealed
        if found["protocol"] == "tcp": return port in (found["sport"], found["dport"])
        return any(isinstance(part, bytes) and payload in part for part in found["key"])

    rank = {"in": 0, "deliver": 1, "out": 2}
    # The beginning of a handshake is all that is sent of a packet where nobody answers it.
    kind_of_sealed = 4 if any(e["header"].get("sealed") in (2, 4) for e in events) else 1
    # A port that a router has changed is seen where it has not: the sequence numbers are the same.
    known = {e["header"]["key"] for e in events if is_ours(e["header"])}
    # What comes out of a tunnel has the stamp of what was around it.
    in_time = lambda e: (e["at"], -depth(e["header"]) if e["kind"] != "out" else 0, rank[e["kind"]], e["order"])
    ours = hops_of_ip(by_way(sorted((e for e in events if e["header"]["key"] in known), key=in_time)), places)
    lost = {"packet": 0, "cause": "sent", "ns": asked.get("ns"), "kind": "drop", "iif": None}
    numbers, causes, hops, gateways, opened = {}, {}, [], {}, set()
    first = ours[0]["header"] if ours else None
    if first is None: return [lost]
    if "about" in first or "A" in first.get("tcpFlags", ""): causes[0] = "sent"; hops.append(lost)
    for place, event in enumerate(ours):
        found, key = event["header"], event["header"]["key"]
        came_out = {key, (event["place"], event.get("dev"))} & opened if event["kind"] == "in" else set()
        if came_out or key not in numbers:
            opened -= came_out
            number = numbers[key] = len(causes)
            causes[number] = "sent" if number == 0 else "tunnel" if came_out or depth(found) else "icmp-error" if "about" in found else "reply"
        number, cause = numbers[key], causes[numbers[key]]
        if event["kind"] == "deliver" and depth(found):
            # What the next tunnel puts around the same packet is another one.
            del numbers[key]
            opened |= {found["inner"]["key"]} if "inner" in found else {one for one in places.sealing if one[0] == event["place"]}
        before = [e for e in ours[:place] if e["header"]["key"] == key and e["place"] == event["place"]]
        came = before[-1]["dev"] if before and before[-1]["kind"] == "in" else None
        hop = {"packet": number, "cause": cause, "ns": event["place"] or None}
        if event["kind"] == "in":
            if not any(e["header"]["key"] == key and e["place"] == event["place"] for e in ours[place + 1:]):
                hops.append({**hop, "kind": "drop", "iif": event["dev"]})
            continue
        if event["kind"] == "deliver" and is_to_many(found) and came is None:
            # The sender's own copy comes from the device that the packet leaves by.
            left = next((e["dev"] for e in ours if e["kind"] == "out" and e["header"]["key"] == key and e["place"] == event["place"]), None)
            copy = {"packet": len(causes), "cause": "copy", "kind": "deliver", "iif": left, "dev": left}
            causes[len(causes)] = "copy"
            hop.update(copy)
        elif event["kind"] == "deliver":
            # What a VRF has sent to its own address is shown by no socket where it comes in again.
            if came is None and before and (event["place"], before[-1].get("dev")) in places.vrfs: came = before[-1]["dev"]
            came = places.domains.get((event["place"], came), came)
            hop.update(kind="deliver", iif=came, dev=came)
        else:
            is_port = (event["place"], event["dev"]) in places.ports
            if is_port:
                # What came in by a port is passed on from there, or has been sent by the bridge's own device since.
                entries = [e for e in before if e["kind"] != "deliver" and (e["kind"] == "in") == ((e["place"], e["dev"]) in places.ports)]
                came = entries[-1]["dev"] if entries and entries[-1]["kind"] == "in" else None
            hop.update(kind="bridge" if is_port else "transmit", iif=came, dev=event["dev"])
            if not is_port and event.get("lladdr") and not event["loop"]:
                near = gateways.setdefault(event["place"], places.gateways(event["place"])).get((event["dev"], event["lladdr"]), set())
                known = {address for address in near if (":" in address) == (":" in found["dst"])}
                # A link-local destination is on the link.
                if found["dst"].startswith("fe80"): hop["gateway"] = None
                elif len(known) == 1 and not (places.mixed and "." in found["dst"]): hop["gateway"] = None if known == {found["dst"]} else min(known)
        hops.append({**hop, **{name: value for name, value in found.items() if name not in ("key", "about", "inner", "sealed")}, "mark": event["mark"]})
    # The copy arrives before the packet itself has left.
    return sorted(hops, key=lambda hop: hop["packet"]) if "copy" in causes.values() else hops


def settle(places):
    """Waits until no address is being checked for duplicates."""
    for _ in range(60):
        if not any(ip(place, "-6", "addr", "show", "tentative").stdout.strip() for place in places.handles): return
        time.sleep(0.1)


def main(setup, requests):
    made = run("bash", "-e", "-c", PLAY, setup)
    if made.returncode: sys.exit(made.stdout + made.stderr)
    places = Places()
    for place in places.handles: run(*(["ip", "netns", "exec", place] if place else []), "sysctl", "-qw", *UNLIMITED)
    settle(places)
    time.sleep(0.2)
    watch, listeners, senders = Watch(places), Listeners(), []
    for number, line in enumerate(open(requests)):
        asked = json.loads(line)
        answer = {}
        if "run" in asked:
            ran = run("bash", "-c", asked["run"])
            # The loss of a carrier is noticed at most once a second.
            time.sleep(1.2)
            places.find(); settle(places); watch.open(); watch.read()
            answer = {"exit": ran.returncode, "stdout": ran.stdout, "stderr": ran.stderr}
        elif "listen" in asked: places.inside(asked.get("ns") or "", listeners.add, asked["listen"])
        else:
            payload, events = b"nh%06d" % number, []
            watch.read()
            sender = places.inside(asked.get("ns") or "", Sender, asked, payload)
            senders.append(sender)
            began = last = time.time()
            waits = asked["wait"] if "wait" in asked else None
            while time.time() - began < (waits or LONGEST) and (waits or time.time() - last < QUIET):
                select.select([*watch.sockets, *(l.fileno() for l, _ in listeners.all)], [], [], 0.02)
                fresh = watch.read()
                if fresh: events += fresh; last = time.time()
                listeners.serve(); sender.look()
            answer = {"journey": journey(events, asked, payload, places), "sender": sender.end()}
            # What has no route, and a better way in IPv6, is reported once a second to each host, whatever the other limits; the better way also once about each.
            reports = {hop["packet"] for hop in answer["journey"] if hop.get("icmpType") in (1, 3, 137) and hop["packet"]}
            # What turns back brings a redirect, which counts also where translation drops it before anybody sees it.
            reports |= {-1 - hop["packet"] for hop in answer["journey"] if hop["kind"] == "transmit" and hop["iif"] == hop["dev"]}
            time.sleep(1.05 * len(reports) + 1.05 * len({hop["packet"] for hop in answer["journey"] if hop.get("icmpType") == 137}))
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    if os.environ.get("NEXTHOP_INSIDE"):
        for command in ("mount -t tmpfs none /run", "mkdir -p /run/netns /run/lock"): subprocess.run(command.split(), check=True)
        # All of a network on one processor, so that its frames stay in order; several networks side by side on all of them.
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {processors[os.getpid() % len(processors)]})
        main(*sys.argv[1:3])
    else:
        os.environ["NEXTHOP_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "-n", "-m", "--propagation", "private", sys.executable, os.path.abspath(__file__), *sys.argv[1:3]])
