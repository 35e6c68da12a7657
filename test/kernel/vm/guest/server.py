"""Runs in the guest as its first process: starts the processes that are asked for over the line, and carries what they read and write."""
import json
import os
import selectors
import signal
import subprocess
import sys
import tty

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from frames import CLOSE, ERR, EXIT, IN, KILL, OUT, READY, START, TAKEN, read_frame, write_frame  # noqa: E402

ENVIRONMENT = {'PATH': '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOME': '/root', 'LC_ALL': 'C', 'TERM': 'dumb'}


class Server:
    def __init__(self, line):
        self.line, self.processes, self.selector = line, {}, selectors.DefaultSelector()
        self.selector.register(line, selectors.EVENT_READ, (None, None))

    def serve(self):
        write_frame(self.line, READY, 0, os.uname().release.encode())
        while True:
            for key, _ in self.selector.select(1):
                number, kind = key.data
                if number is None:
                    frame = read_frame(self.line)
                    write_frame(self.line, TAKEN, 0)
                    self.take(*frame)
                else:
                    self.carry(key.fileobj, number, kind)
            self.bury()

    def take(self, kind, number, data):
        if kind == START:
            return self.start(number, **json.loads(data))
        process = self.processes.get(number)
        if process is None:
            return None
        try:
            if kind == IN:
                process.stdin.write(data)
                process.stdin.flush()
            elif kind == CLOSE:
                process.stdin.close()
            elif kind == KILL:
                os.killpg(process.pid, signal.SIGKILL)
        except (BrokenPipeError, ProcessLookupError):
            pass

    def start(self, number, argv, cwd):
        pipe = subprocess.PIPE
        try:
            process = subprocess.Popen(argv, cwd=cwd, env=ENVIRONMENT, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True)
        except OSError as error:
            write_frame(self.line, ERR, number, f'{error}\n'.encode())
            write_frame(self.line, EXIT, number, b'127')
            return
        self.processes[number] = process
        for file, kind in ((process.stdout, OUT), (process.stderr, ERR)):
            self.selector.register(file, selectors.EVENT_READ, (number, kind))

    def carry(self, file, number, kind):
        data = os.read(file.fileno(), 65536)
        if data:
            write_frame(self.line, kind, number, data)
        else:
            self.selector.unregister(file)
            file.close()

    def bury(self):
        """Reports what has ended and written all; reaps what was left behind."""
        for number, process in list(self.processes.items()):
            if process.stdout.closed and process.stderr.closed and process.poll() is not None:
                del self.processes[number]
                status = process.returncode
                write_frame(self.line, EXIT, number, str(status if status >= 0 else 128 - status).encode())
        known = {process.pid for process in self.processes.values()}
        while True:
            try:
                # Only looked at first: the processes that were asked for are waited for by their own.
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None or ended.si_pid in known:
                return
            os.waitpid(ended.si_pid, os.WNOHANG)


if __name__ == '__main__':
    line = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
    if os.isatty(line):
        tty.setraw(line)
    Server(line).serve()
