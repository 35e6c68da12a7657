"""Records what iptables makes of rules with its extensions: as root, `python3 test/netfilter/record-extensions.py`.

golden/extensions.jsonl: each question is a rule for an empty table of a namespace of its own; the answer is the exit status, what goes to
stderr, and the rule as iptables-save and two listings have it. The questions are read from the file, and the answers are written over.
"""

import ctypes
import json
import os
import platform
import shlex
import subprocess

CLONE_NEWNS = 0x00020000
CLONE_NEWNET = 0x40000000
GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'golden', 'extensions.jsonl')


def run(*argv):
    return subprocess.run(argv, capture_output=True, check=False, text=True)


def enter_fresh_namespace():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS | CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def ask(question):
    tool, table, chain = question['tool'], question['table'], question['chain']
    done = run(tool, '-t', table, '-A', chain, *shlex.split(question['rule']))
    answer = {key: question[key] for key in ('tool', 'table', 'chain', 'rule')}
    answer |= {'exit': done.returncode, 'stderr': done.stderr}
    if done.returncode == 0:
        saved = run(f'{tool}-save', '-t', table).stdout.splitlines()
        answer['saved'] = [line for line in saved if line.startswith('-A')]
        answer['listed'] = run(tool, '-t', table, '-L', chain).stdout.splitlines()[2:]
        answer['numeric'] = run(tool, '-t', table, '-n', '-L', chain).stdout.splitlines()[2:]
        run(tool, '-t', table, '-F')
    return answer


def main():
    with open(GOLDEN, encoding='utf-8') as file:
        questions = [line for line in map(json.loads, file) if 'rule' in line]
    enter_fresh_namespace()
    versions = {'kernel': platform.release(), 'iptables': run('iptables', '-V').stdout.strip()}
    answers = [ask(question) for question in questions]
    with open(GOLDEN, 'w', encoding='utf-8') as file:
        for line in [{'versions': versions}, *answers]:
            file.write(json.dumps(line) + '\n')


if __name__ == '__main__':
    main()
