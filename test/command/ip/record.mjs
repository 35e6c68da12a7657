// Records what the live kernel and iproute2 answer to the scripts in this folder, rule/ and netns/: run it as root.
//
//   node test/command/ip/record.mjs [SCRIPT...]
//
// Each line of a script is one command; all of them act in order in one network namespace. `fresh` goes on in a new one, and
// `write FILE "TEXT"` (a JSON string) writes a file. /etc and /run are laid over, so that the machine keeps its own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const folders = ['scripts/', 'rule/scripts/', 'netns/scripts/'].map(
  (path) => new URL(path, import.meta.url),
);
const wanted = process.argv.slice(2);

function run(command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C', LAID_OVER: '1' },
  });
  return { exit: status, stdout, stderr };
}

const LAY_OVER = `
set -e
over=$(mktemp -d)
mount -t tmpfs none $over
mkdir $over/up $over/work
mount -t overlay overlay -o lowerdir=/etc,upperdir=$over/up,workdir=$over/work /etc
mount -t tmpfs none /run
exec "$@"
`;

function call(line, world) {
  return { run: line, ...run('nsenter', `--net=${world}`, 'sh', '-c', line) };
}

function record(path) {
  let world = 0;
  const begin = () => {
    world += 1;
    mkdirSync('/run/worlds', { recursive: true });
    writeFileSync(`/run/worlds/${world}`, '');
    run('unshare', `--net=/run/worlds/${world}`, 'true');
  };
  begin();
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      if (line === 'fresh') {
        begin();
        return { fresh: true };
      }
      const [, file, json] = /^write (\S+) (.*)$/.exec(line) ?? [];
      if (file === undefined) {
        return call(line, `/run/worlds/${world}`);
      }
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.parse(json));
      return { write: file, text: JSON.parse(json) };
    });
}

if (process.env.LAID_OVER === undefined) {
  // One run for each script: what it writes is gone with it.
  for (const folder of folders) {
    for (const script of readdirSync(folder)) {
      if (wanted.length > 0 && !wanted.includes(script)) continue;
      const path = fileURLToPath(new URL(script, folder));
      const { stdout, stderr } = run(
        'unshare',
        '-mn',
        '--propagation',
        'private',
        'sh',
        '-c',
        LAY_OVER,
        'sh',
        process.execPath,
        here,
        path,
      );
      process.stderr.write(stderr);
      writeFileSync(new URL(`../golden/${basename(script, '.txt')}.jsonl`, folder), stdout);
    }
  }
} else {
  const recorded = {
    kernel: run('uname', '-r').stdout.trim(),
    iproute2: run('ip', '-V').stdout.replace(/.*iproute2-([^,]*).*/s, '$1'),
  };
  const lines = [{ recorded }, ...record(wanted[0])].map((line) => `${JSON.stringify(line)}\n`);
  process.stdout.write(lines.join(''));
}
