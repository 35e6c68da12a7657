"""The devices of the world: which there are, where their other ends are, and who their neighbours are."""
import os
import socket
import struct
import time

from libc import enter_network
from netlink import ACKNOWLEDGE, DUMP, Netlink, attribute, attributes
from packet import neighbour_mac

RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE, RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH, RTM_GETNSID = 18, 22, 26, 28, 29, 30, 90
NLM_F_CREATE, NLM_F_REPLACE = 0x400, 0x100
IFLA_ADDRESS, IFLA_IFNAME, IFLA_LINK, IFLA_MASTER, IFLA_LINKINFO, IFLA_LINK_NETNSID, IFLA_TARGET_NETNSID = 1, 3, 5, 10, 18, 37, 46
IFLA_INFO_KIND, IFLA_INFO_DATA, IFLA_VLAN_ID, IFLA_BOND_ACTIVE_SLAVE = 1, 2, 1, 2
IFF_RUNS = 0x1 | 0x10000  # up, with a carrier
IFA_ADDRESS, IFA_LOCAL, RTA_DST = 1, 2, 1
RTN_LOCAL, HOST_LENGTH = 2, 128
ETH_P_8021Q = 0x8100
NUD_INCOMPLETE, NUD_REACHABLE = 1, 2
SETTLE_SECONDS = 0.3


def link_request(index=0):
    return struct.pack('=BxHiII', 0, 0, index, 0, 0)


