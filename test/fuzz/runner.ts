/** Runs inputs in a process of its own, round after round, and reports each to the process that watches it: see watch.ts. */
import process from 'node:process';
import { fuzzTarget } from './fuzz-target.js';
import type { Orders, Report } from './report.js';
import { TARGETS } from './targets.js';

/** So long a target with a share of 1 is drawn for in one round, in milliseconds. */
const TURN_MS = 500;

const orders: Orders = JSON.parse(process.argv[2] ?? '');
const report = (message: Report): void => void process.send?.(message);
const targets = TARGETS.filter(({ name }) => orders.targets.includes(name));

process.on('disconnect', () => process.exit());
// Ctrl-C reaches every process of the terminal: the one that watches ends this one.
process.on('SIGINT', () => undefined);

for (let seed = orders.seed; ; seed += 1) {
  for (const target of targets) {
    const onInput = (run: number): void =>
      report({ kind: 'input', target: target.name, seed, run });
    const milliseconds = TURN_MS * (target.share ?? 1);
    const limit = { seed, runs: Infinity, milliseconds, onInput };
    report({ kind: 'fuzzed', target: target.name, ...(await fuzzTarget(target, limit)) });
  }
}
