"""Records what iptables rules mean to a real kernel: as root, `python3 test/netfilter/record-netfilter.py`.

golden/matches.jsonl: every rule stands without a target in a chain that all locally made packets cross; after each packet the counters
report which rules it met. golden/targets.jsonl: a packet crosses the rules of one question, and then one rule for each bit, or value,
of the fields that are asked for. The questions are read from the files, and the answers are written over.
"""

import ctypes
import json
import os
import platform
import re
import shlex
import socket
import struct
import subprocess

CLONE_NEWNS = 0x00020000
CLONE_NEWNET = 0x40000000
GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'golden')
TOOLS = {4: 'iptables', 6: 'ip6tables'}
SO_MARK = 36
IPPROTO_RAW = 255


def run(*argv, text=''):
    done = subprocess.run(argv, input=text.encode(), capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f'{shlex.join(argv)}: {done.stderr.decode()}')
    return done.stdout.decode()


def enter_fresh_namespace():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS | CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    run('ip', 'link', 'set', 'lo', 'up')
    run('ip', 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'wire')
    for link in ('eth0', 'wire'):
        run('sysctl', '-qw', f'net.ipv6.conf.{link}.accept_dad=0')
        run('ip', 'link', 'set', link, 'arp', 'off', 'up')
    run('ip', 'addr', 'add', '10.0.0.1/24', 'dev', 'eth0')
    run('ip', 'addr', 'add', 'fd00::1/64', 'dev', 'eth0', 'nodad')
    run('ip', 'route', 'add', 'default', 'dev', 'eth0')
    run('ip', '-6', 'route', 'add', 'default', 'dev', 'eth0')


def transport(packet):
    protocol = packet['protocol']
    ports = struct.pack('!HH', packet.get('sport', 0), packet.get('dport', 0))
    if protocol == 6:
        return ports + struct.pack('!IIBBHHH', 1, 1, 5 << 4, packet.get('tcpFlags', 0), 1024, 0, 0)
    if protocol in (17, 136):
        return ports + struct.pack('!HH', 8, 0)
    if protocol in (1, 58):
        return struct.pack('!BBHI', packet.get('icmpType', 0), packet.get('icmpCode', 0), 0, 0)
    return ports + bytes(12)


def build(family, packet):
    body = transport(packet)
    body += bytes(packet['length'] - len(body) - (20 if family == 4 else 40))
    src = socket.inet_pton(socket.AF_INET if family == 4 else socket.AF_INET6, packet['src'])
    dst = socket.inet_pton(socket.AF_INET if family == 4 else socket.AF_INET6, packet['dst'])
    if family == 6:
        first = (6 << 28) | (packet['tos'] << 20)
        return struct.pack('!IHBB', first, len(body), packet['protocol'], packet['ttl']) + src + dst + body
    fragment = {0: 0, 1: 0x2000, 2: 0x2000 | 100}[packet.get('fragment', 0)]
    head = struct.pack('!BBHHHBBH', 0x45, packet['tos'], packet['length'], 7, fragment,
                       packet['ttl'], packet['protocol'], 0)
    return head + src + dst + body


def send(family, packet):
    kind = socket.AF_INET if family == 4 else socket.AF_INET6
    with socket.socket(kind, socket.SOCK_RAW, IPPROTO_RAW) as sock:
        sock.setsockopt(socket.SOL_SOCKET, SO_MARK, struct.pack('I', packet.get('mark', 0)))
        sock.sendto(build(family, packet), (packet['dst'], 0))


def counts(family, chain):
    saved = run(f'{TOOLS[family]}-save', '-c', '-t', 'mangle')
    return [int(count) for count in re.findall(rf'^\[(\d+):\d+\] -A {chain}(?: |$)', saved, re.MULTILINE)]


def begin(family):
    """Makes a chain that all packets of sockets cross: the kernel's own (router solicitations, say) don't."""
    tool = TOOLS[family]
    run(tool, '-t', 'mangle', '-F')
    run(tool, '-t', 'mangle', '-X')
    run(tool, '-t', 'mangle', '-N', 'test')
    run(tool, '-t', 'mangle', '-N', 'read')
    run(tool, '-t', 'mangle', '-A', 'OUTPUT', '-m', 'owner', '--socket-exists', '-j', 'test')
    run(tool, '-t', 'mangle', '-A', 'OUTPUT', '-m', 'owner', '--socket-exists', '-j', 'read')


def ask_matches(family, packets, rules):
    begin(family)
    for rule in rules:
        run(TOOLS[family], '-t', 'mangle', '-A', 'test', *shlex.split(rule['rule']))
        rule['met'] = []
    for index, packet in enumerate(packets):
        before = counts(family, 'test')
        send(family, packet['packet'])
        for rule, old, new in zip(rules, before, counts(family, 'test'), strict=True):
            if new - old not in (0, 1):
                raise SystemExit(f'{rule}: {new - old} packets')
            if new > old:
                rule['met'].append(index)


def readers(family, field):
    """The matches that tell a field's value, each with what it adds to it."""
    if field == 'ttl':
        name = 'ttl' if family == 4 else 'hl'
        return [(f'-m {name} --{name}-eq {value}', value) for value in range(256)]
    match, bits = {'mark': ('mark', 32), 'ctmark': ('connmark', 32), 'tos': ('tos', 8)}[field]
    option = 'tos' if field == 'tos' else 'mark'
    return [(f'-m {match} --{option} {1 << bit}/{1 << bit}', 1 << bit) for bit in range(bits)]


def ask_target(question, number):
    family = question['family']
    begin(family)
    for rule in question['rules']:
        run(TOOLS[family], '-t', 'mangle', '-A', 'test', *shlex.split(rule))
    asked = [(field, reader) for field in question['after'] for reader in readers(family, field)]
    lines = ['*mangle', *(f'-A read {match}' for _field, (match, _value) in asked), 'COMMIT', '']
    run(f'{TOOLS[family]}-restore', '-n', text='\n'.join(lines))
    addresses = ('10.0.0.1', '203.0.113.9') if family == 4 else ('fd00::1', '2001:db8::9')
    # Each question is a connection of its own.
    packet = {'src': addresses[0], 'dst': addresses[1], 'protocol': 17, 'sport': 2000 + number, 'dport': 53}
    send(family, packet | {'tos': 0, 'ttl': 64, 'length': 80} | question['packet'])
    question['after'] = {field: 0 for field in question['after']}
    for (field, (_match, value)), count in zip(asked, counts(family, 'read'), strict=True):
        question['after'][field] += value * count


def read_questions(name):
    with open(os.path.join(GOLDEN, name), encoding='utf-8') as file:
        return [line for line in map(json.loads, file) if 'family' in line]


def write_answers(name, answers):
    versions = {'kernel': platform.release(), 'iptables': run('iptables', '-V').strip()}
    with open(os.path.join(GOLDEN, name), 'w', encoding='utf-8') as file:
        for line in [{'versions': versions}, *answers]:
            file.write(json.dumps(line) + '\n')


def main():
    matches = read_questions('matches.jsonl')
    targets = read_questions('targets.jsonl')
    enter_fresh_namespace()
    for family in (4, 6):
        own = [line for line in matches if line['family'] == family]
        ask_matches(family, [line for line in own if 'packet' in line], [line for line in own if 'rule' in line])
    for number, question in enumerate(targets):
        ask_target(question, number)
    write_answers('matches.jsonl', matches)
    write_answers('targets.jsonl', targets)


main()
