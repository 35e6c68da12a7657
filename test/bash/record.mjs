// Runs every script of the corpus under Bash as root, each on a machine of its own, and writes down what it did.
// Usage, as root: node test/bash/record.mjs
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const read = (name) => readFileSync(new URL(`corpus/${name}`, import.meta.url), 'utf8');
const scripts = [
  ...read('lines.txt')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `${line}\n`),
  ...read('scripts.txt')
    .trimEnd()
    .split('\n####\n')
    .map((text) => `${text}\n`),
];

const prelude = `
  mount -t tmpfs tmpfs /root && mount -t tmpfs tmpfs /tmp && mount -t tmpfs tmpfs /run && cd /root &&
  printf '%s' "$SCRIPT" > /run/setup.sh && unset SCRIPT &&
  exec env -i HOME=/root USER=root LOGNAME=root SHELL=/bin/bash \\
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash /run/setup.sh one 'two words'
`;

const version = spawnSync('bash', ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0];
const runs = scripts.map((script) => {
  const { stdout, stderr, status } = spawnSync('unshare', ['-n', '-m', 'bash', '-c', prelude], {
    encoding: 'utf8',
    input: '',
    env: { ...process.env, SCRIPT: script },
    timeout: 20_000,
  });
  const plain = (text) => text.replaceAll('/run/setup.sh', 'setup.sh');
  return { script, stdout: plain(stdout), stderr: plain(stderr), exit: status };
});

writeFileSync(
  new URL('recorded.json', import.meta.url),
  `${JSON.stringify({ version, runs }, null, 2)}\n`,
);
