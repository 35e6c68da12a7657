"""Runs a process in the guest as if it were here: attach.py SOCKET WORD... Its standard input, output, error and status are this process's."""
import json
import os
import selectors
import signal
import socket
import sys

from frames import CLOSE, ERR, EXIT, IN, KILL, OUT, START, read_frame, write_frame


def main():
    path, *argv = sys.argv[1:]
    line = socket.socket(socket.AF_UNIX)
    line.connect(path)
    descriptor = line.fileno()

    def kill(*_):
        write_frame(descriptor, KILL, 0)

    signal.signal(signal.SIGTERM, kill)
    signal.signal(signal.SIGINT, kill)
    write_frame(descriptor, START, 0, json.dumps({'argv': argv, 'cwd': os.getcwd()}).encode())
    selector = selectors.SelectSelector()  # unlike epoll it takes plain files
    selector.register(0, selectors.EVENT_READ)
    selector.register(line, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fd == 0:
                data = os.read(0, 65536)
                write_frame(descriptor, IN if data else CLOSE, 0, data)
                if not data:
                    selector.unregister(0)
                continue
            kind, _, data = read_frame(descriptor)
            if kind == EXIT:
                sys.exit(int(data))
            rest = memoryview(data)
            while rest:
                rest = rest[os.write({OUT: 1, ERR: 2}[kind], rest):]


if __name__ == '__main__':
    main()
