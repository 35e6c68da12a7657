// Records what the live kernel and iproute2 answer to the scripts beside this file: run it as root.
//
//   node test/command/ip/route/record.mjs [SCRIPT...]
//
// Each line of a script is one command; all of a script act in order in one new network namespace. `sleep` isn't recorded: it gives
// the kernel time for what it does a little later.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const scripts = new URL('scripts/', import.meta.url);
const golden = new URL('golden/', import.meta.url);
const environment = { PATH: process.env.PATH, LC_ALL: 'C' };

function run(command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: environment,
  });
  return { exit: status, stdout, stderr };
}

const recorded = {
  kernel: run('uname', '-r').stdout.trim(),
  iproute2: run('ip', '-V').stdout.replace(/.*iproute2-([^,]*).*/s, '$1'),
};

function record(script) {
  const namespace = `record-${process.pid}`;
  const call = (line) => {
    const answer = run('ip', 'netns', 'exec', namespace, 'sh', '-c', line);
    return { run: line, ...answer };
  };
  const lines = readFileSync(new URL(script, scripts), 'utf8').split('\n');
  const commands = lines.filter((line) => line !== '' && !line.startsWith('#'));
  run('ip', 'netns', 'add', namespace);
  try {
    return commands.map(call).filter(({ run: line }) => !line.startsWith('sleep '));
  } finally {
    run('ip', 'netns', 'delete', namespace);
  }
}

const wanted = process.argv.slice(2);
for (const script of wanted.length > 0 ? wanted : readdirSync(scripts)) {
  const text = [{ recorded }, ...record(script)].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(new URL(`${basename(script, '.txt')}.jsonl`, golden), text.join(''));
}
