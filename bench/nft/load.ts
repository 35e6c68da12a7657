import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Host } from '../../src/host/host.js';
import { NamespaceShell } from '../core/namespace-shell.js';
import { ratiosByName } from '../core/statistics.js';
import type {
  BenchAim,
  BenchGroup,
  BenchSettings,
  BenchSuite,
  SuiteResult,
} from '../core/suite.js';
import { millisecondsOf, takeTurns, type Contestant, type TurnLimit } from '../core/take-turns.js';
import { servicesTable } from './services-table.js';

const OURS = 'nexthop';
const TOOL = 'nft';

/** A text that is loaded, or a ruleset that is listed. */
interface Job {
  readonly title: string;
  readonly text: string;
  readonly does: 'load' | 'list';
  /** Our time over that of the tool. */
  readonly atMost: number;
  readonly mostRounds: number;
  /** When so many seconds are over no other round begins: for what takes a minute each. */
  readonly mostSeconds?: number;
  readonly remark?: string;
}

/** Texts of nft as nexthop takes them, beside the real tool and kernel. */
export const nftLoad: BenchSuite = {
  name: 'nft-load',
  title: 'Against the real nft: loading and listing',
  about: [
    'The same text is loaded by nexthop and by `nft -f` of the same run, in a network namespace of its own that is emptied before each load; then listed by both. The services have two endpoints each: three chains for one service.',
    'nexthop runs in this process, in which a round before the first has compiled what is hot; the time of `nft` has the start of a process and the work of the kernel in it. Beside the clock stands the time of processors, of all threads of each:',
    'on a machine with more to do than it has processors the clock counts what waits.',
  ].join('\n'),
  groupSeconds: 30,
  run: async (settings) => {
    let shell: NamespaceShell;
    try {
      shell = await NamespaceShell.start();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return alone(settings, `no network namespace: ${why}`);
    }
    try {
      const status = await shell.run('nft list ruleset');
      return status === 0
        ? await beside(shell, settings)
        : await alone(settings, `nft ended with status ${status}`);
    } finally {
      shell.stop();
    }
  },
};

function jobs({ mode }: BenchSettings): readonly Job[] {
  const isSmoke = mode === 'smoke';
  const elements = isSmoke ? 1000 : 100_000;
  const set = (title: string, does: Job['does']): Job => ({
    title: `${title} a set of ${elements.toLocaleString('en-US')} addresses`,
    text: setOf(elements),
    does,
    atMost: 5,
    mostRounds: 5,
    remark: SETS,
  });
  return [
    ...(isSmoke ? [services(50, 1)] : [services(1000, 5), services(10_000, 3)]),
    set('Loading', 'load'),
    set('Listing', 'list'),
  ];
}

function services(count: number, mostRounds: number): Job {
  return {
    title: `Loading ${count.toLocaleString('en-US')} services`,
    text: servicesTable(count, 2),
    does: 'load',
    atMost: 3,
    mostRounds,
    mostSeconds: 150,
    remark: LOADING,
  };
}

const LOADING = [
  'The kernel looks every map without a name up among all that the transaction makes: for each service one, so its time grows with the square of services, and that of nexthop hardly more than with services.',
  'A load of 1,000 makes 206 MB of objects. What is left is spread thinly: parsing, evaluating and persistent maps that change once for each rule; a sixth is garbage collection. Tried: nothing remembered of statements that is asked of them twice, 0.95 of the time, kept; questions asked of one value after the other in the place of lists, 0.75 of the time, kept.',
].join(' ');

const SETS =
  'Of loading a quarter is garbage collection, and a sixth putting elements into a persistent map: by signed numbers of 32 bits, since it hashes many numbers above alike (twice as slow, tried). Elements found by texts took 2.3 times as long.';

function setOf(count: number): string {
  const elements = Array.from({ length: count }, (_, index) => {
    const word = Math.imul(index, 0x9e3779b1) >>> 0;
    return [24, 16, 8, 0].map((shift) => (word >>> shift) & 255).join('.');
  });
  return `table ip t {\n  set s {\n    type ipv4_addr\n    elements = { ${elements.join(',\n')} }\n  }\n}\n`;
}

