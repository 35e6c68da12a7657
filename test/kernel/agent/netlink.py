"""Netlink: just enough of it to ask the kernel, in the namespace that the socket is made in."""
import os
import socket
import struct

ACKNOWLEDGE, DUMP = 0x4, 0x300
ERROR, DONE = 2, 3


def attribute(kind, data):
    return struct.pack('=HH', 4 + len(data), kind) + data + b'\0' * (-len(data) % 4)


def attributes(data):
    found, at = {}, 0
    while at + 4 <= len(data):
        length, kind = struct.unpack_from('=HH', data, at)
        if length < 4:
            break
        found[kind & 0x3FFF] = data[at + 4:at + length]
        at += (length + 3) & ~3
    return found


def messages(data):
    at = 0
    while at + 16 <= len(data):
        length, kind = struct.unpack_from('=IH', data, at)
        yield kind, data[at + 16:at + length]
        at += (length + 3) & ~3


class Netlink:
    def __init__(self, family=0):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, family)
        self.socket.bind((0, 0))

    def request(self, kind, flags, body):
        """Sends one request and returns the payloads of its answers."""
        self.socket.send(struct.pack('=IHHII', 16 + len(body), kind, 0x1 | flags, 1, 0) + body)
        answers = []
        while True:
            for answer, payload in messages(self.socket.recv(1 << 18)):
                if answer == ERROR:  # number 0 of it is an acknowledgement
                    code = -struct.unpack_from('=i', payload)[0]
                    if code:
                        raise OSError(code, os.strerror(code))
                    return answers
                if answer == DONE:
                    return answers
                answers.append(payload)
                if not flags & (DUMP | ACKNOWLEDGE):
                    return answers
