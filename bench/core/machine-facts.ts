import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem, type as osType, release } from 'node:os';

/** What the numbers were measured on, a fact a line. */
export function machineFacts(): readonly string[] {
  const [cpu] = cpus();
  return [
    `${new Date().toISOString().slice(0, 10)}, ${osType()} ${release()}`,
    `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${caches()}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB of memory, load ${loadavg()
      .map((load) => load.toFixed(2))
      .join(' ')} when the run began`,
    `Node.js ${process.versions.node} (V8 ${process.versions.v8})`,
    `C compiler: ${firstLine('cc', ['--version']) ?? 'none'}`,
    `DPDK: ${firstLine('pkg-config', ['--modversion', 'libdpdk']) ?? 'not installed'}`,
  ];
}

/** The first line that a program prints; undefined when it is not there or fails. */
function firstLine(program: string, args: readonly string[]): string | undefined {
  try {
    const text = execFileSync(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    return text.toString().split('\n')[0];
  } catch {
    return undefined;
  }
}

function caches(): string {
  const folder = '/sys/devices/system/cpu/cpu0/cache';
  try {
    const read = (index: string, name: string): string =>
      readFileSync(`${folder}/${index}/${name}`, 'utf8').trim();
    return readdirSync(folder)
      .filter((index) => index.startsWith('index'))
      .map((index) => `L${read(index, 'level')} ${read(index, 'type')} ${read(index, 'size')}`)
      .join(', ');
  } catch {
    return 'caches unknown';
  }
}
