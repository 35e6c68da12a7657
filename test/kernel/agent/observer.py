"""Sees what becomes of packets: what is handed to devices, what is delivered, what the kernel answers by itself."""
import select
import socket
import struct

from netlink import ACKNOWLEDGE, Netlink, attribute, attributes, messages
from packet import ICMP, ICMPV6, TCP, UDP, dissect, seen
from place import LOG_GROUP

SO_MARK, SO_RCVBUFFORCE, SO_RCVMARK = 36, 33, 75
ETH_P_ALL, ETH_P_IP, ETH_P_ARP, ETH_P_IPV6 = 0x0003, 0x0800, 0x0806, 0x86DD
PACKET_OUTGOING = 4
ARPHRD_ETHER, ARPHRD_LOOPBACK = 1, 772
IP_PKTINFO, IPV6_RECVPKTINFO, IPV6_PKTINFO, IPV6_RECVHOPLIMIT, IPV6_HOPLIMIT, IPV6_RECVTCLASS, IPV6_TCLASS = 8, 49, 50, 51, 52, 66, 67
NFULNL_MSG_PACKET, NFULNL_MSG_CONFIG = 4 << 8, 4 << 8 | 1
NFULA_IFINDEX_OUTDEV, NFULA_PAYLOAD = 5, 9
NEIGHBOUR_SOLICITATION = 135
NOISE = range(130, 144)  # what ICMPv6 says between neighbours


def open_tap():
    """Sees every frame at the moment it is handed to a device, with its mark."""
    tap = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    tap.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 24)
    tap.setsockopt(socket.SOL_SOCKET, SO_RCVMARK, 1)
    tap.setblocking(False)
    return tap


def open_receiver(family, protocol):
    """Sees every packet of a protocol that is delivered, after all INPUT chains, with its mark and device."""
    receiver = socket.socket(family, socket.SOCK_RAW, protocol)
    receiver.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 22)
    receiver.setsockopt(socket.SOL_SOCKET, SO_RCVMARK, 1)
    level, options = (socket.IPPROTO_IP, (IP_PKTINFO,)) if family == socket.AF_INET else (
        socket.IPPROTO_IPV6, (IPV6_RECVPKTINFO, IPV6_RECVHOPLIMIT, IPV6_RECVTCLASS))
    for option in options:
        receiver.setsockopt(level, option, 1)
    receiver.setblocking(False)
    return receiver


def open_log():
    """Sees the packets that the quiet chain swallowed."""
    log = Netlink(12)

    def configure(family, resource, body):
        log.request(NFULNL_MSG_CONFIG, ACKNOWLEDGE, struct.pack('=BBH', family, 0, socket.htons(resource)) + body)
    for family in (socket.AF_INET, socket.AF_INET6):
        configure(family, 0, attribute(1, b'\x04'))  # unbind and bind the family
        configure(family, 0, attribute(1, b'\x03'))
    configure(0, LOG_GROUP, attribute(1, b'\x01'))
    configure(0, LOG_GROUP, attribute(2, struct.pack('!IBB', 0xFFFF, 2, 0)))  # copy whole packets
    configure(0, LOG_GROUP, attribute(5, struct.pack('!I', 1)))  # one at a time
    log.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 22)
    log.socket.setblocking(False)
    return log.socket


def received(s, ancillary_bytes):
    """Every message that waits on a socket."""
    while True:
        try:
            data, ancillary, _, address = s.recvmsg(1 << 16, ancillary_bytes)
        except BlockingIOError:
            return
        yield data, {(level, kind): value for level, kind, value in ancillary}, address


def mark_of(ancillary):
    return struct.unpack('=I', ancillary.get((socket.SOL_SOCKET, SO_MARK), b'\0\0\0\0'))[0]