class Devices:
    def __init__(self):
        self.route = Netlink()
        self.names, self.masters = {}, {}
        self.wires = {}
        self.asked = {}

    def forget(self):
        """Devices may have come and gone."""
        self.names, self.masters = {}, {}
        for wire, _, _ in self.wires.values():
            wire.close()
        self.wires = {}

    def links(self):
        """Every device: index -> name, link-layer address, index and namespace of its other end or of the device below, kind with what is set of it, master."""
        links = {}
        for payload in self.route.request(RTM_GETLINK, DUMP, link_request()):
            found = attributes(payload[16:])
            number = {kind: struct.unpack('=i', found[kind])[0] if kind in found else None for kind in (IFLA_LINK, IFLA_LINK_NETNSID, IFLA_MASTER)}
            info = attributes(found.get(IFLA_LINKINFO, b''))
            links[struct.unpack_from('=i', payload, 4)[0]] = {
                'name': found[IFLA_IFNAME].rstrip(b'\0').decode(), 'mac': found.get(IFLA_ADDRESS, b''),
                'peer': number[IFLA_LINK], 'nsid': number[IFLA_LINK_NETNSID], 'master': number[IFLA_MASTER],
                'kind': info.get(IFLA_INFO_KIND, b'').rstrip(b'\0').decode(), 'data': attributes(info.get(IFLA_INFO_DATA, b'')),
            }
        return links

    def settle(self, words=()):
        """Has the kernel do now what it does up to a second after a change of carrier: asking for one link by its index does it. First come
        the devices that a command names, since the carrier of the one set up changes before that of its other end."""
        for index, link in sorted(self.links().items(), key=lambda item: item[1]['name'] not in words):
            self.route.request(RTM_GETLINK, 0, link_request(index))
            if link['nsid'] is not None:
                there = attribute(IFLA_TARGET_NETNSID, struct.pack('=i', link['nsid']))
                self.route.request(RTM_GETLINK, 0, link_request(link['peer']) + there)

    def settle_addresses(self):
        """Waits for the routes of new IPv6 addresses, which the kernel puts in a moment later; not for ever, since a script may take them out."""
        end = time.monotonic() + SETTLE_SECONDS
        while not self.own_addresses() <= self.local_addresses() and time.monotonic() < end:
            time.sleep(0.001)

    def own_addresses(self):
        running = {struct.unpack_from('=i', payload, 4)[0] for payload in self.route.request(RTM_GETLINK, DUMP, link_request())
                   if struct.unpack_from('=I', payload, 8)[0] & IFF_RUNS == IFF_RUNS}
        own = set()
        for payload in self.route.request(RTM_GETADDR, DUMP, struct.pack('=BBBBI', socket.AF_INET6, 0, 0, 0, 0)):
            if struct.unpack_from('=I', payload, 4)[0] in running:
                found = attributes(payload[8:])
                own.add(found.get(IFA_LOCAL, found.get(IFA_ADDRESS)))
        return own

    def local_addresses(self):
        request = struct.pack('=BBBBBBBBI', socket.AF_INET6, 0, 0, 0, 0, 0, 0, 0, 0)
        return {attributes(payload[12:]).get(RTA_DST) for payload in self.route.request(RTM_GETROUTE, DUMP, request)
                if payload[1] == HOST_LENGTH and payload[7] == RTN_LOCAL}

    def name(self, index):
        if index not in self.names:
            links = self.links()
            self.names = {index: link['name'] for index, link in links.items()}
            self.masters = {link['name']: self.names[link['master']] for link in links.values() if link['master'] in self.names}
        return self.names.get(index, str(index))

    def master(self, name):
        """The device that has a device as its port; None when there is none."""
        return self.masters.get(name) if self.name(1) else None

    def of_kind(self, *kinds):
        """Devices of some kinds, by name."""
        return {link['name']: link for link in self.links().values() if link['kind'] in kinds}

    def way_in(self, dev):
        """By which veth a frame comes to a device, for which link-layer address, and with which VLAN tags."""
        links = self.links()
        index = next((index for index, link in links.items() if link['name'] == dev), None)
        if index is None:
            raise LookupError('no device %s' % dev)
        mac, tags = links[index]['mac'], b''
        while links[index]['kind'] in ('vlan', 'macvlan', 'bond', 'bridge'):
            kind, data = links[index]['kind'], links[index]['data']
            if kind == 'vlan':
                tags = struct.pack('!HH', ETH_P_8021Q, struct.unpack('=H', data[IFLA_VLAN_ID][:2])[0]) + tags
            if kind in ('vlan', 'macvlan'):
                index = links[index]['peer']
            else:
                ports = [port for port, link in links.items() if link['master'] == index]
                active = struct.unpack('=I', data[IFLA_BOND_ACTIVE_SLAVE][:4])[0] if IFLA_BOND_ACTIVE_SLAVE in data else None
                index = active if active in ports else ports[0]
        return links[index]['name'], mac, tags

    def wire(self, dev):
        """The far end of a veth: a socket that puts frames on it, the near end's link-layer address, the far end's name if it is here."""
        if dev not in self.wires:
            links = self.links()
            near = next((link for link in links.values() if link['name'] == dev), None)
            if dev == 'lo':  # which is its own far end
                near = {'mac': near['mac'], 'peer': socket.if_nametoindex(dev), 'nsid': None}
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

    def forget_asked(self):
        """Has the kernel ask anew for whom it has asked in vain: within a second it would not, and keep the packet."""
        for payload in self.route.request(RTM_GETNEIGH, DUMP, b'\0' * 12):
            if struct.unpack_from('=H', payload, 8)[0] != NUD_INCOMPLETE:
                continue
            try:
                self.route.request(RTM_DELNEIGH, ACKNOWLEDGE, payload[:12] + attribute(1, attributes(payload[12:])[1]))
            except FileNotFoundError:
                pass  # it has given up by itself

    def resolve(self, dev, address):
        """Answers for a neighbour that the kernel asks for, each with a link-layer address of its own."""
        mac = neighbour_mac(address)
        self.asked[mac] = address
        family = socket.AF_INET6 if ':' in address else socket.AF_INET
        body = struct.pack('=BxHiHBB', family, 0, socket.if_nametoindex(dev), NUD_REACHABLE, 0, 0)
        body += attribute(1, socket.inet_pton(family, address)) + attribute(2, mac)
        self.route.request(RTM_NEWNEIGH, ACKNOWLEDGE | NLM_F_CREATE | NLM_F_REPLACE, body)
