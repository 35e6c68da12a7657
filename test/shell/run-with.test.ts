import { describe, expect, it } from 'vitest';
import { newMachine } from '../../src/machine/new-machine.js';
import type { SourceFolder } from '../../src/shell/files/source-folder.js';
import { runWith, type RunOptions } from '../../src/shell/run-with.js';
import { FAKE_TOOLS } from './fake-tools.js';

const ran = async (script: string, options?: RunOptions) => {
  const { stdout, stderr, exit } = await runWith(() => FAKE_TOOLS, script, options);
  return { stdout, stderr, exit };
};
const printed = (stdout: string) => ({ stdout, stderr: '', exit: 0 });

describe('a simulated tool', () => {
  it.each(['ip a "b c"', '/sbin/ip a "b c"', '/usr/sbin/ip a "b c"', 'X=/sbin/ip; $X a "b c"'])(
    'is called by %s',
    async (script) => {
      expect(await ran(script)).toEqual(printed('ip [a b c]\n'));
    },
  );

  it('takes more words than a shell has numbered parameters', async () => {
    expect(await ran('/sbin/ip 1 2 3 4 5 6 7 8 9 10 11')).toEqual(
      printed('ip [1 2 3 4 5 6 7 8 9 10 11]\n'),
    );
  });

  it('is found, and is executable', async () => {
    const script =
      'command -v ip; type -P ip; [[ -x /usr/sbin/ip ]] && [ -x "$(which ip)" ] && echo x';
    expect(await ran(script)).toEqual(printed('/usr/bin/ip\n/usr/bin/ip\nx\n'));
  });

  it('is found where only system folders are searched', async () => {
    expect(await ran('PATH=/bin ip a; env ip b; sudo ip c')).toEqual(
      printed('ip [a]\nip [b]\nip [c]\n'),
    );
  });

  it('gives its standard error and exit status', async () => {
    expect(await ran('ip fail 7 words; echo "status $?" >&2; ip fail 2 more')).toEqual({
      stdout: '',
      stderr: 'ip: 7 words\nstatus 7\nip: 2 more\n',
      exit: 2,
    });
  });

  it('reads its input when it is one that reads', async () => {
    const script = 'iptables-restore <<END\na\nEND\necho b | iptables-restore';
    expect(await ran(script)).toEqual(printed('ip []a\n\nip []b\n\n'));
  });

  it('leaves the input of a loop alone when it is one that does not read', async () => {
    const script = "while read -r line; do ip $line; done <<< $'a b\\nc'";
    expect(await ran(script)).toEqual(printed('ip [a b]\nip [c]\n'));
  });

  it('reads files of the disk, by a path from the folder it is called in', async () => {
    const script = 'cd /tmp; echo text > list; read-tool list; read-tool /tmp/list; read-tool gone';
    expect(await ran(script)).toEqual(printed('text\n\ntext\n\nno such file\n\n'));
  });
});

describe('the machine', () => {
  it('is handed on from run to run, with the files that name its tables', async () => {
    const first = await runWith(() => FAKE_TOOLS, 'echo "100 smtp" >> /etc/iproute2/rt_tables');
    expect(first.machine.files.toObject()).toEqual({ '/etc/iproute2/rt_tables': '100 smtp\n' });
    const second = await runWith(
      () => FAKE_TOOLS,
      'cat /etc/iproute2/*; rm /etc/iproute2/rt_tables',
      {
        machine: first.machine,
      },
    );
    expect(second.stdout).toBe('100 smtp\n');
    expect(second.machine.files.size).toBe(0);
    expect(first.machine.files.size).toBe(1);
  });

  it('is left as it is by a script that does nothing', async () => {
    const machine = newMachine();
    expect((await runWith(() => FAKE_TOOLS, '', { machine })).machine).toBe(machine);
    expect((await runWith(() => FAKE_TOOLS, 'true', { machine })).machine).toBe(machine);
  });
});

