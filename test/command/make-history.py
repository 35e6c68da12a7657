"""Writes a session of random commands, to be recorded: `python3 test/command/make-history.py SEED COUNT FILE`.

Addresses come and go on devices that go up and down, move, change and get routes; every few commands the whole state is listed.
"""

import json
import random
import sys

EVERY = 4
PREFIXES_4 = ['10.0.0.%d/24', '10.0.0.%d/25', '10.0.1.%d/24', '10.1.0.%d/16', '10.0.0.%d/32', '10.2.0.%d/31', '127.0.0.%d/8',
              '0.1.0.%d/24', '10.0.0.%d/0']
PREFIXES_6 = ['fd00::%d/64', 'fd01::%d/64', 'fd00::%d/128', 'fe80::%d/64', 'fd00::%d/48', 'fd02::%d/127']
EXTRAS_4 = ['', '', '', '', ' brd +', ' noprefixroute', ' metric 5', ' scope link', ' brd 10.0.0.77', ' label DEV:x']
EXTRAS_6 = ['', '', '', ' nodad', ' noprefixroute', ' metric 5', ' preferred_lft 0']
NEAR = ['e0', 'e1', 'e2', 'w2']
ALL = [*NEAR, 'lo']
SYSCTLS = ['ipv4.conf.%s.promote_secondaries', 'ipv4.conf.%s.promote_secondaries', 'ipv6.conf.%s.forwarding', 'ipv6.conf.%s.disable_ipv6',
           'ipv6.conf.%s.keep_addr_on_down', 'ipv6.conf.%s.addr_gen_mode']
MAKE = {
    'e0': 'ip link add e0 address 02:00:00:00:00:01 type veth peer name w0 address 02:00:00:00:01:01 netns peer',
    'e1': 'ip link add e1 address 02:00:00:00:00:02 type veth peer name w1 address 02:00:00:00:01:02 netns peer',
    'e2': 'ip link add e2 address 02:00:00:00:00:03 type veth peer name w2 address 02:00:00:00:01:03',
}


class History:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.given = []
        self.kinds = [
            (30, self.give), (12, self.take), (4, self.flush), (18, self.near), (8, self.far), (10, self.route), (6, self.sysctl),
            (2, self.rule), (3, self.mtu), (1, self.remake), (2, self.move), (2, self.lladdr), (2, self.arp),
        ]

    def pick(self, *items):
        return self.random.choice(items)

    def address(self):
        device = self.pick(*ALL)
        four = self.random.random() < 0.6
        text = self.pick(*(PREFIXES_4 if four else PREFIXES_6)) % self.random.randint(1, 4)
        extra = self.pick(*(EXTRAS_4 if four else EXTRAS_6)).replace('DEV', device)
        if self.random.random() < 0.12:
            text = text.split('/')[0]
            peer = '10.3.0.%d/' + self.pick('32', '24') if four else 'fd03::%d/' + self.pick('128', '64')
            extra = ' peer ' + peer % self.random.randint(1, 3)
        return text, extra, device

    def give(self):
        text, extra, device = self.address()
        self.given.append((text, extra, device))
        verb = self.pick('add', 'add', 'add', 'add', 'replace')
        return [f'ip addr {verb} {text} dev {device}{extra}']

    def take(self):
        if not self.given or self.random.random() < 0.15:
            text, _, device = self.address()
            return [f'ip addr del {text} dev {device}']
        text, extra, device = self.given.pop(self.random.randrange(len(self.given)))
        peer = extra if extra.startswith(' peer') else ''
        return [f'ip addr del {text}{peer} dev {device}']

    def flush(self):
        return [f'ip addr flush dev {self.pick(*ALL)}' + self.pick('', ' scope global', ' secondary', ' primary')]

    def near(self):
        return [f'ip link set {self.pick(*ALL, "w2")} {self.pick("up", "up", "up", "down")}']

    def far(self):
        return [f'ip -n peer link set {self.pick("w0", "w1")} {self.pick("up", "up", "down")}']

    def route(self):
        device = self.pick(*NEAR)
        table = self.pick('', '', ' table 100', ' metric 7')
        number = self.random.randint(1, 4)
        return ['ip ' + self.pick(
            f'route append 20.0.0.0/8 dev {device}{table}',
            f'route append default dev {device}{table}',
            f'route append default via 10.0.0.{number}{table} dev {device} onlink',
            f'route append 30.0.0.0/8 dev {device} src 10.0.0.{number}{table}',
            f'route append blackhole 40.0.0.0/8{table}',
            f'route append local 50.0.0.{number} dev {device}',
            f'-6 route append 2001:db8::/32 dev {device}{table}',
            f'-6 route append default dev {device}{table}',
            f'-6 route append 2001:db9::/32 dev {device} src fd00::{number}{table}',
            f'-6 route append unreachable 2001:dba::/32{table}',
        )]

    def sysctl(self):
        key = self.pick(*SYSCTLS) % self.pick(*ALL, 'all', 'default')
        value = '0' if 'disable_ipv6' in key and self.random.random() < 0.7 else self.pick('0', '1')
        return [f'sysctl -qw net.{key}={value}']

    def rule(self):
        return [f'ip rule add pref {self.random.randint(100, 200)} fwmark 5 lookup 100']

    def mtu(self):
        return [f'ip link set {self.pick(*NEAR)} mtu {self.pick(1000, 1279, 1280, 1500, 1500)}']

    def forget(self, *devices):
        self.given = [entry for entry in self.given if entry[2] not in devices]

    def remake(self):
        self.forget('e2', 'w2')
        return ['ip link del e2', MAKE['e2']]

    def move(self):
        device = self.pick('e0', 'e1')
        self.forget(device)
        return [f'ip link set {device} netns peer', f'ip -n peer link del {device}', MAKE[device]]

    def lladdr(self):
        return [f'ip link set {self.pick(*NEAR)} address 02:00:00:00:00:{self.random.randint(0x10, 0x50):02x}']

    def arp(self):
        return [f'ip link set {self.pick("e0", "e1", "e2")} arp {self.pick("on", "off")}']

    def commands(self, count):
        yield 'sysctl -q net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0'
        yield 'ip netns add peer'
        yield from MAKE.values()
        weights, kinds = zip(*self.kinds)
        for number in range(count):
            yield from self.random.choices(kinds, weights)[0]()
            if number % EVERY == EVERY - 1:
                yield from ['ip -br link show', 'ip -o addr show', 'ip route show table all', 'ip -6 route show table all']


def main(seed, count, path):
    lines = [{'files': {}}, *({'argv': command.split()} for command in History(int(seed)).commands(int(count)))]
    with open(path, 'w', encoding='utf-8') as file:
        for line in lines:
            file.write(json.dumps(line) + '\n')


main(*sys.argv[1:])
