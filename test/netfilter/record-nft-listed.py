"""Records how nft lists rules of iptables: as root, `python3 test/netfilter/record-nft-listed.py`.

golden/nft-listed.jsonl: each question is a rule for an empty table of a namespace of its own; the answer is what `nft list chain` has of it,
in text and in JSON, and what goes to stderr. The questions are read from the file, and the answers are written over.
"""

import ctypes
import json
import os
import platform
import shlex
import subprocess

CLONE_NEWNET = 0x40000000
GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'golden', 'nft-listed.jsonl')


def run(*argv):
    return subprocess.run(argv, capture_output=True, check=False, text=True)


def enter_fresh_namespace():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def ask(question):
    tool, table, chain = question['tool'], question['table'], question['chain']
    place = ('ip' if tool == 'iptables' else 'ip6', table, chain)
    done = run(tool, '-t', table, '-A', chain, *shlex.split(question['rule']))
    if done.returncode != 0:
        raise RuntimeError(f'{question}: {done.stderr}')
    listed = run('nft', 'list', 'chain', *place)
    found = json.loads(run('nft', '-j', 'list', 'chain', *place).stdout)['nftables']
    run(tool, '-t', table, '-F')
    return {key: question[key] for key in ('tool', 'table', 'chain', 'rule')} | {
        'listed': [line.removeprefix('\t\t') for line in listed.stdout.splitlines()[3:-2]],
        'json': [entry['rule']['expr'] for entry in found if 'rule' in entry],
        'stderr': listed.stderr,
    }


def main():
    with open(GOLDEN, encoding='utf-8') as file:
        questions = [line for line in map(json.loads, file) if 'rule' in line]
    enter_fresh_namespace()
    versions = {
        'kernel': platform.release(),
        'iptables': run('iptables', '-V').stdout.strip(),
        'nft': run('nft', '-v').stdout.split()[1],
    }
    answers = [ask(question) for question in questions]
    with open(GOLDEN, 'w', encoding='utf-8') as file:
        for line in [{'versions': versions}, *answers]:
            file.write(json.dumps(line) + '\n')


if __name__ == '__main__':
    main()
