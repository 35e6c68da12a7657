"""The kernel's own account of what it does: tracepoints, read from an instance of tracefs that nothing else writes to."""
import os
import re

from libc import mount

TRACEFS = '/run/tracing'
# Each with its stack, which says what it was done for.
EVENTS = ('fib/fib_table_lookup', 'fib6/fib6_table_lookup', 'skb/kfree_skb', 'net/netif_rx', 'net/netif_receive_skb')
EVENT = re.compile(r'\s*.*-\d+ +\[\d+\] \S+ +[\d.]+: (?:(\w+): )?(.*)')
STACK = '<stack trace>'
FUNCTION = ' => '
# Where the processor turns from what it was doing to packets that wait: the functions further out did not call for what is done here.
TURNS_TO_PACKETS = re.compile(r'handle_softirqs|do_softirq|__napi_poll')
BUFFER_KB = 1024


class Event:
    """Something that the kernel did: name, text, and the functions that it was in, from the innermost out."""

    def __init__(self, name, text):
        self.name, self.text, self.stack = name, text, []
        self.received = False  # while it received a packet, not in the course of a system call


class Tracing:
    def __init__(self, instance):
        os.mkdir(TRACEFS)
        mount('none', TRACEFS, 'tracefs')
        self.remove_orphans()
        self.path = '%s/instances/%s' % (TRACEFS, instance)
        if not os.path.isdir(self.path):
            os.mkdir(self.path)
            self.write('buffer_size_kb', str(BUFFER_KB))
            for name in EVENTS:
                self.write('events/%s/trigger' % name, 'stacktrace')
                self.write('events/%s/enable' % name, '1')
        # This process, and what does on its processor what it left undone.
        self.write('set_event_pid', '%d %d' % (os.getpid(), self.deputy()))
        self.write('trace', '')
        self.pipe = os.open(self.path + '/trace_pipe', os.O_RDONLY | os.O_NONBLOCK)

    def remove_orphans(self):
        """An instance outlives the process that it is named after when that is killed."""
        for name in os.listdir(TRACEFS + '/instances'):
            owner = re.fullmatch(r'nexthop-(\d+)-\d+', name)
            if owner and not os.path.isdir('/proc/' + owner[1]):
                try:
                    os.rmdir('%s/instances/%s' % (TRACEFS, name))
                except OSError:
                    pass  # another process was first

    def deputy(self):
        (processor,) = os.sched_getaffinity(0)
        for pid in os.listdir('/proc'):
            if pid.isdigit():
                try:
                    with open('/proc/%s/comm' % pid) as f:
                        if f.read().strip() == 'ksoftirqd/%d' % processor:
                            return int(pid)
                except FileNotFoundError:
                    pass
        raise LookupError('no ksoftirqd/%d' % processor)

    def write(self, name, text):
        with open('%s/%s' % (self.path, name), 'w') as f:
            f.write(text)

    def read(self):
        """All that was done since the last time, in order."""
        events, bare, traced = [], [], None
        for line in self.text().splitlines():
            if line.startswith(FUNCTION):
                self.add_function(traced, line[len(FUNCTION):])
            elif line.startswith('CPU:'):
                if 'LOST' in line:
                    raise BufferError('tracing: ' + line)
            elif line:
                found = EVENT.match(line)
                if found[2] == STACK:
                    traced = bare.pop()  # an interrupt can come between an event and its stack, and has events and stacks of its own
                else:
                    bare.append(Event(found[1], found[2]))
                    events.append(bare[-1])
        return events

    def add_function(self, event, name):
        if not event.received:
            event.received = bool(TURNS_TO_PACKETS.match(name))
            if not event.received:
                event.stack.append(name)

    def text(self):
        read = b''
        while True:
            try:
                part = os.read(self.pipe, 1 << 16)
            except BlockingIOError:
                return read.decode()
            if not part:
                return read.decode()
            read += part
