"""Records how the real nft keeps rules: as root, `python3 test/command/nft/rule/record-rules.py test/command/nft/rule/recorded/rules.jsonl`.

The first line of the file holds the tables that are there before, and gets the versions; of every other line, `family`, `chain`
and `rule` are the question. The answer is written over: `error`, or `list` (the rule as `nft list` prints it), `json` (its `expr`)
and `options` (what `nft OPTION list` prints where that differs). The tables are in a network namespace of their own, with `lo` up.
"""

import ctypes
import json
import os
import platform
import subprocess
import sys

CLONE_NEWNET = 0x40000000
OPTIONS = ('-n', '-p', '-y', '-S', '-s', '-u', '-T')
libc = ctypes.CDLL(None, use_errno=True)


def nft(*argv, stdin=''):
    environment = {**os.environ, 'TZ': 'UTC'}
    return subprocess.run(['nft', *argv], input=stdin, capture_output=True, text=True, env=environment)


def listed(family, chain, *options):
    lines = nft(*options, 'list', 'chain', family, 't', chain).stdout.split('\n')
    return '\n'.join(line[2:] for line in lines if line.startswith('\t\t') and not line.startswith('\t\ttype '))


def answer(question):
    family, chain, rule = (question[key] for key in ('family', 'chain', 'rule'))
    asked = {'family': family, 'chain': chain, 'rule': rule}
    done = nft(f'add rule {family} t {chain} {rule}')
    if done.returncode != 0:
        return {**asked, 'error': done.stderr}
    plain = listed(family, chain)
    known = json.loads(nft('-j', 'list', 'chain', family, 't', chain).stdout)['nftables']
    (expr,) = [one['rule']['expr'] for one in known if 'rule' in one]
    options = {option: listed(family, chain, option) for option in OPTIONS}
    nft('flush', 'chain', family, 't', chain)
    differing = {option: text for option, text in options.items() if text != plain}
    return {**asked, 'list': plain, 'json': expr, **({'options': differing} if differing else {})}


def record(path):
    with open(path) as file:
        head, *questions = [json.loads(line) for line in file]
    if libc.unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), 'unshare')
    subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)
    done = nft('-f', '-', stdin=head['ruleset'])
    if done.returncode != 0:
        raise ValueError(done.stderr)
    version = subprocess.run(['nft', '--version'], capture_output=True, text=True).stdout.strip()
    head = {'nft': version, 'kernel': platform.release(), 'ruleset': head['ruleset']}
    with open(path, 'w') as file:
        for line in [head, *[answer(question) for question in questions]]:
            file.write(json.dumps(line, ensure_ascii=False) + '\n')


record(sys.argv[1])