class Observer:
    def __init__(self, devices, flows):
        self.devices, self.flows = devices, flows
        self.tap, self.log = open_tap(), open_log()
        self.receivers = {}
        self.follows, self.asked = False, None
        self.epoll = select.epoll()
        self.readers = {}
        self.watch(self.tap, self.read_tap)
        self.watch(self.log, self.read_log)
        for protocol in (ICMP, TCP, UDP):
            self.receive(socket.AF_INET, protocol)
        for protocol in (ICMPV6, TCP, UDP):
            self.receive(socket.AF_INET6, protocol)

    def watch(self, s, reader):
        self.readers[s.fileno()] = reader
        self.epoll.register(s, select.EPOLLIN)

    def receive(self, family, protocol):
        """Sees from now on what is delivered of this protocol too."""
        if (family, protocol) not in self.receivers:
            receiver = self.receivers[family, protocol] = open_receiver(family, protocol)
            self.watch(receiver, lambda report, _: self.read_receiver(report, receiver, family, protocol))

    def collect(self, report, injected=None):
        """Adds to the report all that was seen since; True when a neighbour had to be made known, so that more will come."""
        more = False
        while True:
            ready = self.epoll.poll(0)
            if not ready:
                return more
            for fd, _ in ready:
                more |= bool(self.readers[fd](report, injected))

    def read_tap(self, report, injected):
        more = False
        for frame, ancillary, (dev, ether, packet_type, hardware, *_) in received(self.tap, 64):
            if packet_type != PACKET_OUTGOING:
                continue
            body = frame[14:] if hardware in (ARPHRD_ETHER, ARPHRD_LOOPBACK) else frame
            if ether == ETH_P_ARP and body[6:8] == b'\0\1':
                # The device below is given the same question again.
                if self.asked is not None and self.asked[1] == body and self.asked[0] != dev:
                    continue
                self.asked = dev, body
                target = 12 + 2 * body[4]  # behind link-layer addresses, which some devices don't have
                self.devices.resolve(dev, socket.inet_ntoa(body[target:target + 4]))
                more = True
            if ether not in (ETH_P_IP, ETH_P_IPV6) or (dev, body) == injected:
                continue
            found = dissect(body)
            item = seen(dev, mark_of(ancillary), found, self.follows)
            if hardware == ARPHRD_ETHER and not frame[0] & 1:
                asked = self.devices.asked.get(frame[:6])
                item.update({'lladdr': frame[:6].hex(':')} if asked is None else {'nexthop': asked})
            report['out'].append(item)
            self.flows.remember(found)
        return more

    def read_receiver(self, report, receiver, family, protocol):
        for data, ancillary, address in received(receiver, 256):
            if family == socket.AF_INET:
                found = dissect(data)
                index = struct.unpack_from('=i', ancillary[socket.IPPROTO_IP, IP_PKTINFO])[0]
            else:
                if protocol == ICMPV6 and data[0] in NOISE:
                    continue
                about = {kind: value for (level, kind), value in ancillary.items() if level == socket.IPPROTO_IPV6}
                index = struct.unpack_from('=i', about[IPV6_PKTINFO], 16)[0]
                tos, ttl = (struct.unpack('=i', about[kind])[0] for kind in (IPV6_TCLASS, IPV6_HOPLIMIT))
                found = {'src': address[0].split('%')[0], 'dst': socket.inet_ntop(family, about[IPV6_PKTINFO][:16]), 'tos': tos, 'ttl': ttl,
                         'protocol': protocol, 'payload': data}
            report['in'].append(seen(self.devices.name(index), mark_of(ancillary), found, self.follows))
            self.flows.remember(found)

    def read_log(self, report, _):
        more = False
        for data, _, _ in received(self.log, 0):
            for kind, payload in messages(data):
                logged = attributes(payload[4:])
                found = dissect(logged.get(NFULA_PAYLOAD, b'')) if kind == NFULNL_MSG_PACKET else None
                if found is None or len(found['payload']) < 2:
                    continue
                protocol, payload = found['protocol'], found['payload']
                if protocol == ICMPV6 and payload[0] == NEIGHBOUR_SOLICITATION:
                    dev = self.devices.name(struct.unpack('!I', logged[NFULA_IFINDEX_OUTDEV])[0])
                    self.devices.resolve(dev, socket.inet_ntop(socket.AF_INET6, payload[8:24]))
                    more = True
                elif protocol in (ICMP, ICMPV6) and payload[0] not in NOISE:
                    report['replies'].append({'dst': found['dst'], 'icmpType': payload[0], 'icmpCode': payload[1]})
                elif protocol == TCP:
                    report['replies'].append({'dst': found['dst'], 'tcpFlags': payload[13]})
        return more
