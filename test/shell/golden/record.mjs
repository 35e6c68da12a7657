// Runs every script of this folder under Bash as root, each in a network namespace of its own, and writes down what it did.
// Usage, as root: node test/shell/golden/record.mjs
// The scripts of the folder vm, for kinds of device that few kernels have, print what is to be written: node test/shell/golden/record.mjs vm, in a guest of test/kernel/vm
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const [part = '.'] = process.argv.slice(2);
const folder = fileURLToPath(new URL(`${part}/`, import.meta.url));

// The machine that the simulation stands for: /etc/iproute2 is there and empty, /root holds the script only, devices are in /sys.
const prelude = `
  mount -t tmpfs tmpfs /mnt && mkdir /mnt/upper /mnt/work &&
  mount -t overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work etc /etc && mkdir -p /etc/iproute2 &&
  mount -t tmpfs tmpfs /root && mount -t tmpfs tmpfs /tmp && mount -t tmpfs tmpfs /run && mount -t sysfs sysfs /sys && cd /root &&
  printf '%s' "$SCRIPT" > setup.sh && unset SCRIPT &&
  exec env -i HOME=/root USER=root LOGNAME=root SHELL=/bin/bash \\
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash setup.sh one 'two words'
`;

const version = (program, ...args) =>
  spawnSync(program, args, { encoding: 'utf8' }).stdout.split('\n')[0].trim();
const versions = {
  bash: version('bash', '--version'),
  kernel: version('uname', '-sr'),
  iproute2: version('ip', '-V'),
  iptables: version('iptables', '-V'),
};

const runs = readdirSync(folder)
  .filter((name) => name.endsWith('.sh'))
  .toSorted()
  .map((name) => {
    const script = readFileSync(`${folder}/${name}`, 'utf8');
    const { stdout, stderr, status } = spawnSync('unshare', ['-n', '-m', 'bash', '-c', prelude], {
      encoding: 'utf8',
      input: 'first line\nsecond line\n',
      env: { ...process.env, SCRIPT: script },
      timeout: 60_000,
    });
    return { name: basename(name, '.sh'), stdout, stderr, exit: status };
  });

const recorded = `${JSON.stringify({ versions, runs }, null, 2)}\n`;
if (part === '.') writeFileSync(`${folder}/recorded.json`, recorded);
else process.stdout.write(recorded);
