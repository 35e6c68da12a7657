"""IP packets as bytes: built from the fields of a question, and taken apart."""
import socket
import struct
import zlib

ICMP, TCP, UDP, DCCP, ICMPV6, SCTP, UDPLITE = 1, 6, 17, 33, 58, 132, 136
PROTOCOLS = {'icmp': ICMP, 'tcp': TCP, 'udp': UDP, 'dccp': DCCP, 'gre': 47, 'esp': 50, 'ah': 51, 'icmpv6': ICMPV6, 'ipv6-icmp': ICMPV6,
             'sctp': SCTP, 'udplite': UDPLITE}
WITH_PORTS = (TCP, UDP, DCCP, SCTP, UDPLITE)
CHECKSUM_AT = {TCP: 16, UDP: 6, UDPLITE: 6, ICMP: 2, ICMPV6: 2}
FLAGS = {'FIN': 1, 'SYN': 2, 'RST': 4, 'PSH': 8, 'ACK': 16, 'URG': 32, 'ECE': 64, 'CWR': 128}
# MSS 1460, SACK, timestamp, window scale 7: as long as those of a SYN of Linux.
SYN_OPTIONS = bytes.fromhex('020405b4 0402 080a0000000100000000 01 030307')


def is_v6(packet):
    return ':' in packet['dst']


def family_of(packet):
    return socket.AF_INET6 if is_v6(packet) else socket.AF_INET


def protocol_of(packet):
    protocol = packet.get('protocol', 'udp')
    if is_v6(packet) and protocol == 'icmp':
        return ICMPV6
    return PROTOCOLS.get(protocol, protocol)


def flags_of(packet):
    flags = packet.get('tcpFlags', FLAGS['SYN'])
    if isinstance(flags, str):
        flags = flags.split(',')
    return flags if isinstance(flags, int) else sum(FLAGS[flag.strip().upper()] for flag in flags)


def payload_size(packet):
    """Bytes after the IP header, when the question says so."""
    return packet['length'] - (40 if is_v6(packet) else 20) if 'length' in packet else None


def checksum(data):
    if len(data) % 2:
        data += b'\0'
    total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF


class Flows:
    """The sequence numbers of TCP flows. Every segment of a flow has the number after its SYN, and acknowledges that of the other side's:
    so all are in the window, whether connection tracking took those before them for retransmissions, for a new connection, or for invalid."""

    def __init__(self):
        self.after_syn = {}

    def remember(self, found):
        """The kernel chooses the numbers of what sockets send."""
        payload = found['payload']
        if found['protocol'] != TCP or len(payload) < 20 or not payload[13] & FLAGS['SYN']:
            return
        sport, dport, sequence = struct.unpack_from('!HHI', payload)
        if len(self.after_syn) > 100000:
            self.after_syn.clear()
        self.after_syn[found['src'], found['dst'], sport, dport] = (sequence + 1) & 0xFFFFFFFF

    def segment(self, packet):
        src, dst, sport, dport = packet.get('src'), packet['dst'], packet.get('sport', 0), packet.get('dport', 0)
        flags, size = flags_of(packet), payload_size(packet)
        sequence = self.after_syn.get((src, dst, sport, dport), 1001) - bool(flags & FLAGS['SYN'])
        acknowledged = self.after_syn.get((dst, src, dport, sport), 1001) if flags & FLAGS['ACK'] else 0
        options = b'' if size is not None else SYN_OPTIONS if flags & FLAGS['SYN'] else b'\1' * len(SYN_OPTIONS)
        header = struct.pack('!HHIIBBHHH', sport, dport, sequence & 0xFFFFFFFF, acknowledged, (20 + len(options)) << 2, flags, 65535, 0, 0)
        return header + options + b'x' * (0 if size is None else size - 20)


def transport(packet, flows):
    """The bytes after the IP header, checksum left empty: by default with 8 bytes of payload."""
    protocol, size = protocol_of(packet), payload_size(packet)
    ports = struct.pack('!HH', packet.get('sport', 0), packet.get('dport', 0))
    if protocol == TCP:
        return flows.segment(packet)
    if protocol in (UDP, UDPLITE):
        size = 16 if size is None else size
        return ports + struct.pack('!HH', size, 0) + b'x' * (size - 8)
    if protocol in (ICMP, ICMPV6):
        kind = packet.get('icmpType', 128 if protocol == ICMPV6 else 8)
        return struct.pack('!BBHHH', kind, packet.get('icmpCode', 0), 0, packet.get('icmpId', 0), 1) + b'x' * (8 if size is None else size - 8)
    if protocol in WITH_PORTS:
        return ports + b'\0' * ((16 if size is None else size) - 4)
    return b'x' * (8 if size is None else size)


def with_checksum(body, protocol, pseudo_header):
    at = CHECKSUM_AT.get(protocol)
    if at is None:
        return body
    total = checksum((b'' if protocol == ICMP else pseudo_header) + body)
    return body[:at] + struct.pack('!H', total or 0xFFFF) + body[at + 2:]


