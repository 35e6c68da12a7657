"""The devices of the world: which there are, where their other ends are, and who their neighbours are."""
import os
import socket
import struct

from libc import enter_network
from netlink import ACKNOWLEDGE, DUMP, Netlink, attribute, attributes
from packet import neighbour_mac

RTM_GETLINK, RTM_NEWNEIGH, RTM_GETNSID = 18, 28, 90
NLM_F_CREATE, NLM_F_REPLACE = 0x400, 0x100
IFLA_ADDRESS, IFLA_IFNAME, IFLA_LINK, IFLA_LINK_NETNSID, IFLA_TARGET_NETNSID = 1, 3, 5, 37, 46
NUD_REACHABLE = 2


def link_request(index=0):
    return struct.pack('=BxHiII', 0, 0, index, 0, 0)


class Devices:
    def __init__(self):
        self.route = Netlink()
        self.names = {}
        self.wires = {}
        self.asked = {}

    def forget(self):
        """Devices may have come and gone."""
        self.names = {}
        for wire, _, _ in self.wires.values():
            wire.close()
        self.wires = {}

    def links(self):
        """Every device: index -> name, link-layer address, and index and namespace of its other end."""
        links = {}
        for payload in self.route.request(RTM_GETLINK, DUMP, link_request()):
            found = attributes(payload[16:])
            number = {kind: struct.unpack('=i', found[kind])[0] if kind in found else None for kind in (IFLA_LINK, IFLA_LINK_NETNSID)}
            links[struct.unpack_from('=i', payload, 4)[0]] = {
                'name': found[IFLA_IFNAME].rstrip(b'\0').decode(), 'mac': found.get(IFLA_ADDRESS, b''),
                'peer': number[IFLA_LINK], 'nsid': number[IFLA_LINK_NETNSID],
            }
        return links

    def settle(self):
        """Has the kernel do now what it does up to a second after a change of carrier: asking for one link by its index does it."""
        for index, link in self.links().items():
            self.route.request(RTM_GETLINK, 0, link_request(index))
            if link['nsid'] is not None:
                there = attribute(IFLA_TARGET_NETNSID, struct.pack('=i', link['nsid']))
                self.route.request(RTM_GETLINK, 0, link_request(link['peer']) + there)

    def name(self, index):
        if index not in self.names:
            self.names = {index: link['name'] for index, link in self.links().items()}
        return self.names.get(index, str(index))

    def wire(self, dev):
        """The far end of a veth: a socket that puts frames on it, the near end's link-layer address, the far end's name if it is here."""
        if dev not in self.wires:
            links = self.links()
            near = next((link for link in links.values() if link['name'] == dev), None)
            if near is None or near['peer'] is None:
                raise LookupError('no veth %s to inject on' % dev)
            here = os.open('/proc/self/ns/net', os.O_RDONLY)
            there = os.dup(here) if near['nsid'] is None else self.open_namespace(near['nsid'])
            enter_network(there)
            try:
                wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
                wire.bind((socket.if_indextoname(near['peer']), 0))
            finally:
                enter_network(here)
                os.close(here)
                os.close(there)
            self.wires[dev] = wire, near['mac'], links[near['peer']]['name'] if near['nsid'] is None else None
        return self.wires[dev]

    def open_namespace(self, nsid):
        for name in os.listdir('/run/netns'):
            fd = os.open('/run/netns/' + name, os.O_RDONLY)
            answer = self.route.request(RTM_GETNSID, 0, b'\0\0\0\0' + attribute(3, struct.pack('=I', fd)))
            if struct.unpack('=i', attributes(answer[0][4:])[1])[0] == nsid:
                return fd
            os.close(fd)
        raise LookupError('no named namespace has id %d' % nsid)

    def resolve(self, dev, address):
        """Answers for a neighbour that the kernel asks for, each with a link-layer address of its own."""
        mac = neighbour_mac(address)
        self.asked[mac] = address
        family = socket.AF_INET6 if ':' in address else socket.AF_INET
        body = struct.pack('=BxHiHBB', family, 0, socket.if_nametoindex(dev), NUD_REACHABLE, 0, 0)
        body += attribute(1, socket.inet_pton(family, address)) + attribute(2, mac)
        self.route.request(RTM_NEWNEIGH, ACKNOWLEDGE | NLM_F_CREATE | NLM_F_REPLACE, body)
