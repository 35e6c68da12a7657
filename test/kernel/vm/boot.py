"""Boots a kernel and serves it: boot.py KERNEL MODULES SOCKET. A user-mode kernel (NAME.uml) is a process of its own, any other runs in qemu, emulated.

The guest sees the files of this machine, read-only and at the same paths, and no network. Each connection to SOCKET is one process in the guest, in the
frames of frames.py. Prints the release of the kernel when it is up; SIGTERM ends it and all that it started.
"""
import collections
import os
import select
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from frames import EXIT, IN, KILL, MOST_BYTES, READY, START, TAKEN, read_frame, write_frame

HERE = os.path.dirname(os.path.abspath(__file__))
MEMORY = '1024M'
SECONDS_TO_BOOT = 180


class Guest:
    def __init__(self, kernel, modules):
        self.folder = tempfile.mkdtemp(prefix='nexthop-vm-')
        self.started = []
        self.console = open(os.path.join(self.folder, 'console'), 'wb')
        self.waiting, self.busy = collections.deque(), False
        try:
            self.line = (self.boot_user_mode if kernel.endswith('.uml') else self.boot)(kernel, modules)
            if not select.select([self.line], [], [], SECONDS_TO_BOOT)[0]:
                raise OSError(f'silent for {SECONDS_TO_BOOT} s')
            kind, _, self.release = self.read()
            assert kind == READY
        except (OSError, EOFError) as error:
            with open(self.console.name, errors='replace') as console:
                said = console.read()[-2000:]
            self.end()
            raise SystemExit(f'the guest did not come up: {error}\n{said}')

    def boot_user_mode(self, kernel, modules):
        here, there = socket.socketpair()
        self.start([kernel, f'mem={MEMORY}', 'rootfstype=hostfs', 'rootflags=/', 'ro', 'quiet', f'init={HERE}/guest/init.sh', 'con=null', 'con0=null,fd:1',
                    'ssl=null', f'ssl0=fd:{there.fileno()},fd:{there.fileno()}', 'seccomp=auto', f'uml_dir={self.folder}/', 'umid=guest',
                    f'nexthop_modules={modules}', f'nexthop_server={HERE}/guest/server.py', 'nexthop_line=/dev/ttyS0'],
                   # The kernel and its processes take turns at every system call: on two processors each turn is a wake-up.
                   pass_fds=[there.fileno()], preexec_fn=lambda: os.sched_setaffinity(0, {max(os.sched_getaffinity(0))}))
        there.close()
        return here

    def boot(self, kernel, modules):
        line, files = (os.path.join(self.folder, name) for name in ('line', 'files'))
        self.start(['/usr/libexec/virtiofsd', '--socket-path', files, '--shared-dir', '/', '--sandbox', 'none', '--cache', 'auto',
                    '--inode-file-handles=never', '--no-announce-submounts', '--log-level', 'error', '--readonly'])
        appear(files)
        words = ['console=ttyS0', 'quiet', 'panic=-1', 'mitigations=off', 'nokaslr', 'random.trust_cpu=on', 'tsc=reliable', 'no_timer_check', 'rootfstype=virtiofs',
                 'root=files', 'ro', f'init={HERE}/guest/init.sh', f'nexthop_modules={modules}', f'nexthop_server={HERE}/guest/server.py']
        self.start(['qemu-system-x86_64', '-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-M', 'q35', '-accel', 'tcg,thread=multi', '-cpu', 'max',
                    '-m', MEMORY, '-object', f'memory-backend-memfd,id=memory,size={MEMORY},share=on', '-numa', 'node,memdev=memory',
                    '-chardev', f'socket,id=files,path={files}', '-device', 'vhost-user-fs-pci,queue-size=1024,chardev=files,tag=files',
                    '-device', 'virtio-serial-pci', '-chardev', f'socket,id=line,path={line},server=on,wait=off', '-device', 'virtserialport,chardev=line,name=processes',
                    '-kernel', kernel, '-serial', 'stdio', '-append', ' '.join(words)])
        appear(line)
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(line)
        return connection

    def start(self, argv, **how):
        self.started.append(subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=self.console, stderr=self.console, start_new_session=True, **how))

    def read(self):
        """The next frame of a process in the guest, or that it is up."""
        frame = read_frame(self.line.fileno())
        if frame[0] == TAKEN:
            self.busy = False
            self.write_next()
        return frame

    def write(self, kind, number, data=b''):
        """Sends a frame as soon as the guest has read those before."""
        parts = [data[at:at + MOST_BYTES] for at in range(0, len(data), MOST_BYTES)] or [b'']
        assert kind == IN or len(parts) == 1
        self.waiting.extend((kind, number, part) for part in parts)
        self.write_next()

    def write_next(self):
        if self.waiting and not self.busy:
            self.busy = True
            write_frame(self.line.fileno(), *self.waiting.popleft())

    def end(self):
        for process in reversed(self.started):
            process.terminate()
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            try:
                os.killpg(process.pid, signal.SIGKILL)  # a user-mode kernel that is ended leaves its threads
            except ProcessLookupError:
                pass
        self.console.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def appear(path):
    for _ in range(1000):
        if os.path.exists(path):
            return
        time.sleep(0.01)
    raise OSError(f'{path} did not appear')


def serve(guest, path):
    """Carries frames between connections and the guest: a connection's own number is the guest's."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(16)
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    selector.register(guest.line, selectors.EVENT_READ)
    connections, made = {}, 0

    def leave(number):
        connection = connections.pop(number)
        selector.unregister(connection)
        connection.close()

    while True:
        for key, _ in selector.select():
            if key.fileobj is listener:
                made += 1
                connections[made], _ = listener.accept()
                selector.register(connections[made], selectors.EVENT_READ, made)
            elif key.fileobj is guest.line:
                kind, number, data = guest.read()
                if number not in connections:
                    continue
                try:
                    write_frame(connections[number].fileno(), kind, 0, data)
                except OSError:
                    guest.write(KILL, number)
                    leave(number)
                    continue
                if kind == EXIT:
                    leave(number)
            elif key.data in connections:
                try:
                    kind, _, data = read_frame(key.fd)
                except (OSError, EOFError):
                    guest.write(KILL, key.data)
                    leave(key.data)
                    continue
                guest.write(kind, key.data, data)


def main():
    kernel, modules, path = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    guest = Guest(kernel, modules)
    try:
        print(guest.release.decode(), flush=True)
        serve(guest, path)
    except EOFError:
        raise SystemExit('the guest has ended')
    finally:
        guest.end()
        if os.path.exists(path):
            os.unlink(path)


if __name__ == '__main__':
    main()
