import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Host } from '../../src/host/host.js';
import { run } from '../../src/shell/run.js';
import { classes } from '../../src/verify/classes.js';
import { diff } from '../../src/verify/diff.js';
import { barChart } from '../core/bar-chart.js';
import type { BenchAim, BenchGroup, BenchRow, BenchSettings, BenchSuite } from '../core/suite.js';
import { millisecondsOf, takeTurns, type Contestant } from '../core/take-turns.js';
import { firewallHost, foundingHost, fullTableHost, policyHost } from './hosts.js';

/** Two hosts that differ in one thing. */
interface Case {
  readonly name: string;
  readonly before: Host;
  readonly after: Host;
}

/** Prefixes of the large table: a tenth of the Internet's, so that the bench ends in time. */
const TABLE_SIZE = 100_000;

const IPV4 = { family: 4 } as const;

/** What is proved of every packet: division into classes, and the difference of two hosts. */
export const proofs: BenchSuite = {
  name: 'proofs',
  title: 'Proofs: classes and differences of all packets',
  about: [
    'Every row is about all packets that there are: sent and received, of IPv4 alone where nothing else is said. “classes” divides them by what becomes of them; “diff” finds',
    'those that a change of one thing sends another way. Hosts are made, and lowered, before the clock starts.',
  ].join('\n'),
  groupSeconds: 20,
  run: async (settings) => {
    const founding = await foundingGroup(settings);
    const large = await largeGroups(settings);
    const scenarios = await scenarioGroups(settings);
    const growth = await growthGroups(settings);
    const rowOf = (name: string): readonly number[] =>
      [founding, ...large].flatMap((group) => group.rows).find((row) => row.name === name)
        ?.samples ?? [];
    return {
      groups: [founding, ...large, ...growth, ...scenarios],
      aims: settings.mode === 'smoke' ? [] : aims(rowOf),
      charts: [
        {
          name: 'proofs-growth',
          alt: 'How the time of a division into classes grows with rules and with routes',
          svg: barChart('Classes: how the time grows', growth),
        },
      ],
      notes: [
        'The scenarios are those of `test/scenarios`: “diff” is against the set-up with its first planted fault.',
        'The large table is generated (`bench/lpm/generate-prefixes.ts`): 64 gateways on one link.',
      ],
    };
  },
};

function aims(rowOf: (name: string) => readonly number[]): readonly BenchAim[] {
  return [
    { text: 'classes of the founding example, ms', samples: rowOf('classes, sent'), atMost: 10 },
    {
      text: 'classes of 5,000 iptables rules, ms',
      samples: rowOf('5,000 iptables rules, classes'),
      atMost: 5000,
    },
    {
      text: 'classes of a full table of 1,000,000 prefixes, ms',
      samples: [],
      atMost: 3000,
      remark:
        'Not measured: a tenth of it is, and already takes longer than the whole should. Each step walks the whole diagram of the table anew.',
    },
  ];
}

/** Heavy work is done once to be warm, and once more. */
function heavyRounds({ rounds }: BenchSettings): number {
  return Math.min(rounds, 1);
}

async function foundingGroup({ rounds }: BenchSettings): Promise<BenchGroup> {
  const [before, after] = [foundingHost(25), foundingHost(26)];
  expectChange(before, after);
  const sent = { ...IPV4, direction: 'sent' } as const;
  const rows = await takeTurns(
    [
      timed('classes, sent', () => classes(before, sent)),
      timed('classes, sent and received', () => classes(before, IPV4)),
      timed('classes, both families', () => classes(before)),
      timed('classes, of any connection', () => classes(before, { ...IPV4, connections: 'any' })),
      timed('diff, sent', () => diff(before, after, sent)),
    ],
    rounds,
  );
  return { title: 'Founding example', unit: 'ms', better: 'lower', rows };
}

/** The change sends mail another way, and nothing else that is not mail. */
function expectChange(before: Host, after: Host): void {
  const changes = diff(before, after, { family: 4, direction: 'sent' });
  const wrong = changes.filter(
    ({ witness }) => witness.protocol !== 6 || ![25, 26].includes(witness.dport),
  );
  if (changes.length === 0 || wrong.length > 0) throw new Error('diff: wrong packets');
}