describe('a program that is not there', () => {
  it('fails as Bash says it', async () => {
    expect(await ran('no_such')).toEqual({
      stdout: '',
      stderr: 'bash: line 1: no_such: command not found\n',
      exit: 127,
    });
  });

  it('fails by its name when Linux has it', async () => {
    expect(await ran('conntrack list ruleset')).toEqual({
      stdout: '',
      stderr: 'nexthop: conntrack is not simulated\n',
      exit: 3,
    });
  });

  it('is not found by a script that looks for it first', async () => {
    expect(await ran('type -p conntrack || command -v conntrack || echo iptables')).toEqual(
      printed('iptables\n'),
    );
  });

  it('may be a function of the script', async () => {
    expect(await ran('conntrack() { echo "mine $1"; }; conntrack list')).toEqual(
      printed('mine list\n'),
    );
  });
});

describe('files under /proc/sys', () => {
  it('are read and written', async () => {
    const script = `cd /proc/sys/net/ipv4; cat ip_forward; echo 1 > ip_forward
      read -r x < ip_forward; echo $x; echo 0 | tee ip_forward > /dev/null; cat ip_forward
      for f in conf/*/rp_filter; do printf 1 > $f; echo $f $(cat $f); done`;
    expect(await ran(script)).toEqual(printed('0\n1\n0\nconf/eth0.1/rp_filter 1\n'));
  });

  it.each([
    [
      'echo 7 > /proc/sys/net/ipv4/ip_forward',
      'bash: line 1: echo: write error: Invalid argument\n',
    ],
    [
      'f=/proc/sys/net/ipv4; { echo 7; } > $f/ip_forward',
      'bash: line 1: echo: write error: Invalid argument\n',
    ],
    ['echo 7 | cat > /proc/sys/net/ipv4/ip_forward', 'cat: write error: Invalid argument\n'],
    [
      "eval 'echo 7 > /proc/sys/net/ipv4/ip_forward'",
      'bash: line 1: echo: write error: Invalid argument\n',
    ],
    ["eval 'conntrack list > /no/x'", 'bash: line 1: /no/x: No such file or directory\n'],
    [
      'echo 1 > /proc/sys/net/none',
      'bash: line 1: /proc/sys/net/none: No such file or directory\n',
    ],
    ['echo 1 > /proc/sys/net', 'bash: line 1: /proc/sys/net: Is a directory\n'],
    ['echo 9 > /sys/class/net/lo/mtu', 'bash: line 1: /sys/class/net/lo/mtu: Permission denied\n'],
  ])('refuse %s', async (script, stderr) => {
    expect(await ran(`set -e; ${script}; echo never`)).toEqual({ stdout: '', stderr, exit: 1 });
    expect(await ran(`${script} || echo "status $?"`)).toMatchObject({ stdout: 'status 1\n' });
  });

  it('can be neither made nor removed', async () => {
    const script = 'rm -f /proc/sys/net/ipv4/ip_forward; mkdir /proc/sys/net/new; ls /proc/sys/net';
    expect(await ran(script)).toMatchObject({ stdout: 'ipv4\n', exit: 0 });
  });
});

