"""What the two ends of the line into the guest say to each other.

A frame is a kind, the number of a process, and bytes. To the guest: START (a JSON object: "argv", "cwd"), IN and CLOSE (its standard input and the end
of it), KILL. From the guest: READY (the kernel's release), TAKEN (it has read a frame: the next one may come, for a line of user-mode Linux stalls when
more waits in it than fits into its buffer), OUT, ERR, EXIT (the status, as text).
"""
import os
import struct

START, IN, CLOSE, KILL, READY, OUT, ERR, EXIT, TAKEN = range(9)
MOST_BYTES = 2048  # in a frame to the guest
HEADER = struct.Struct('>BII')


def write_frame(descriptor, kind, number, data=b''):
    rest = memoryview(HEADER.pack(kind, number, len(data)) + data)
    while rest:
        rest = rest[os.write(descriptor, rest[:65536]):]


def read_frame(descriptor):
    """The next frame; EOFError at the end of the line."""
    kind, number, length = HEADER.unpack(read_exactly(descriptor, HEADER.size))
    return kind, number, read_exactly(descriptor, length)


def read_exactly(descriptor, count):
    data = bytearray()
    while len(data) < count:
        chunk = os.read(descriptor, count - len(data))
        if not chunk:
            raise EOFError
        data += chunk
    return bytes(data)
