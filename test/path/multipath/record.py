"""Asks the live kernel for routes over several nexthops: as root, `python3 test/path/multipath/record.py KIND...`, KIND being v4 or v6.

Makes the host of setup.sh in a namespace of its own, and asks random questions under each hash policy; KIND.jsonl gets the answers.
"""

import ctypes
import ipaddress
import json
import os
import platform
import random
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
COUNT = 60
OWN_4 = ['192.0.2.2', '198.51.100.2', '203.0.113.2', '172.16.0.1']
OWN_6 = ['2001:db8:a::2', '2001:db8:b::2', '2001:db8:c::2', '2001:db8:e::1']
FAMILIES = {
    'v4': (['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16', '10.4.0.0/16'], OWN_4, '172.16.0.0/12', 'ip route get'),
    'v6': (['2001:db8:1001::/48', '2001:db8:1002::/48', '2001:db8:1003::/48'], OWN_6, '2001:db8:e::/48', 'ip -6 route get'),
}
DEVICES = ['eth0', 'eth1', 'eth2']


def enter_namespace():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x00020000 | 0x40000000) != 0:
        raise OSError(ctypes.get_errno(), 'unshare')
    subprocess.run('mount --make-rprivate / && mount -t tmpfs none /run', shell=True, check=True)


def inside(network):
    network = ipaddress.ip_network(network)
    return str(network[random.getrandbits(network.max_prefixlen - network.prefixlen)])


def question(kind):
    targets, own, lan, command = FAMILIES[kind]
    words = [command, inside(random.choice(targets))]
    way = random.random()
    if way < 0.45:
        words += ['from', inside(lan), 'iif', 'lan']
    elif way < 0.7:
        words += ['from', random.choice(own)]
    elif way < 0.75:
        words += ['oif', random.choice(DEVICES)]
    if random.random() < 0.8:
        words += ['ipproto', random.choice(['tcp', 'udp']), 'sport', str(random.randint(1, 65535))]
        words += ['dport', str(random.choice([53, 80, 443, random.randint(1, 65535)]))]
    return ' '.join(words)


def ask(line):
    done = subprocess.run(line.split(), capture_output=True, text=True, check=False)
    return {'ask': line, 'answer': done.stdout + done.stderr}


def record(kind):
    lines = [{'kernel': platform.release(), 'ip': subprocess.getoutput('ip -V')}]
    family = '4' if kind == 'v4' else '6'
    for policy, fields in ((0, 7), (1, 7), (2, 7), (3, 7), (3, 0x37), (3, 0x21), (3, 0x40)):
        for seed in (305419896, random.getrandbits(32)):
            before = [
                f'sysctl -qw net.ipv{family}.fib_multipath_hash_policy={policy}',
                f'sysctl -qw net.ipv{family}.fib_multipath_hash_fields={fields}',
                f'sysctl -qw net.ipv4.fib_multipath_hash_seed={seed}',
            ]
            for line in before:
                subprocess.run(line.split(), check=True)
            lines.append({'run': before, 'answers': [ask(question(kind)) for _ in range(COUNT)]})
    with open(os.path.join(HERE, f'{kind}.jsonl'), 'w', encoding='utf-8') as file:
        file.writelines(json.dumps(line) + '\n' for line in lines)


random.seed(1)
enter_namespace()
with open(os.path.join(HERE, 'setup.sh'), encoding='utf-8') as setup:
    for line in setup:
        subprocess.run(line.split(), check=True)
for kind in sys.argv[1:]:
    record(kind)
