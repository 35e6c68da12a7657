"""Records how iptables shows rules and chains of nft: as root, `python3 test/netfilter/record-iptables-view.py`.

golden/iptables-view.jsonl: each question is a text that `nft -f -` loads and commands of iptables that follow; the answers are status and
output of each, without dates. The questions are read from the file, and the answers are written over.
"""

import ctypes
import json
import os
import platform
import shlex
import subprocess

CLONE_NEWNET = 0x40000000
GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'golden', 'iptables-view.jsonl')


def run(argv, stdin=''):
    done = subprocess.run(argv, capture_output=True, check=False, text=True, input=stdin)
    lines = [line for line in done.stdout.splitlines() if not line.startswith(('# Generated', '# Completed'))]
    return {'exit': done.returncode, 'stdout': lines, 'stderr': done.stderr}


def enter_fresh_namespace():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def ask(question):
    loaded = run(['nft', '-f', '-'], question['nft'])
    if loaded['exit'] != 0:
        raise RuntimeError(f'{question}: {loaded["stderr"]}')
    answers = [{'command': command['command'], **run(shlex.split(command['command']))} for command in question['commands']]
    run(['nft', 'flush', 'ruleset'])
    return {'nft': question['nft'], 'commands': answers}


def main():
    with open(GOLDEN, encoding='utf-8') as file:
        questions = [line for line in map(json.loads, file) if 'nft' in line and 'commands' in line]
    enter_fresh_namespace()
    run(['ip', 'link', 'set', 'lo', 'up'])
    versions = {'kernel': platform.release(), 'iptables': run(['iptables', '-V'])['stdout'][0]}
    answers = [ask(question) for question in questions]
    with open(GOLDEN, 'w', encoding='utf-8') as file:
        for line in [{'versions': versions}, *answers]:
            file.write(json.dumps(line) + '\n')


if __name__ == '__main__':
    main()
