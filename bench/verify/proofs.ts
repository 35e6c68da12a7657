import { lineChart, type ChartLine } from '../core/line-chart.js';
import { median } from '../core/statistics.js';
import type { BenchAim, BenchGroup, BenchSettings, BenchSuite } from '../core/suite.js';
import { askApart } from './ask-apart.js';
import type { ProofTimes, Question } from './proof-worker.js';
import { REMARKS } from './remarks.js';
import { scenarioProofs } from './scenario-proofs.js';
import type { SetUpName } from './set-ups.js';

/** A set-up as the report names it, and how often it is measured. */
interface Measured {
  readonly title: string;
  readonly setUp: SetUpName;
  readonly questions: readonly Question[];
  readonly processes: number;
  readonly again: number;
}

const NAMES: Readonly<Record<Question, string>> = {
  classes: 'classes',
  described: 'classes, each with size, packet and description',
  diff: 'diff',
  prove: 'prove',
};

/** As many prefixes as the Internet's table has. */
const FULL_SIZE = 901_899;

/** What is proved of every packet: division into classes, the difference of two hosts, a claim. */
export const proofs: BenchSuite = {
  name: 'proofs',
  title: 'Proofs: classes, differences and claims of all packets',
  about: [
    'Every row is about all IPv4 packets that there are, sent and received. “classes” divides them by what becomes of them; “diff” finds those that a change of one thing sends another way;',
    '“prove” holds a claim against every packet of a set. “first” is the first question in a new process: compiled code is cold, and so is the host. “again” is the same question asked of the',
    'same host once more. Hosts are made, and lowered, before the clock starts; routing tables are read while it runs.',
  ].join('\n'),
  groupSeconds: 20,
  run: async (settings) => {
    const groups: BenchGroup[] = [];
    const peaks = new Map<string, readonly number[]>();
    for (const measured of setUps(settings)) {
      settings.log(measured.title);
      const { group, peakBytes } = await measure(measured);
      groups.push(group);
      peaks.set(measured.title, [Math.max(...peakBytes) / 2 ** 20]);
    }
    const memory: BenchGroup = {
      title: 'Memory of the whole process at its largest',
      unit: 'MiB',
      better: 'lower',
      rows: [...peaks].map(([name, samples]) => ({ name, samples })),
    };
    const grown = await growth(settings);
    const scenarios = scenarioProofs(settings);
    return {
      groups: [...groups, memory, ...grown.groups, ...scenarios.groups],
      aims: settings.mode === 'smoke' ? [] : aims(groups, peaks),
      charts: [grown.chart],
      notes: [
        'The scenarios are those of `test/scenarios`, each asked in a process of its own; “diff” is against the set-up with its first planted fault.',
        scenarios.note,
        ...REMARKS,
        'The full table has 64 gateways on one link. It is generated (`bench/lpm/generate-prefixes.ts`) unless `--ipv4-table` names a file.',
      ],
    };
  },
};

function setUps({ mode, seed, rounds, tableFiles }: BenchSettings): readonly Measured[] {
  const small = mode === 'smoke';
  const file = tableFiles[4];
  const all: readonly Question[] = small ? ['classes', 'diff'] : ['classes', 'diff', 'prove'];
  const described: readonly Question[] = [...all, 'described'];
  const setUp = (kind: SetUpName['kind'], size: number): SetUpName => ({ kind, size, seed });
  return [
    {
      title: FOUNDING,
      setUp: setUp('founding', 0),
      questions: described,
      processes: small ? 1 : Math.min(rounds, 5),
      again: small ? 1 : 30,
    },
    {
      title: FIREWALL,
      setUp: setUp('firewall', small ? 50 : 5000),
      questions: all,
      processes: 1,
      again: small ? 1 : 3,
    },
    {
      title: POLICY,
      setUp: setUp('policy', small ? 6 : 100),
      questions: all,
      processes: 1,
      again: small ? 1 : 5,
    },
    {
      title: TABLE,
      setUp: {
        ...setUp('table', small ? 500 : FULL_SIZE),
        ...(file === undefined || small ? {} : { file }),
      },
      questions: all,
      processes: 1,
      again: small ? 1 : 3,
    },
  ];
}

const FOUNDING = 'Founding example';
const FIREWALL = '5,000 iptables rules';
const POLICY = '100 ip rules over 50 tables';
const TABLE = 'Full table over 64 next hops';

