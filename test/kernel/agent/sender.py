"""Sends packets: from sockets of the world, or as frames on the far end of a veth."""
import errno
import os
import socket
import struct

from libc import act_as
from packet import (FLAGS, ICMP, TCP, UDP, UDPLITE, WITH_PORTS, build, checksum, family_of, flags_of, group_mac, is_v6, payload_size, protocol_of,
                    transport, wrap)
from place import LISTENER_UID

FAR_MAC = b'\x02\x00\x00\x00\xff\xff'
MARKING_MAC = b'\x02\x4d'  # followed by the mark: place.py
SO_MARK, SO_BINDTODEVICE = 36, 25
TCP_REPAIR = 19
# The same options by family: (level, TOS, TTL, TTL of multicasts, transparent, bound to an address that isn't there).
OPTIONS = {socket.AF_INET: (socket.IPPROTO_IP, 1, 2, 33, 19, 15), socket.AF_INET6: (socket.IPPROTO_IPV6, 67, 16, 18, 75, 78)}
RECVERR = {socket.AF_INET: 11, socket.AF_INET6: 25}


def make_socket(family, kind, protocol=0, uid=0, gid=0):
    """A socket that belongs to a user: uidrange and the owner match both look at the ids of the moment of making."""
    act_as(uid, gid)
    try:
        return socket.socket(family, kind, protocol)
    finally:
        act_as(0, 0)


def is_own_peer(s):
    try:
        return s.getsockname() == s.getpeername()
    except OSError:
        return False  # which is not connected


class Sender:
    def __init__(self, devices, flows):
        self.devices, self.flows = devices, flows
        self.ident = 0
        self.listeners = []

    def listen(self, protocol, port, transparent=False, address=None):
        """Opens a socket that stays open: at one address, or one for each family at all addresses."""
        families = (socket.AF_INET, socket.AF_INET6) if address is None else (socket.AF_INET6 if ':' in address else socket.AF_INET,)
        for family in families:
            s = make_socket(family, socket.SOCK_STREAM if protocol == 'tcp' else socket.SOCK_DGRAM, 0, LISTENER_UID)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # beside one at all addresses
            if family == socket.AF_INET6:
                s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(address != '::'))
            s.setsockopt(OPTIONS[family][0], OPTIONS[family][5], 1)
            if transparent:
                s.setsockopt(OPTIONS[family][0], OPTIONS[family][4], 1)
            s.bind((address or '', port))
            if protocol == 'tcp':
                s.listen(64)
            self.listeners.append(s)

    def inject(self, packet):
        """Puts a frame on the far end; returns how it looks there to the tap, should the far end be in this world."""
        wire, mac, far_name = self.devices.wire(packet['iif'])
        self.ident = self.ident % 0xFFFF + 1
        data = build(packet, self.flows, self.ident)
        sender = MARKING_MAC + struct.pack('!I', packet['mark']) if packet.get('mark') else FAR_MAC
        wire.send((group_mac(packet) or mac) + sender + struct.pack('!H', 0x86DD if is_v6(packet) else 0x0800) + data)
        return far_name, data

    def inject_followed(self, packet):
        """The same by a device that lies on others, or within a packet of a tunnel."""
        packet = dict(packet)
        through, dev = packet.pop('through', None), packet['iif']
        veth, mac, tags = self.devices.way_in(dev)
        wire, _, far_name = self.devices.wire(veth)
        self.ident = self.ident % 0xFFFF + 1
        data, ether = build(packet, self.flows, self.ident), 0x86DD if is_v6(packet) else 0x0800
        if through is not None:
            data, ether = wrap(self.devices.of_kind('gre', 'ipip', 'sit')[through], data, ether, self.ident), 0x0800
        wire.send(mac + FAR_MAC + tags + struct.pack('!H', ether) + data)
        return far_name, data

    def send(self, packet, asks_errors=False):
        """Sends from a socket of its own and returns it; an error of any call is the sender's, who may ask for those that are otherwise kept from it."""
        protocol = protocol_of(packet)
        connect = protocol == TCP and flags_of(packet) == FLAGS['SYN']
        kind = socket.SOCK_STREAM if connect else socket.SOCK_DGRAM if protocol == UDP else socket.SOCK_RAW
        s = make_socket(family_of(packet), kind, protocol, packet.get('uid', 0), packet.get('gid', 0))
        try:
            self.prepare(s, packet, kind)
            if asks_errors:
                s.setsockopt(OPTIONS[s.family][0], RECVERR[s.family], 1)
            if connect:
                s.setblocking(False)
                code = s.connect_ex((packet['dst'], packet.get('dport', 0)))
                if code not in (0, errno.EINPROGRESS):
                    raise OSError(code, os.strerror(code))
            elif kind == socket.SOCK_DGRAM:
                size = payload_size(packet)
                s.sendto(b'x' * (8 if size is None else size - 8), (packet['dst'], packet.get('dport', 0)))
            else:
                body = transport(packet, self.flows)
                if protocol == ICMP:
                    body = body[:2] + struct.pack('!H', checksum(body)) + body[4:]
                if protocol == UDPLITE:  # whose packets are invalid without a checksum
                    body = body[:6] + b'\xff\xff' + body[8:]
                s.sendto(body, (packet['dst'], 0))
            return s
        except OSError:
            s.close()
            raise

    def end(self, s):
        """Closes a sender's socket. One that is connected to itself would wait for a minute, and hold what a next one needs: it ends without a word."""
        if s.type == socket.SOCK_STREAM and is_own_peer(s):
            s.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
        s.close()

    def prepare(self, s, packet, kind):
        level, tos, ttl, multicast_ttl, *_ = OPTIONS[s.family]
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        if packet.get('mark'):
            s.setsockopt(socket.SOL_SOCKET, SO_MARK, struct.pack('=I', packet['mark']))
        if packet.get('tos'):
            s.setsockopt(level, tos, packet['tos'])
        if 'ttl' in packet:
            s.setsockopt(level, ttl, packet['ttl'])
            if kind != socket.SOCK_STREAM:  # which multicasts nothing
                s.setsockopt(level, multicast_ttl, packet['ttl'])
        if 'oif' in packet:
            s.setsockopt(socket.SOL_SOCKET, SO_BINDTODEVICE, packet['oif'].encode() + b'\0')
        sport = 0 if kind == socket.SOCK_RAW else packet.get('sport', 0)
        if 'src' in packet or sport:
            s.bind((packet.get('src', ''), sport))
