import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawInput, kindOf, type Finding } from './fuzz-target.js';
import type { Orders, Report } from './report.js';
import { TARGETS } from './targets.js';

/** An input that computes for longer never ends, as far as anybody can wait. */
const HANG_MS = 60_000;
/** A busy machine lets a process wait; longer than this many times that no input waits. */
const MOST_WAITING = 10;
/** Nothing that is tested needs more memory. */
const MEMORY_MB = 1500;
const LOOK_MS = 1000;

/** What a run has come to so far. */
export interface Tally {
  /** How many inputs each target was given. */
  readonly inputs: Map<string, number>;
  /** The longest that one of them took, in milliseconds of computing. */
  readonly slowest: Map<string, number>;
  /** The findings, each kind once. */
  readonly findings: Finding[];
  /** How often each kind was found. */
  readonly kinds: Map<string, number>;
}

/** How long to fuzz, and what to call meanwhile. */
export interface Watching extends Orders {
  readonly milliseconds: number;
  readonly signal: AbortSignal;
  readonly onFinding: (finding: Finding) => void;
  readonly onLook: (tally: Tally) => void;
}

/**
 * Fuzzes in a process of its own and watches it: an input at which it hangs, runs out of memory or ends is a finding, and the next seed's turn comes.
 */
export async function watch(options: Watching): Promise<Tally> {
  const { milliseconds, signal, targets } = options;
  const tally: Tally = { inputs: new Map(), slowest: new Map(), findings: [], kinds: new Map() };
  const until = Date.now() + milliseconds;
  let { seed } = options;
  while (Date.now() < until && !signal.aborted) {
    const last = await watchOne({ ...options, seed, targets }, until, tally);
    seed = last + 1;
  }
  return tally;
}

/** Watches one process to its end; gives the seed that it was at. */
async function watchOne(
  { seed, targets, signal, onFinding, onLook }: Watching,
  until: number,
  tally: Tally,
): Promise<number> {
  const child = startRunner({ seed, targets });
  let at: Extract<Report, { readonly kind: 'input' }> | undefined;
  let since = Date.now();
  let computed = 0;
  let isEnough = false;

  function add(finding: Finding): void {
    const kind = `${finding.target} ${kindOf(finding.trouble)}`;
    const before = tally.kinds.get(kind) ?? 0;
    tally.kinds.set(kind, before + 1);
    if (before > 0) return;
    tally.findings.push(finding);
    onFinding(finding);
  }

  function addLost(trouble: string): void {
    if (at === undefined) throw new Error(`the process that runs inputs ends: ${trouble}`);
    const { target: name, seed: lostSeed, run } = at;
    const target = TARGETS.find((each) => each.name === name);
    const input = target === undefined ? undefined : drawInput(target, lostSeed, run);
    add({ target: name, seed: lostSeed, trouble, input });
  }

  child.on('message', (message: Report) => {
    since = Date.now();
    computed = computedBy(child);
    if (message.kind === 'input') {
      at = message;
      return;
    }
    const { target, inputs, slowest, finding } = message;
    tally.inputs.set(target, (tally.inputs.get(target) ?? 0) + inputs);
    tally.slowest.set(target, Math.max(tally.slowest.get(target) ?? 0, slowest));
    if (finding !== undefined) add(finding);
  });
  const timer = setInterval(() => {
    onLook(tally);
    isEnough = Date.now() >= until || signal.aborted;
    const waited = Date.now() - since;
    const hangs =
      waited > HANG_MS * MOST_WAITING ||
      (waited > HANG_MS && computedBy(child) - computed > HANG_MS);
    if (hangs) addLost(`does not end within ${HANG_MS / 1000} s`);
    if (isEnough || hangs) {
      isEnough = true;
      child.kill('SIGKILL');
    }
  }, LOOK_MS);
  const ended = await new Promise<string>((resolve) => {
    child.on('exit', (code, killedBy) => resolve(killedBy ?? `exit status ${code}`));
  });
  clearInterval(timer);
  if (!isEnough) addLost(`ends the process: ${ended}`);
  return at?.seed ?? seed;
}

/** How long a process has computed, in milliseconds. Source: proc_pid_stat(5), utime and stime. */
function computedBy({ pid }: ChildProcess): number {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid ?? 0}/stat`, 'latin1').split(') ');
    const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
    return (user + system) * TICK_MS;
  } catch {
    // There is no /proc, or the process has ended.
    return Infinity;
  }
}

/** Source: sysconf(3), `_SC_CLK_TCK`. */
const TICK_MS = 10;

function startRunner(orders: Orders): ChildProcess {
  return fork(fileURLToPath(new URL('runner.ts', import.meta.url)), [JSON.stringify(orders)], {
    execArgv: [...process.execArgv, `--max-old-space-size=${MEMORY_MB}`],
  });
}
