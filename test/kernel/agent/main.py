"""Keeps one throwaway world of the live kernel and answers questions about it.

Run as root. It moves into a private network namespace with private files, then reads one JSON object a line and answers each with one
JSON object a line:

  {"script": TEXT}                                  runs a Bash script         -> {"exit", "stdout", "stderr"}
  {"run": COMMAND}                                  runs one line of Bash      -> the same
  {"batch": LINES}                                  runs them by ip -batch     -> the same
  {"listen": {"protocol", "port", "transparent"}}   opens a socket that stays  -> {}
  {"followed": {"dst", ...}}                        the same, followed through the devices of the host, out of the tunnel "through" -> the same
  {"forget": true}                                  forgets connections        -> {}
  {"dst", "protocol", ...}                          sends one real packet      -> {"error", "out", "in", "replies"}, empty ones left out

A question that the agent can't put is answered by {"failed": REASON}. Everything ends with the process: nothing it makes has a name
outside. With the name of an instance of tracefs as its argument it reports of each packet, as "why", what the kernel reports of its way, too.
docs/testing.md describes how it observes.
"""
import errno
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

from devices import Devices
from netlink import ACKNOWLEDGE, Netlink
from observer import Observer
from packet import Flows, family_of, protocol_of
from place import ETH_P_BARRIER, make_place
from sender import Sender
from why import Why

ENVIRONMENT = {'PATH': '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOME': '/root', 'LC_ALL': 'C'}
# What Bash would start as it stands: starting it without Bash is quicker. None of the second kind moves a carrier.
PLAIN = re.compile(r'(ip|(ip6?tables(-save)?|sysctl|nft))( +[\w./:,=+@!%-]+)*')
# Commands of nft in one word, or in the lines of a file.
NFT = re.compile(r"(nft(?: -[\w-]*)*)(?: '([^']+)'| <<'END'\n(.*\n)END)", re.S)
GIVES_ADDRESSES = re.compile(r'\baddr\w* +(a|r|c)|\bup\b|setup\.sh')
NETLINK_NETFILTER, DELETE_CONNECTIONS = 12, 1 << 8 | 2
BARRIER = b'\0' * 12 + struct.pack('!H', ETH_P_BARRIER) + b'\0' * 46