async function largeGroups(settings: BenchSettings): Promise<readonly BenchGroup[]> {
  const small = settings.mode === 'smoke';
  const firewall = firewallHost(small ? 50 : 5000, settings.seed);
  const policy = policyHost(small ? 6 : 100);
  const table = fullTableHost(small ? 500 : TABLE_SIZE, settings.seed);
  const cases: readonly Case[] = [
    {
      name: '5,000 iptables rules',
      before: firewall,
      after: firewall.run(['iptables -I FORWARD 1 -d 10.9.8.7 -j ACCEPT']),
    },
    {
      name: '100 ip rules over 50 tables',
      before: policy,
      after: policy.run(['ip rule del priority 32765']),
    },
    {
      name: '100,000 prefixes',
      before: table,
      after: table.run(['ip route add 203.0.113.0/24 via 192.168.1.77']),
    },
  ];
  const groups: BenchGroup[] = [];
  for (const { name, before, after } of cases) {
    settings.log(`${name}: ${heavyRounds(settings)} rounds`);
    const rows = await takeTurns(
      [
        timed(`${name}, classes`, () => classes(before, IPV4)),
        timed(`${name}, diff`, () => diff(before, after, IPV4)),
      ],
      heavyRounds(settings),
    );
    groups.push({ title: name, unit: 'ms', better: 'lower', rows });
  }
  return groups;
}

async function growthGroups(settings: BenchSettings): Promise<readonly BenchGroup[]> {
  const { seed } = settings;
  const sizes = settings.mode === 'smoke' ? [10] : [10, 100, 1000];
  const grow = async (
    title: string,
    makeHost: (size: number) => Host,
    factor: number,
  ): Promise<BenchGroup> => {
    const rows: BenchRow[] = [];
    for (const size of sizes) {
      const host = makeHost(factor * size);
      const name = (factor * size).toLocaleString('en-US');
      rows.push(
        ...(await takeTurns([timed(name, () => classes(host, IPV4))], heavyRounds(settings))),
      );
    }
    return { title, unit: 'ms', better: 'lower', rows };
  };
  return [
    await grow('iptables rules', (size) => firewallHost(size, seed), 1),
    await grow('routes in table main', (size) => fullTableHost(size, seed), 10),
  ];
}

/** The set-ups of `test/scenarios`, each with its first planted fault; measured once, since they are many. */
async function scenarioGroups(settings: BenchSettings): Promise<readonly BenchGroup[]> {
  const root = 'test/scenarios';
  const names = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const [divided, compared]: [BenchRow[], BenchRow[]] = [[], []];
  for (const name of settings.mode === 'smoke' ? names.slice(0, 2) : names) {
    const script = readFileSync(`${root}/${name}/setup.sh`, 'utf8');
    const before = await hostOf(script);
    const after = await hostOf(withFault(script, `${root}/${name}/broken`));
    divided.push({ name, samples: [millisecondsOf(() => classes(before, IPV4))] });
    compared.push({ name, samples: [millisecondsOf(() => diff(before, after, IPV4))] });
  }
  const group = { unit: 'ms', better: 'lower' } as const;
  return [
    { ...group, title: 'Scenarios, classes', rows: divided },
    { ...group, title: 'Scenarios, diff', rows: compared },
  ];
}

/** A script with the first of the faults in a folder; as it is when there is none. */
function withFault(script: string, folder: string): string {
  const [first] = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  if (first === undefined) return script;
  const text = readFileSync(`${folder}/${first}/fault.json`, 'utf8');
  const fault: unknown = JSON.parse(text);
  if (!isFault(fault)) throw new TypeError(`${folder}/${first}: no edits`);
  return fault.edits.reduce(
    (broken, edit) => broken.replace(edit.line, () => edit.with.join('\n')),
    script,
  );
}

function isFault(value: unknown): value is { readonly edits: readonly Edit[] } {
  return typeof value === 'object' && value !== null && 'edits' in value;
}

interface Edit {
  readonly line: string;
  readonly with: readonly string[];
}

async function hostOf(script: string): Promise<Host> {
  const { machine } = await run(script, { name: 'setup.sh' });
  return Host.fromMachine(machine);
}

function timed(name: string, work: () => readonly unknown[]): Contestant {
  return {
    name,
    measure: () =>
      millisecondsOf(() => {
        if (work().length === 0) throw new Error(`${name}: nothing was found`);
      }),
  };
}
