"""Records what the real wg-quick does: as root, where WireGuard devices can be made, `python3 test/shell/tool/wg-quick/record.py < cases.json > recorded.jsonl`.

Every case runs in a network namespace and a mount namespace of its own. A program `resolvconf` that does nothing stands in for the
one of a host.
"""

import json
import os
import platform
import subprocess
import sys

KEYS = {
    'KEY': 'cFsPh8fyw1mmPra7Adl++zXyv9kuGvnw93J45l0l/X0=',
    'FAR': 'ZPVDTq9ylPH2Ed7QQx0UKr6HkadXwTj0fVmJtwA8Y2Q=',
    'MUTE': 'lDA0VVcw6x1jLJz7ALughEKRVsxa26PpWMvyEcKcLAk=',
}
PREPARE = """
mount -t tmpfs none /run; mount -t tmpfs none /etc/wireguard
mkdir -p /run/bin; printf '#!/bin/sh\\ncat >/dev/null\\n' >/run/bin/resolvconf; chmod 755 /run/bin/resolvconf
export PATH=/run/bin:$PATH
"""
SET_UP = """
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.addr_gen_mode=1
ip link set lo up
ip link add eth0 mtu 1492 type veth peer name far
ip link set eth0 up; ip link set far up
ip addr add 192.168.1.10/24 dev eth0
ip route add default via 192.168.1.1 dev eth0
mkdir -p /etc/wireguard; chmod 700 /etc/wireguard
"""
SHOW = 'ip rule; ip -6 rule; ip route show table all; ip -6 route show table all; nft list ruleset; wg show all allowed-ips; wg show all fwmark; ip -br link show up'


def script(case):
    conf = case['conf']
    steps = [SHOW if step == 'SHOW' else step for step in case['steps']]
    for name, key in KEYS.items():
        conf = conf.replace(name, key)
        steps = [step.replace(name, key) for step in steps]
    lines = [SET_UP.strip(), "cat > /etc/wireguard/wg0.conf <<'END'", conf + 'END', 'chmod 600 /etc/wireguard/wg0.conf']
    for number, step in enumerate(steps):
        lines += [f'echo "== {number}" >&2; echo "== {number}"', f'( {step}; ); echo "status $?"']
    return '\n'.join(lines) + '\n'


def main():
    versions = {'kernel': platform.release(), 'wg': subprocess.run(['wg', '--version'], capture_output=True, text=True).stdout.strip()}
    print(json.dumps({'versions': versions}))
    os.makedirs('/etc/wireguard', exist_ok=True)
    for case in json.load(sys.stdin):
        text = script(case)
        done = subprocess.run(
            ['unshare', '-n', '-m', 'bash', '-c', PREPARE + 'exec bash -c "$0"', text], capture_output=True, text=True
        )
        print(json.dumps({'name': case['name'], 'script': text, 'stdout': done.stdout, 'stderr': done.stderr}))


main()
