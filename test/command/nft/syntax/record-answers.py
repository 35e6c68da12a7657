"""Records what the real nft answers: as root, `python3 test/command/nft/syntax/record-answers.py FILE.jsonl ...`.

The first line of a file holds the ruleset that is there before, and gets the versions; of every other line, `argv`, `stdin` and
`files` are the question, and `rc` and `err` are written over. Nothing is changed (`nft -c`). Each file has a network namespace
and a folder of its own.
"""

import ctypes
import json
import os
import platform
import subprocess
import sys
import tempfile

CLONE_NEWNET = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)


def nft(argv, stdin='', folder='.'):
    return subprocess.run(['nft', *argv], input=stdin.encode(), capture_output=True, cwd=folder)


def answer(question):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in question.get('files', {}).items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'w') as file:
                file.write(text)
        done = nft(['-c', *question['argv']], question.get('stdin', ''), folder)
        asked = {key: question[key] for key in ('argv', 'stdin', 'files') if key in question}
        # nft gives the folder of the file in full.
        err = done.stderr.decode().replace(os.path.realpath(folder), '/folder')
        return {**asked, 'rc': done.returncode, 'err': err}


def record(path):
    with open(path) as file:
        head, *questions = [json.loads(line) for line in file]
    if libc.unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), 'unshare')
    if nft(['-f', '-'], head['ruleset']).returncode != 0:
        raise RuntimeError(f'{path}: the ruleset is refused')
    version = subprocess.run(['nft', '--version'], capture_output=True, text=True).stdout.strip()
    head = {'nft': version, 'kernel': platform.release(), 'ruleset': head['ruleset']}
    lines = [json.dumps(line, ensure_ascii=False) for line in [head, *map(answer, questions)]]
    with open(path, 'w') as file:
        file.write('\n'.join(lines) + '\n')


for name in sys.argv[1:]:
    record(name)
