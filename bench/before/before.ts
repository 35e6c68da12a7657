import type { PacketColumns } from '../../src/compile/packet-columns.js';
import type { Host } from '../../src/host/host.js';
import { seededRandom } from '../core/random.js';
import { ratiosByName } from '../core/statistics.js';
import type { BenchGroup, BenchSettings, BenchSuite, SuiteResult } from '../core/suite.js';
import { millisecondsOf, takeTurns, type Contestant } from '../core/take-turns.js';
import { FOUNDING } from '../path/hosts.js';
import { BATCH, makeTraffic } from '../path/traffic.js';
import { firewallTable, ROUTER } from '../verify/hosts.js';
import { readBuilds, type Build } from './read-build.js';

/** The last commit before hooks, rules and packet fields were made one model for iptables and nft. */
const COMMIT = 'd0e876bf';

const [THEN, NOW] = [`at ${COMMIT}`, 'now'];

/** What must not have become slower, beside the code of an earlier commit. */
export const before: BenchSuite = {
  name: 'before',
  title: 'Against the code before nft',
  about: [
    `The package as it is and as it was at ${COMMIT} (26 November 2026), before hooks, rules and packet fields became one model for iptables and nft: both made into one file each, and measured in turns in one process.`,
    'What is simulated of a packet’s path has grown since. “classes” divides all IPv4 packets by what becomes of them: asked again of the same founding example, and of a new host with rules of iptables, which is lowered too.',
    '“A packet” is one sent by the founding example with many more routes, in batches.',
  ].join('\n'),
  groupSeconds: 30,
  run: async (settings) => {
    let builds: { readonly before: Build; readonly now: Build };
    try {
      builds = await readBuilds(COMMIT);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { groups: [], notes: [`**Nothing was compared, ${COMMIT} can't be built: ${why}**`] };
    }
    return compare(builds, settings);
  },
};

async function compare(
  { before: then, now }: { readonly before: Build; readonly now: Build },
  settings: BenchSettings,
): Promise<SuiteResult> {
  const groups: BenchGroup[] = [];
  for (const { title, unit, make } of works(settings)) {
    settings.log(title);
    const contestants = [make(THEN, then), make(NOW, now)];
    const rows = await takeTurns(contestants, settings);
    groups.push({ title, unit, better: 'lower', rows, comparedTo: THEN });
  }
  return {
    groups,
    aims:
      settings.mode === 'smoke'
        ? []
        : groups.map(({ title, rows }) => ({
            text: `${title}: time over that ${THEN}`,
            samples: ratiosByName(rows, NOW, THEN),
            atMost: 1.1,
            remark: FOUND,
          })),
  };
}

const FOUND = [
  'Nodes of diagrams say more than a busy clock. classes of the founding example came to 41,403 results of operations at that commit, to 61,899 before the mending below, to 38,272 after it, at 1,660, 2,160 and 1,673 states at steps;',
  'processor time at the least, in turns in one process on an overloaded machine, was 1.5 times that of then before, and 1.04 to 1.21 times after. Type and code of ICMP, copied with a shift to where a lookup has its destination port, had kept ports',
  'from being coded on every host, though no rule asked for one. The port that bind gives made two states of every lookup that a connect makes; it is a value by packet now.',
  'Parts of fates that are constants were divided by; states were looked through for constants to be joined where these were too few. What is left are more registers to a state, and more steps.',
].join(' ');

interface Work {
  readonly title: string;
  readonly unit: string;
  readonly make: (name: string, build: Build) => Contestant;
}

function works({ mode, seed }: BenchSettings): readonly Work[] {
  const small = mode === 'smoke';
  const rules = small ? 20 : 5000;
  const routes = small ? 100 : 20_000;
  return [
    { title: 'classes of the founding example, asked again', unit: 'ms', make: foundingClasses },
    {
      title: `classes of ${rules.toLocaleString('en-US')} rules of iptables`,
      unit: 'ms',
      make: (name, build) => firewallClasses(name, build, firewallTable(rules, seed)),
    },
    {
      title: `a packet, ${routes.toLocaleString('en-US')} routes, in batches`,
      unit: 'ns',
      make: (name, build) => inBatches(name, build, routes, seed),
    },
  ];
}

function foundingClasses(name: string, { Host: hosts, classes }: Build): Contestant {
  const host = hosts.fromCommands(FOUNDING);
  return {
    name,
    measure: () =>
      millisecondsOf(() => {
        expectClasses(classes(host, { family: 4 }).length);
      }),
  };
}

function firewallClasses(name: string, { Host: hosts, classes }: Build, table: string): Contestant {
  const router = hosts.fromCommands(ROUTER);
  return {
    name,
    measure: () => {
      const host = executed(router, ['iptables-restore'], table);
      return millisecondsOf(() => {
        expectClasses(classes(host, { family: 4 }).length);
      });
    },
  };
}

function expectClasses(count: number): void {
  if (count < 2) throw new Error('classes: wrong answer');
}

function executed(host: Host, words: readonly string[], input: string): Host {
  const { host: after, exit, stderr } = host.exec(words, input);
  if (exit !== 0) throw new Error(stderr);
  return after;
}

function inBatches(name: string, build: Build, routes: number, seed: number): Contestant {
  const { Host: hosts, makeOutcomeColumns } = build;
  const random = seededRandom(seed);
  const prefixes = Array.from({ length: routes }, (_, index) => 0x0b000000 + 256 * index);
  const lines = prefixes.map(
    (word, index) =>
      `route add ${[24, 16, 8].map((shift) => (word >>> shift) & 255).join('.')}.0/24 via 192.168.1.${100 + (index % 64)}\n`,
  );
  const host = executed(hosts.fromCommands(FOUNDING), ['ip', '-batch', '-'], lines.join(''));
  const compiled = host.compile();
  const dst = Uint32Array.from({ length: 8 * BATCH }, () => {
    return (prefixes[random() % routes] ?? 0) + (random() & 255);
  });
  const batches: readonly PacketColumns[] = makeTraffic(dst.length, { dst, seed });
  const outcomes = makeOutcomeColumns(4, BATCH);
  return {
    name,
    measure: () => {
      const passes = 4;
      const time = millisecondsOf(() => {
        for (let pass = 0; pass < passes; pass++) {
          for (const batch of batches) compiled.sendBatch(batch, outcomes);
        }
      });
      if ((outcomes.gateway[0] ?? -1) < 0) throw new Error('a packet went nowhere');
      return (1e6 * time) / (passes * dst.length);
    },
  };
}
