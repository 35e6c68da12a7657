// Runs scripts of this folder under Bash as root, each in namespaces of its own, and writes down beside each what it did.
// Usage, as root: node test/shell/surroundings/record.mjs [NAME...]; all without a name
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

// The machine that the simulation stands for: /etc is its own, /root holds the script only, devices are in /sys, the host is named localhost.
const prelude = `
  mount -t tmpfs tmpfs /mnt && mkdir /mnt/upper /mnt/work &&
  mount -t overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work etc /etc && mkdir -p /etc/iproute2 &&
  cp /usr/share/base-passwd/passwd.master /etc/passwd && cp /usr/share/base-passwd/group.master /etc/group &&
  sed -i 's/^root:[^:]*:/root:x:/; s/:\\*:/:x:/' /etc/passwd && sed -i 's/:\\*:/:x:/' /etc/group &&
  sed 's/:.*/:*:19000:0:99999:7:::/' /etc/passwd > /etc/shadow && sed 's/:.*/:*::/' /etc/group > /etc/gshadow &&
  rm -f /etc/subuid /etc/subgid /etc/passwd- /etc/group- && hostname localhost &&
  printf '127.0.0.1\\tlocalhost\\n::1\\tlocalhost ip6-localhost ip6-loopback\\n' > /etc/hosts && echo localhost > /etc/hostname &&
  mount -t tmpfs tmpfs /root && mount -t tmpfs tmpfs /tmp && mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /home && mount -t tmpfs tmpfs /srv &&
  mount -t sysfs sysfs /sys && cd /root &&
  printf '%s' "$SCRIPT" > setup.sh && unset SCRIPT &&
  printf 'first line\\nsecond line\\n' | env -i HOME=/root USER=root LOGNAME=root SHELL=/bin/bash \\
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash setup.sh one 'two words'
`;

const version = (program, ...args) =>
  spawnSync(program, args, { encoding: 'utf8' }).stdout.split('\n')[0].trim();
const versions = {
  bash: version('bash', '--version'),
  kernel: version('uname', '-sr'),
  iproute2: version('ip', '-V'),
  iptables: version('iptables', '-V'),
  coreutils: version('sort', '--version'),
  grep: version('grep', '--version'),
  findutils: version('xargs', '--version'),
  diffutils: version('diff', '--version'),
  passwd: version('dpkg-query', '-W', '-f', '${Version}', 'passwd'),
  libc: version('dpkg-query', '-W', '-f', '${Version}', 'libc-bin'),
};

const asked = process.argv.slice(2);
for (const file of readdirSync(folder).filter((name) => name.endsWith('.sh'))) {
  const name = basename(file, '.sh');
  if (asked.length > 0 && !asked.includes(name)) continue;
  const script = readFileSync(`${folder}/${file}`, 'utf8');
  const { stdout, stderr, status } = spawnSync(
    'unshare',
    ['-n', '-m', '-u', '-p', '-f', '--mount-proc', 'bash', '-c', prelude],
    {
      encoding: 'utf8',
      env: { ...process.env, SCRIPT: script },
      timeout: 60_000,
    },
  );
  const recorded = { versions, exit: status, stdout, stderr };
  writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(recorded, null, 2)}\n`);
}