def build(packet, flows, ident):
    """The whole IP packet of a question."""
    family, protocol = family_of(packet), protocol_of(packet)
    src, dst = socket.inet_pton(family, packet['src']), socket.inet_pton(family, packet['dst'])
    body = transport(packet, flows)
    tos, ttl = packet.get('tos', 0), packet.get('ttl', 64)
    if family == socket.AF_INET6:
        body = with_checksum(body, protocol, src + dst + struct.pack('!IHBB', len(body), 0, 0, protocol))
        return struct.pack('!IHBB', 6 << 28 | tos << 20, len(body), protocol, ttl) + src + dst + body
    body = with_checksum(body, protocol, src + dst + struct.pack('!BBH', 0, protocol, len(body)))
    header = struct.pack('!BBHHHBBH', 0x45, tos, 20 + len(body), ident, 0, ttl, protocol, 0) + src + dst
    return header[:10] + struct.pack('!H', checksum(header)) + header[12:] + body


# Where a tunnel that names no ends is reached, and from where.
OWN_END, FAR_END = socket.inet_aton('10.0.0.1'), socket.inet_aton('10.0.1.9')
GRE, IPIP, IPV6_IN_IPV4 = 47, 4, 41
# Attributes of a tunnel's settings: its flags and key of what comes in, its own end, its far end.
ENDS = {'gre': (6, 7), 'ipip': (2, 3), 'sit': (2, 3)}
GRE_IFLAGS, GRE_IKEY, GRE_HAS_KEY = 2, 4, 0x2000


def wrap(tunnel, inner, ether, ident):
    """A packet as the far end of a tunnel over IPv4 sends it."""
    kind, data = tunnel['kind'], tunnel['data']
    own, far = (data.get(number, b'\0' * 4)[:4] for number in ENDS[kind])
    own, far = own if any(own) else OWN_END, far if any(far) else FAR_END
    if kind == 'gre':
        protocol, flags = GRE, struct.unpack('!H', data.get(GRE_IFLAGS, b'\0\0')[:2])[0] & GRE_HAS_KEY
        inner = struct.pack('!HH', flags, ether) + (data[GRE_IKEY][:4] if flags else b'') + inner
    else:
        protocol = IPIP if ether == 0x0800 else IPV6_IN_IPV4
    header = struct.pack('!BBHHHBBH', 0x45, 0, 20 + len(inner), ident, 0, 64, protocol, 0) + far + own
    return header[:10] + struct.pack('!H', checksum(header)) + header[12:] + inner


def group_mac(packet):
    """The link-layer address of a broadcast or multicast destination; None for any other."""
    dst = socket.inet_pton(family_of(packet), packet['dst'])
    if dst == b'\xff\xff\xff\xff':
        return b'\xff' * 6
    if len(dst) == 4 and dst[0] & 0xF0 == 0xE0:
        return b'\x01\x00\x5e' + bytes((dst[1] & 0x7F,)) + dst[2:]
    return b'\x33\x33' + dst[12:] if len(dst) == 16 and dst[0] == 0xFF else None


def neighbour_mac(address):
    """The link-layer address that an asked-for neighbour is given, so that a frame tells its next hop."""
    packed = socket.inet_pton(socket.AF_INET6 if ':' in address else socket.AF_INET, address)
    return bytes((2, len(packed))) + (packed if len(packed) == 4 else struct.pack('!I', zlib.crc32(packed)))


def dissect(data):
    """The fields of an IP packet; None when it is not one."""
    version = data[0] >> 4 if data else 0
    if version == 4:
        protocol, payload = data[9], data[(data[0] & 15) * 4:struct.unpack_from('!H', data, 2)[0]]
        if struct.unpack_from('!H', data, 6)[0] & 0x1FFF:
            payload = b''  # a later fragment
        src, dst, tos, ttl = socket.inet_ntoa(data[12:16]), socket.inet_ntoa(data[16:20]), data[1], data[8]
    elif version == 6:
        protocol, payload = data[6], data[40:]
        if protocol == 0:  # hop-by-hop options
            protocol, payload = payload[0], payload[(payload[1] + 1) * 8:]
        src, dst = (socket.inet_ntop(socket.AF_INET6, data[at:at + 16]) for at in (8, 24))
        tos, ttl = struct.unpack_from('!H', data)[0] >> 4 & 0xFF, data[7]
    else:
        return None
    return {'src': src, 'dst': dst, 'tos': tos, 'ttl': ttl, 'protocol': protocol, 'payload': payload}


def seen(dev, mark, found, with_protocol):
    """What is reported of a packet that was seen: with its destination port where it has one."""
    report = {'dev': dev, 'src': found['src'], 'dst': found['dst'], 'mark': mark, 'tos': found['tos'], 'ttl': found['ttl']}
    if with_protocol:
        report['protocol'] = found['protocol']
    if found['protocol'] in WITH_PORTS and len(found['payload']) >= 4:
        report['dport'] = struct.unpack_from('!H', found['payload'], 2)[0]
    return report
