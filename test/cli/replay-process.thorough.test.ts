import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeCapture } from '../../bench/path/capture.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
// Workers load compiled files: these are built for the test, where packages are found.
const built = `${root}node_modules/.cache/replay-process/`;
const main = `${built}dist/cli/main.js`;

beforeAll(async () => {
  rmSync(built, { recursive: true, force: true });
  mkdirSync(built, { recursive: true });
  copyFileSync(`${root}package.json`, `${built}package.json`);
  await run(`${root}node_modules/.bin/tsc`, [
    '-p',
    `${root}tsconfig.build.json`,
    '--outDir',
    `${built}dist`,
    '--noCheck',
    '--declaration',
    'false',
    '--declarationMap',
    'false',
  ]);
}, 300_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));

it(
  'worker threads answer as one thread does, in the same order',
  { timeout: 300_000 },
  async () => {
    writeFileSync(
      `${built}setup.sh`,
      `ip link add eth0 type veth peer name wire
     ip link set lo up; ip link set eth0 up; ip link set wire up
     ip addr add 192.168.1.23/24 dev eth0
     ip route add default via 192.168.1.1
     ip rule add dport 25 table 100
     ip route add default via 192.168.1.2 table 100
     iptables -A OUTPUT -p udp --dport 6 -j DROP
    `,
    );
    const lines = Array.from(
      { length: 40_000 },
      (_, index) =>
        `203.0.${index >> 8}.${index & 0xff},${index % 3 ? 'tcp' : 'udp'},${index % 30}\n`,
    );
    lines[20_000] = '203.0.113.9",tcp,25\n';
    lines[30_000] = '"203.0.113.9,tcp,25\n';
    writeFileSync(`${built}flows.csv`, `dst,protocol,dport\n${lines.join('')}`);
    const replay = async (...words: string[]): Promise<string> => {
      const argv = [main, 'replay', 'setup.sh', 'flows.csv', ...words];
      const options = { cwd: built, maxBuffer: 1 << 28 };
      // Two lines are damaged: the status is 1.
      const done = await run('node', argv, options).catch((error: { stdout: string }) => error);
      return done.stdout;
    };
    const one = JSON.parse(await replay('--json', '--workers', '0'));
    expect(one).toMatchObject({
      in: lines.length + 1,
      sent: lines.length - 2,
      notSent: 2,
      skipped: 1,
    });
    expect(one.groups).toHaveLength(3);
    expect(JSON.parse(await replay('--json', '--workers', '3'))).toEqual(one);
    const each = await replay('--only', 'gateway=192.168.1.2', '--workers', '2');
    expect(each).toBe(await replay('--only', 'gateway=192.168.1.2', '--workers', '0'));
    expect(each.split('\n').length).toBeGreaterThan(1000);
  },
);

it('the set-up runs once, for all worker threads', { timeout: 300_000 }, async () => {
  writeFileSync(
    `${built}random.sh`,
    `ip link add eth0 type veth peer name wire
     ip link set lo up; ip link set eth0 up; ip link set wire up
     ip addr add 10.0.0.1/8 dev eth0
     ip route add default via 10.$((RANDOM % 250)).$((RANDOM % 250)).9
    `,
  );
  const lines = Array.from({ length: 100_000 }, (_, at) => `203.0.113.${at & 0xff},tcp\n`);
  writeFileSync(`${built}many.csv`, `dst,protocol\n${lines.join('')}`);
  const argv = [main, 'replay', 'random.sh', 'many.csv', '--json', '--workers', '4'];
  const { stdout } = await run('node', argv, { cwd: built });
  const { groups } = JSON.parse(stdout);
  expect(groups).toHaveLength(1);
  expect(groups[0].packets).toBe(lines.length);
});

/** Reports, when the process ends, how many KiB of memory it had at most. */
const TELL_MEMORY =
  'data:text/javascript,process.on("exit",()=>process.stderr.write(String(process.resourceUsage().maxRSS)))';

it(
  'a million packets take as much memory as two hundred thousand',
  { timeout: 300_000 },
  async () => {
    writeFileSync(
      `${built}smtp.sh`,
      `ip link add eth0 type veth peer name wire
     ip link set lo up; ip link set eth0 up; ip link set wire up
     ip addr add 192.168.1.23/24 dev eth0
     ip route add default via 192.168.1.1
    `,
    );
    const replay = async (packets: number): Promise<number> => {
      const file = `${built}capture.pcap`;
      writeCapture(file, 'pcap', packets, 1);
      const argv = ['--import', TELL_MEMORY, main, 'replay', 'smtp.sh', file, '--json'];
      const done = await run('node', [...argv, '--workers', '0'], { cwd: built });
      expect(JSON.parse(done.stdout).sent).toBe(packets);
      return Number(done.stderr) / 1024;
    };
    const few = await replay(200_000);
    const many = await replay(1_000_000);
    // The capture alone has 55 MiB; how much garbage waits to be collected differs.
    expect(many).toBeLessThan(few * 1.5);
  },
);