async function beside(shell: NamespaceShell, settings: BenchSettings): Promise<SuiteResult> {
  const folder = mkdtempSync(join(tmpdir(), 'nexthop-nft-'));
  const before = loadavg();
  try {
    const groups: BenchGroup[] = [];
    const aims: BenchAim[] = [];
    for (const job of jobs(settings)) {
      settings.log(job.title);
      const contestants = [byTool(shell, job, folder), byNexthop(job, folder)];
      const rows = await takeTurns(contestants, limitOf(job, settings));
      const rounds = rows[0]?.samples.length ?? 0;
      const compared = { unit: 'ms', better: 'lower', comparedTo: TOOL } as const;
      const title = `${job.title}, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`;
      const processor = contestants.map(({ name, processorTimes }) => ({
        name,
        samples: processorTimes.slice(-rounds),
      }));
      groups.push({ title, rows, ...compared });
      groups.push({ title: `${title}, processor time`, rows: processor, ...compared });
      aims.push({
        text: `${job.title}: time over that of the real nft`,
        samples: ratiosByName(rows, OURS, TOOL),
        atMost: job.atMost,
        ...(job.remark === undefined ? {} : { remark: job.remark }),
      });
    }
    return { groups, aims, notes: [loads(before)] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How long the programs of a job take turns: no round more when its time is over, and the first however long it lasts. */
function limitOf({ mostRounds, mostSeconds = Infinity }: Job, settings: BenchSettings): TurnLimit {
  const { rounds, groupSeconds = Infinity } = settings;
  return {
    rounds: Math.min(rounds, mostRounds),
    groupSeconds: Math.min(groupSeconds, mostSeconds),
    ...(mostSeconds === Infinity ? {} : { leastRounds: 1 }),
  };
}

/** What else the machine had to do. */
function loads(before: readonly number[]): string {
  const [first, last] = [before, loadavg()].map((all) =>
    all.map((one) => one.toFixed(1)).join(' '),
  );
  const { length } = cpus();
  return `The load of the machine was ${first} when this began and ${last} when it ended, on ${length} processors.`;
}

/** One that notes how much time of processors each of its rounds took. */
interface Measured extends Contestant {
  readonly processorTimes: number[];
}

/** Where there is no real nft nothing is compared. */
async function alone(settings: BenchSettings, why: string): Promise<SuiteResult> {
  const groups: BenchGroup[] = [];
  for (const job of jobs(settings)) {
    const rows = await takeTurns([byNexthop(job)], limitOf(job, settings));
    groups.push({ title: job.title, unit: 'ms', better: 'lower', rows });
  }
  return { groups, notes: [`**The real nft was not asked, and no ratio is known: ${why}.**`] };
}

function byTool(shell: NamespaceShell, { text, does }: Job, folder: string): Measured {
  const file = join(folder, 'ruleset.nft');
  writeFileSync(file, text);
  const must = async (command: string): Promise<void> => {
    const status = await shell.run(command);
    if (status !== 0) throw new Error(`${command}: status ${status}`);
  };
  const processorTimes: number[] = [];
  const timed = async (command: string): Promise<number> => {
    const used = shell.processorTime();
    const start = performance.now();
    await must(command);
    const time = performance.now() - start;
    processorTimes.push(shell.processorTime() - used);
    return time;
  };
  return {
    name: TOOL,
    // What is listed has to be there.
    isAlwaysCold: does === 'load',
    processorTimes,
    measure: async () => {
      if (does === 'list') return timed(`nft list ruleset > ${listed(folder)}`);
      await must('nft flush ruleset');
      return timed(`nft -f ${file}`);
    },
  };
}

/** What the tool has listed last. */
function listed(folder: string): string {
  return join(folder, 'listed');
}

function byNexthop({ text: input, does }: Job, folder?: string): Measured {
  const empty = Host.fromCommands([]);
  const load = (): Host => {
    const { host, exit, stderr } = empty.exec(['nft', '-f', '-'], input);
    if (exit !== 0) throw new Error(stderr);
    return host;
  };
  const processorTimes: number[] = [];
  const timed = (work: () => void): number => {
    const used = process.cpuUsage();
    const time = millisecondsOf(work);
    const { user, system } = process.cpuUsage(used);
    processorTimes.push((user + system) / 1000);
    return time;
  };
  if (does === 'load') return { name: OURS, processorTimes, measure: () => timed(load) };
  const host = load();
  let shown = '';
  return {
    name: OURS,
    processorTimes,
    measure: () => {
      const time = timed(() => {
        shown = host.exec(['nft', 'list', 'ruleset']).stdout;
      });
      if (folder !== undefined) expectSame(shown, readFileSync(listed(folder), 'utf8'));
      return time;
    },
  };
}

/** Throws when two lists don't have the same words; their order hangs on a number that each kernel draws. */
function expectSame(ours: string, theirs: string): void {
  if (words(ours) !== words(theirs)) throw new Error('list: nexthop and nft list different things');
}

function words(text: string): string {
  return text
    .split(/[\s,]+/)
    .toSorted()
    .join(' ');
}
