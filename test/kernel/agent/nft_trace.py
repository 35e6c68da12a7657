"""What nf_tables reports of the packets that it traces: each rule that held, with its verdict and the mark after it, and each policy."""
import errno
import os
import socket
import struct

from netlink import DUMP, Netlink, attributes, messages

NETLINK_NETFILTER, SOL_NETLINK, ADD_MEMBERSHIP, SO_RCVBUFFORCE = 12, 270, 1, 33
GROUP = 9
GETRULE, NEWRULE, TRACE = 10 << 8 | 7, 10 << 8 | 6, 10 << 8 | 17
TABLE, CHAIN, HANDLE, TYPE, VERDICT, NETWORK_HEADER, IIF, MARK, POLICY = 1, 2, 3, 4, 5, 8, 10, 14, 16
POLICY_TYPE = 1
FAMILIES = {1: 'inet', 2: 'ip', 3: 'arp', 5: 'netdev', 7: 'bridge', 10: 'ip6'}
IPTABLES = {'raw', 'mangle', 'nat', 'filter', 'security'}
VERDICTS = {-1: 'continue', -3: 'jump', -4: 'goto', -5: 'return', 0: 'drop', 1: 'accept', 2: 'stolen', 3: 'queue', 4: 'repeat'}


def text(data):
    return data.rstrip(b'\0').decode()


def referred(family, table):
    """A table as people refer to it: of iptables' by the name alone."""
    return table if FAMILIES[family] in ('ip', 'ip6') and table in IPTABLES else '%s %s' % (FAMILIES[family], table)


class NftTrace:
    def __init__(self, own_table):
        self.own_table = own_table
        self.queries = Netlink(NETLINK_NETFILTER)
        self.traces = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
        self.traces.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 24)
        self.traces.bind((0, 0))
        self.traces.setsockopt(SOL_NETLINK, ADD_MEMBERSHIP, GROUP)
        self.traces.setblocking(False)
        self.numbers = None

    def forget(self):
        """Rules may have come and gone."""
        self.numbers = None

    def read(self):
        """What held since the last time, in order, each with the index of the device that received the packet. @raises OSError ENOBUFS when some of it was lost"""
        found, received_by = [], None
        while True:
            try:
                data = self.traces.recv(1 << 16)
            except BlockingIOError:
                return found
            for kind, payload in messages(data):
                about = attributes(payload[4:])
                if kind == TRACE and NETWORK_HEADER in about:  # which only the first report of each base chain has, and the device with it
                    received_by = struct.unpack('!I', about[IIF])[0] if IIF in about else None
                if kind == TRACE and text(about[TABLE]) != self.own_table:
                    found += ((received_by, step) for step in self.step(payload[0], about))

    def step(self, family, about):
        table, chain = text(about[TABLE]), text(about[CHAIN])
        kind = struct.unpack('!I', about[TYPE])[0]
        step = {'table': referred(family, table), 'chain': chain}
        if HANDLE in about:
            step['rule'] = self.number(family, table, chain, struct.unpack('!Q', about[HANDLE])[0])
            step.update(self.verdict(about[VERDICT]))
        elif kind == POLICY_TYPE:
            step['verdict'] = VERDICTS[struct.unpack('!i', about[POLICY])[0]]
        else:
            return []  # a chain ends
        if MARK in about:
            step['mark'] = struct.unpack('!I', about[MARK])[0]
        return [step]

    def verdict(self, data):
        verdict = attributes(data)
        code = VERDICTS[struct.unpack('!i', verdict[1])[0]]
        return {'verdict': code, 'to': text(verdict[2])} if 2 in verdict else {'verdict': code}

    def number(self, family, table, chain, handle):
        """Which rule of its chain it is, from 1."""
        if self.numbers is None:
            self.numbers, counts = {}, {}
            for payload in self.queries.request(GETRULE, DUMP, struct.pack('=BBH', socket.AF_UNSPEC, 0, 0)):
                about = attributes(payload[4:])
                place = payload[0], text(about[TABLE]), text(about[CHAIN])
                counts[place] = counts.get(place, 0) + 1
                self.numbers[place + (struct.unpack('!Q', about[HANDLE])[0],)] = counts[place]
        found = self.numbers.get((family, table, chain, handle))
        if found is None:
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
        return found