describe('Bash', () => {
  it.each([
    ['exec echo a; echo never', 'a\n', 0],
    ['(exec ip a; echo never); echo $?', 'ip [a]\n0\n', 0],
    ['f() { "$@"; }; f ip "a b"', 'ip [a b]\n', 0],
    ['X="ip -4 a"; $X b; Y=(ip "c d"); "${Y[@]}" e', 'ip [-4 a b]\nip [c d e]\n', 0],
    ['false; echo $? > /tmp/x; cat /tmp/x', '1\n', 0],
    ['f() { echo a; }; trap "f; exit 4" EXIT; f', 'a\na\n', 4],
    [
      'set -e; f() { false; echo a; return 3; }; f || status=$?; echo $status; ! f; x=$(false; echo b); echo $x',
      'a\n3\na\nb\n',
      0,
    ],
    ['set -e; { false; } || false; echo never', '', 1],
    ['set -e; x=$(false) || echo a; y=$(exit 4); echo never', 'a\n', 4],
    ['eval "exec echo a"; echo never', 'a\n', 0],
    ['false; eval \'echo $? "b  c" > /tmp/x\'; cat /tmp/x', '1 b  c\n', 0],
    ['trap "echo b" EXIT; eval "exit 3"', 'b\n', 3],
    ['echo "x=\\$1; exec ip \\$x" > /tmp/s; . /tmp/s a; echo never', 'ip [a]\n', 0],
    ['eval "trap \'echo b\' EXIT"; echo a', 'a\nb\n', 0],
    ['trap "echo end" EXIT; exec echo a', 'a\n', 0],
    ['bash -c "trap \'echo in\' EXIT"; echo out', 'in\nout\n', 0],
    [
      'sleep 1000; sleep infinity; flock -n 9 && flock /tmp/lock echo a; umask 077; logger x; id -un',
      'a\nroot\n',
      0,
    ],
    [
      'f=$(mktemp); echo a > $f; cat $f; g=$(mktemp); [ $f != $g ] && [ -d $(mktemp -d) ] && echo b',
      'a\nb\n',
      0,
    ],
  ])('%s', async (script, stdout, exit) => {
    expect(await ran(script)).toEqual({ stdout, stderr: '', exit });
  });

  it.each([
    ['coproc cat', 'coproc (line 1, column 1)'],
    ['fc -l', 'fc'],
    ['mktemp --suffix=x', 'mktemp --suffix=x'],
    ['sudo -u nobody ip', 'sudo -u'],
  ])('refuses %s by name', async (script, what) => {
    expect(await ran(script)).toEqual({
      stdout: '',
      stderr: `nexthop: ${what} is not simulated\n`,
      exit: 3,
    });
  });

  it('shows none of it in the trace of set -x', async () => {
    const script = 'set -x; echo a > /tmp/x; trap "echo b" INT; conntrack list';
    expect(await ran(script)).toEqual({
      stdout: '',
      stderr:
        "+ echo a\n+ trap 'echo b' INT\n+ conntrack list\nnexthop: conntrack is not simulated\n",
      exit: 3,
    });
  });
});

it('a script has a name, arguments, variables and input', async () => {
  const script = 'echo "$0 $# $2 $NAME $HOME"; shift; echo "$@"; cat';
  const options = { name: 'x.sh', args: ['a', 'b c'], env: { NAME: 'n' }, stdin: 'in\n' };
  expect(await ran(script, options)).toEqual(printed('x.sh 2 b c n /root\nb c\nin\n'));
});

it('a script that is not Bash has exit status 2', async () => {
  expect(await ran('if then')).toMatchObject({ stdout: '', exit: 2 });
});

describe('files that a script is given', () => {
  it('are there, to be read, sourced and run', async () => {
    const script =
      'cat text; . ./lib.sh; ./run.sh word; read-tool bytes; echo more >> text; cat text';
    const files = {
      '/net/text': 'text\n',
      '/net/lib.sh': 'echo "$BASH_SOURCE"\n',
      '/net/run.sh': '#!/bin/bash\necho "ran $1"\n',
      '/net/bytes': Uint8Array.of(0x62, 0x0a),
    };
    expect(await ran(script, { cwd: '/net', files })).toEqual(
      printed('text\n./lib.sh\nran word\nb\n\ntext\nmore\n'),
    );
  });

  it('may lie in a folder that is read when it is looked into', async () => {
    const folder: SourceFolder = {
      list: async () => [
        { kind: 'file', name: 'text', mode: 0o644, sizeBytes: 5, changed: new Date(0) },
        { kind: 'link', name: 'out', target: '/etc/shadow' },
      ],
      read: async () => new TextEncoder().encode('text\n'),
    };
    const options = { cwd: '/net', folders: { '/net': folder } };
    expect(await ran('read-tool text; cat < text; cat out; echo $?', options)).toEqual({
      stdout: 'text\n\ntext\n1\n',
      stderr: 'cat: out: No such file or directory\n',
      exit: 0,
    });
  });
});
