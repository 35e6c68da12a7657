"""Writes a session of random commands about routes with several nexthops: `python3 test/command/make-multipath.py SEED COUNT FILE`.

Devices go up and down, lose their carrier and their addresses, while routes come, change and go; every few commands everything is
listed and routes are asked for.
"""

import json
import random
import sys

EVERY = 5
DEVICES = ['e0', 'e1', 'e2']
PREFIXES_4 = ['default', '20.0.0.0/8', '20.1.0.0/16', '20.0.0.0/8 metric 7', '20.0.0.0/8 tos 0x10']
PREFIXES_6 = ['default', '2001:db8::/32', '2001:db8:1::/48', '2001:db8::/32 metric 7']
TARGETS_4 = ['20.0.0.%d', '20.1.0.%d', '8.8.8.%d', '20.0.1.%d tos 0x10']
TARGETS_6 = ['2001:db8::%x', '2001:db8:1::%x', '2620::%x']


class History:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.kinds = [(28, self.put), (10, self.take), (10, self.near), (12, self.far), (8, self.address), (4, self.sysctl), (2, self.flush), (1, self.remake)]

    def pick(self, *items):
        return self.random.choice(items)

    def hop(self, four):
        device = self.random.randrange(3)
        host = self.pick(254, 254, 253)
        gateway = f'10.0.{device}.{host}' if four else f'fd0{device}::{host}'
        words = f'via {gateway}' if self.random.random() < 0.9 else f'dev e{device}'
        if self.random.random() < 0.3:
            words = f'via {gateway} dev e{device}' + self.pick('', ' onlink')
        return words + self.pick('', '', '', ' weight 3', ' weight 256')

    def hops(self, four):
        count = self.pick(1, 2, 2, 2, 3, 3, 4)
        return ' '.join(f'nexthop {self.hop(four)}' for _ in range(count))

    def one(self, four):
        return self.hop(four).split(' weight')[0]

    def prefix(self, four):
        return self.pick(*(PREFIXES_4 if four else PREFIXES_6))

    def put(self):
        four = self.random.random() < 0.55
        verb = self.pick('add', 'add', 'append', 'append', 'prepend', 'replace', 'change')
        extra = self.pick('', '', '', ' table 100', ' proto static', ' src 10.0.1.1' if four else ' src fd01::1')
        hops = self.hops(four) if self.random.random() < 0.75 else self.one(four)
        return [f'ip {"-4" if four else "-6"} route {verb} {self.prefix(four)}{extra} {hops}']

    def take(self):
        four = self.random.random() < 0.5
        what = self.pick('', '', self.one(four), self.hops(four), ' table 100')
        return [f'ip {"-4" if four else "-6"} route del {self.prefix(four)} {what}']

    def near(self):
        return [f'ip link set {self.pick(*DEVICES)} {self.pick("up", "up", "down")}']

    def far(self):
        return [f'ip -n peer link set {self.pick("w0", "w1", "w2")} {self.pick("up", "up", "down")}']

    def address(self):
        number = self.random.randrange(3)
        text = f'10.0.{number}.1/24 dev e{number}' if self.random.random() < 0.5 else f'fd0{number}::1/64 dev e{number}'
        return [f'ip addr {self.pick("add", "add", "del")} {text}']

    def sysctl(self):
        return ['sysctl -qw net.' + self.pick(
            f'ipv4.conf.{self.pick(*DEVICES)}.ignore_routes_with_linkdown={self.pick(0, 1)}',
            f'ipv6.conf.{self.pick(*DEVICES)}.ignore_routes_with_linkdown={self.pick(0, 1)}',
            f'ipv4.fib_multipath_hash_policy={self.pick(0, 1)}',
            f'ipv4.fib_multipath_use_neigh={self.pick(0, 1)}',
        )]

    def flush(self):
        return [self.pick('ip route flush proto static', 'ip -6 route flush proto static', 'ip route flush table 100', 'ip -6 route flush 2001:db8::/32',
                          f'ip neigh replace 10.0.{self.random.randrange(3)}.254 lladdr 02:00:00:00:00:77 nud {self.pick("permanent", "failed")} dev e{self.random.randrange(3)}')]

    def remake(self):
        return ['ip link del e2', 'ip link add e2 address 02:00:00:00:00:03 type veth peer name w2 netns peer']

    def ask(self):
        four = self.random.random() < 0.6
        target = self.pick(*(TARGETS_4 if four else TARGETS_6)) % self.random.randint(1, 99)
        own = f'10.0.{self.random.randrange(3)}.1' if four else f'fd0{self.random.randrange(3)}::1'
        extra = self.pick('', '', f' from {own}', f' oif {self.pick(*DEVICES)}', ' fibmatch', ' ipproto udp sport 5 dport 7')
        return f'ip route get {target}{extra}'

    def commands(self, count):
        yield 'sysctl -q net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.forwarding=1'
        yield 'sysctl -q net.ipv4.fib_multipath_hash_seed=305419896 net.ipv4.ip_forward=1'
        yield 'ip link set lo up'
        yield 'ip netns add peer'
        for number, device in enumerate(DEVICES):
            yield f'ip link add {device} address 02:00:00:00:00:0{number + 1} type veth peer name w{number} netns peer'
            yield f'ip -n peer link set w{number} up'
            yield f'ip link set {device} up'
            yield f'ip addr add 10.0.{number}.1/24 dev {device}'
            yield f'ip addr add fd0{number}::1/64 dev {device}'
        weights, kinds = zip(*self.kinds)
        for number in range(count):
            yield from self.random.choices(kinds, weights)[0]()
            if number % EVERY == EVERY - 1:
                yield from ['ip route show table all', 'ip -6 route show table all', self.ask(), self.ask(), self.ask(), self.ask()]


def main(seed, count, path):
    lines = [{'files': {}}, *({'argv': command.split()} for command in History(int(seed)).commands(int(count)))]
    with open(path, 'w', encoding='utf-8') as file:
        for line in lines:
            file.write(json.dumps(line) + '\n')


main(*sys.argv[1:])