async function measure({ title, setUp, questions, processes, again }: Measured): Promise<{
  readonly group: BenchGroup;
  readonly peakBytes: readonly number[];
}> {
  const peakBytes: number[] = [];
  const rows: { readonly name: string; readonly samples: readonly number[] }[] = [];
  for (const question of questions) {
    const times: ProofTimes[] = [];
    for (let process = 0; process < processes; process++) {
      times.push(await askApart({ setUp, question, again }));
    }
    const name = NAMES[question];
    rows.push(
      {
        name: `${name}, first`,
        samples: times.map(({ firstMilliseconds }) => firstMilliseconds),
      },
      {
        name: `${name}, again`,
        // What is compiled as it runs is compiled by then.
        samples: times.flatMap(({ againMilliseconds: all }) =>
          all.slice(Math.floor(all.length / 2)),
        ),
      },
    );
    peakBytes.push(...times.map((one) => one.peakBytes));
  }
  return { group: { title, unit: 'ms', better: 'lower', rows }, peakBytes };
}

function aims(
  groups: readonly BenchGroup[],
  peaks: ReadonlyMap<string, readonly number[]>,
): readonly BenchAim[] {
  const row = (title: string, name: string): readonly number[] =>
    groups.find((group) => group.title === title)?.rows.find((one) => one.name === name)?.samples ??
    [];
  return [
    {
      text: 'classes of the founding example, asked again, ms',
      samples: row(FOUNDING, 'classes, again'),
      atMost: 10,
    },
    {
      text: 'classes of the founding example, first question of a process, ms',
      samples: row(FOUNDING, 'classes, first'),
      atMost: 10,
    },
    {
      text: 'classes of 5,000 iptables rules, first, ms',
      samples: row(FIREWALL, 'classes, first'),
      atMost: 5000,
    },
    {
      text: 'diff of 5,000 iptables rules, first, ms',
      samples: row(FIREWALL, 'diff, first'),
      atMost: 5000,
    },
    {
      text: 'classes of the full table, first, ms',
      samples: row(TABLE, 'classes, first'),
      atMost: 3000,
    },
    {
      text: 'diff of two full tables, first, ms',
      samples: row(TABLE, 'diff, first'),
      atMost: 3000,
    },
    {
      text: 'memory of all questions of the full table, MiB',
      samples: peaks.get(TABLE) ?? [],
      atMost: 1024,
    },
  ];
}

/** How the first question of a process grows with rules and with prefixes. */
async function growth({ mode, seed, log }: BenchSettings): Promise<{
  readonly groups: readonly BenchGroup[];
  readonly chart: { readonly name: string; readonly alt: string; readonly svg: string };
}> {
  const kinds = [
    ['iptables rules', 'firewall', [10, 100, 1000, 5000]],
    ['ip rules', 'policy', [4, 10, 100]],
    ['prefixes in table main', 'table', [100, 1000, 10_000, 100_000, FULL_SIZE]],
  ] as const;
  const groups: BenchGroup[] = [];
  const lines: ChartLine[] = [];
  for (const [title, kind, sizes] of kinds) {
    log(`growth with ${title}`);
    const points: { x: number; first: number; again: number }[] = [];
    for (const size of mode === 'smoke' ? sizes.slice(0, 1) : sizes) {
      const job = { setUp: { kind, size, seed }, question: 'classes', again: 3 } as const;
      const { firstMilliseconds, againMilliseconds } = await askApart(job);
      points.push({ x: size, first: firstMilliseconds, again: median(againMilliseconds) });
    }
    groups.push({
      title: `Classes by ${title}`,
      unit: 'ms',
      better: 'lower',
      rows: points.flatMap(({ x, first, again }) => [
        { name: `${x.toLocaleString('en-US')}, first`, samples: [first] },
        { name: `${x.toLocaleString('en-US')}, again`, samples: [again] },
      ]),
    });
    lines.push(
      { name: `${title}, first`, points: points.map(({ x, first }) => ({ x, y: first })) },
      { name: `${title}, again`, points: points.map(({ x, again }) => ({ x, y: again })) },
    );
  }
  const alt = 'How the time of a division into classes grows with rules and with prefixes';
  const svg = lineChart('Classes of all packets', 'rules or prefixes', 'ms', lines);
  return { groups, chart: { name: 'proofs-growth', alt, svg } };
}
