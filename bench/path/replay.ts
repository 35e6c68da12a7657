import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchGroup, BenchRow, BenchSuite } from '../core/suite.js';
import { takeTurns } from '../core/take-turns.js';
import { writeCapture, type CaptureKind } from './capture.js';

const COMMAND = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const SETUP = 'docs/examples/smtp.sh';
const KINDS: readonly CaptureKind[] = ['pcap', 'pcapng'];

/** Whole captures through `nexthop replay`. */
export const replay: BenchSuite = {
  name: 'replay',
  title: 'A capture of a million packets',
  about: [
    '`nexthop replay` of the founding example, as a process of its own: the time from its start to its end, Node.js and the set-up included.',
    'Its memory is what the system says is resident, twenty times a second.',
  ].join('\n'),
  groupSeconds: 40,
  run: async (settings) => {
    const packets = settings.mode === 'smoke' ? 20_000 : 1_000_000;
    const rounds = Math.min(settings.rounds, 5);
    // The command reads its version there.
    copyFileSync('package.json', new URL('../../package.json', import.meta.url));
    const folder = mkdtempSync(join(tmpdir(), 'nexthop-replay-'));
    try {
      const groups: BenchGroup[] = [];
      for (const kind of KINDS) {
        settings.log(`${kind}: ${packets} packets`);
        const file = join(folder, `capture.${kind}`);
        writeCapture(file, kind, packets, settings.seed);
        const memory = new Map<string, Replayed[]>();
        const contestants = [0, 1, 2].map((workers) => {
          const name = workers === 0 ? 'no worker' : `${workers} worker${workers > 1 ? 's' : ''}`;
          const own: Replayed[] = [];
          memory.set(name, own);
          return {
            name,
            measure: async () => {
              const replayed = await runReplay(file, workers, packets);
              own.push(replayed);
              return packets / 1e6 / replayed.seconds;
            },
          };
        });
        const rows = await takeTurns(contestants, { ...settings, rounds });
        groups.push({ title: kind, unit: 'M packets/s', better: 'higher', rows });
        groups.push({
          title: `${kind}, memory at most`,
          unit: 'MB',
          better: 'lower',
          rows: [...memory].map(([name, all]): BenchRow => ({
            name,
            samples: all.map(({ peakMegabytes }) => peakMegabytes),
          })),
        });
      }
      return { groups };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** One run of the command. */
interface Replayed {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/** Runs the command, and throws when it doesn't report every packet. */
async function runReplay(file: string, workers: number, packets: number): Promise<Replayed> {
  const words = [COMMAND, 'replay', SETUP, file, '--json', '--no-progress', '-w', String(workers)];
  const start = performance.now();
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let peakMegabytes = 0;
  const timer = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, residentMegabytes(child.pid ?? 0));
  }, 50);
  try {
    let text = '';
    for await (const chunk of child.stdout) text += String(chunk);
    const reported = Number(/"sent":(\d+)/.exec(text)?.[1]);
    if (reported !== packets) throw new Error(`replay: ${packets} packets, got ${reported}`);
    return { seconds: (performance.now() - start) / 1000, peakMegabytes };
  } finally {
    clearInterval(timer);
  }
}

/** What the system says is resident of a process; 0 where it doesn't say. */
function residentMegabytes(pid: number): number {
  try {
    const [, kibibytes = '0'] =
      /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kibibytes) / 1024;
  } catch {
    return 0;
  }
}