class World:
    def __init__(self, instance=None):
        self.barrier, self.own_table = make_place(instance is not None)
        self.devices, flows = Devices(), Flows()
        self.connections = Netlink(NETLINK_NETFILTER)
        self.observer, self.sender = Observer(self.devices, flows), Sender(self.devices, flows)
        self.why = Why(self.devices, instance) if instance else None

    def answer(self, question):
        if 'script' in question:
            with open('setup.sh', 'w') as f:
                f.write(question['script'])
            return self.run(['bash', 'setup.sh'])
        if 'run' in question:
            nft = NFT.fullmatch(question['run'])
            if nft:
                return self.run([*nft[1].split(), *([nft[2]] if nft[2] else [])], False, nft[3] or '')
            plain = PLAIN.fullmatch(question['run'])
            argv = question['run'].split() if plain else ['bash', '-c', question['run']]
            return self.run(argv, not (plain and plain[2]))
        if 'batch' in question:
            return self.run(['ip', '-force', '-batch', '-'], any(line.startswith(('link', 'addr', 'tun')) for line in question['batch']), '\n'.join(question['batch']) + '\n')
        if 'forget' in question:
            self.forget()
            return {}
        if 'followed' in question:
            return self.follow(question['followed'])
        if 'listen' in question:
            self.sender.listen(**question['listen'])
            return {}
        return self.send(question)

    def run(self, argv, carrier=True, text=''):
        # Files, not pipes: what a command leaves running would keep a pipe open.
        with tempfile.TemporaryFile(dir='/run') as stdin, tempfile.TemporaryFile(dir='/run') as stdout, tempfile.TemporaryFile(dir='/run') as stderr:
            stdin.write(text.encode())
            stdin.seek(0)
            process = subprocess.Popen(argv, stdin=stdin, stdout=stdout, stderr=stderr, env=ENVIRONMENT, start_new_session=True)
            try:
                process.wait(60)
            finally:
                try:
                    os.killpg(process.pid, signal.SIGKILL)  # it would outlive the world
                except ProcessLookupError:
                    pass
            printed = []
            for file in (stdout, stderr):
                file.seek(0)
                printed.append(self.own_table.hidden(file.read().decode(errors='replace')))
        if self.why:
            self.why.forget()
        if carrier:
            self.devices.settle(argv)
            if GIVES_ADDRESSES.search(' '.join(argv)):
                self.devices.settle_addresses()
            self.devices.forget()
        return {'exit': process.returncode, 'stdout': printed[0], 'stderr': printed[1]}

    def forget(self):
        for family in (socket.AF_INET, socket.AF_INET6):
            self.connections.request(DELETE_CONNECTIONS, ACKNOWLEDGE, struct.pack('=BBH', family, 1, 0))

    def follow(self, packet):
        """The same of a packet that devices hand on to each other: with the protocols, and with what they do a moment later."""
        tunnels = self.devices.of_kind('wireguard')
        for dev in tunnels:
            self.begin_anew(dev)
        self.devices.forget_asked()
        self.observer.follows = True
        try:
            return self.send(packet, bool(tunnels))
        finally:
            self.observer.follows = False

    def begin_anew(self, dev):
        """Gives a WireGuard device its own configuration again: a handshake is not begun twice within some seconds."""
        shown = subprocess.run(['wg', 'showconf', dev], stdout=subprocess.PIPE, env=ENVIRONMENT, check=True)
        subprocess.run(['wg', 'setconf', dev, '/dev/stdin'], input=shown.stdout, env=ENVIRONMENT, check=True)

    def send(self, packet, lingers=False):
        """Sends one packet and reports all that came of it."""
        self.observer.asked = None
        self.observer.receive(family_of(packet), protocol_of(packet))
        self.observer.collect({'out': [], 'in': [], 'replies': []})  # what came late from before belongs to nobody
        if self.why:
            self.why.read()
        report = {'out': [], 'in': [], 'replies': []}
        injected = local = None
        if 'iif' in packet:
            if not self.observer.follows:
                injected = self.sender.inject(packet)
            else:
                try:
                    injected = self.sender.inject_followed(packet)
                except (LookupError, OSError):
                    return {}  # a device that isn't there, or is down, receives nothing
        else:
            try:
                local = self.sender.send(packet, self.observer.follows)
            except OSError as e:
                report['error'] = errno.errorcode.get(e.errno, str(e.errno))
        self.cross_barrier()
        while self.observer.collect(report, injected):
            self.cross_barrier()
        if lingers:
            self.linger(report, injected)
        if self.why:
            report['why'] = self.why.read(packet)
        if local is not None:
            self.sender.end(local)
        if any(item['dev'] == 'lo' for item in report['out']):
            for item in report['in']:
                item['dev'] = 'lo'  # a receiver is told the device of the route instead
        return {key: value for key, value in report.items() if value}

    def linger(self, report, injected):
        """Waits for what the kernel puts off to a worker of its own: WireGuard's packets."""
        quiet = 0
        while quiet < 2:
            time.sleep(0.005)
            before = len(report['out'])
            self.observer.collect(report, injected)
            self.cross_barrier()
            more = self.observer.collect(report, injected)
            quiet = 0 if more or len(report['out']) > before else quiet + 1

    def cross_barrier(self):
        """Returns when everything given to devices before has been received: the queue of one processor is first in, first out."""
        self.barrier.send(BARRIER)
        self.barrier.recv(64)


def main():
    world = World(*sys.argv[1:])
    print(json.dumps({'ready': True}), flush=True)
    for line in sys.stdin:
        try:
            answer = world.answer(json.loads(line))
        except Exception as e:
            answer = {'failed': '%s: %s' % (type(e).__name__, e)}
        print(json.dumps(answer, separators=(',', ':')), flush=True)


if __name__ == '__main__':
    main()
