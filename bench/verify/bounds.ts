import { generatePrefixes } from '../lpm/generate-prefixes.js';
import { tick, type Bounds } from '../../src/bound.js';
import type { Host } from '../../src/host/host.js';
import { classes } from '../../src/verify/ask/classes.js';
import { deadRules } from '../../src/verify/ask/dead-rules.js';
import { udp } from '../../src/packet/make-packet.js';
import { median, quantile } from '../core/statistics.js';
import type { BenchGroup, BenchSettings, BenchSuite } from '../core/suite.js';
import { millisecondsOf, takeTurns, type Contestant } from '../core/take-turns.js';
import { firewallHost, fullTableHost } from './hosts.js';

/** Long work that can be held to bounds, of a host of which nothing is known yet. */
interface Work {
  readonly name: string;
  readonly host: Host;
  readonly ask: (host: Host, bounds: Bounds | undefined) => unknown;
}

/** What it costs to be able to give up, and how long it takes until work does. */
export const bounds: BenchSuite = {
  name: 'bounds',
  title: 'Bounds: what looking at the clock costs',
  about: [
    'Long work ticks as it goes on, and every 1,024 ticks it looks at the clock if it is held to bounds. The same work is done without bounds, where a tick is a call that finds',
    'nothing to do, and with a deadline that never comes. Each time the host is prepared anew. “Longest between two looks” is the time of the processor: so long work goes on after its deadline at most.',
  ].join('\n'),
  groupSeconds: 30,
  run: async (settings) => {
    const groups: BenchGroup[] = [];
    const longest: { name: string; samples: number[] }[] = [];
    const shares: { name: string; samples: number[] }[] = [];
    const nanoseconds = nanosecondsOfTick(settings);
    for (const { name, host, ask } of works(settings)) {
      settings.log(name);
      const gaps: number[] = [];
      const ticks: number[] = [];
      const rows = await takeTurns(
        [
          contestant('without bounds', host, (fresh) => ask(fresh, undefined)),
          contestant('with a deadline that never comes', host, (fresh) => {
            const watch = watchClock();
            ask(fresh, watch.bounds);
            gaps.push(watch.longest());
            ticks.push(TICKS_A_LOOK * watch.looks());
          }),
        ],
        settings,
      );
      groups.push({ title: name, unit: 'ms', better: 'lower', rows, comparedTo: 'without bounds' });
      longest.push({ name, samples: gaps.slice(1) });
      const whole = median(rows[0]?.samples ?? []);
      shares.push({
        name,
        samples: ticks.slice(1).map((all) => (all * nanoseconds) / 1e4 / whole),
      });
    }
    const small = settings.mode === 'smoke';
    return {
      groups: [
        ...groups,
        { title: 'Longest between two looks', unit: 'ms', better: 'lower', rows: longest },
        {
          title: 'Share of ticks in work without bounds, at most',
          unit: '%',
          better: 'lower',
          rows: shares,
        },
      ],
      aims: small
        ? []
        : longest.map(({ name, samples }) => ({
            text: `${name}: longest between two looks at the clock, ms`,
            samples: [quantile(samples, 1)],
            atMost: 100,
          })),
      notes: [
        `A tick without bounds takes ${nanoseconds.toFixed(2)} ns more than nothing. Its share is taken from that and the number of ticks, as it is smaller than the differences between rounds.`,
      ],
    };
  },
};

/** So often work ticks between two looks, at most. */
const TICKS_A_LOOK = 1024;

function divide(host: Host, given?: Bounds): unknown {
  return classes(host, { ...given, family: 4, direction: 'sent' });
}

function works({ mode, seed }: BenchSettings): readonly Work[] {
  const small = mode === 'smoke';
  const rules = small ? 50 : 2000;
  const prefixes = small ? 500 : 200_000;
  const firewall = firewallHost(rules, seed);
  const table = fullTableHost(generatePrefixes(4, prefixes, seed));
  const packet = udp({ dst: '10.9.8.7', dport: 53 });
  return [
    {
      name: `send with ${rules} rules`,
      host: firewall,
      ask: (host, given) => host.send(packet, given),
    },
    { name: `classes with ${rules} rules`, host: firewall, ask: divide },
    { name: `lint with ${rules / 4} rules`, host: firewallHost(rules / 4, seed), ask: deadRules },
    { name: `classes with ${prefixes} routes`, host: table, ask: divide },
    {
      name: `compile ${prefixes} routes`,
      host: table,
      ask: (host, given) => {
        const compiled = host.compile(given);
        return [compiled.names(4), compiled.names(6)];
      },
    },
  ];
}

/** Measures work on the host made anew: what it has found out about it before is lost. */
function contestant(name: string, host: Host, work: (fresh: Host) => unknown): Contestant {
  let port = 0;
  return {
    name,
    measure: () => {
      const fresh = host.listen({ protocol: 'udp', port: ++port });
      return millisecondsOf(() => work(fresh));
    },
  };
}

/** Bounds that are never exceeded, and what is seen of the looks at them. */
function watchClock(): {
  readonly bounds: Bounds;
  readonly longest: () => number;
  readonly looks: () => number;
} {
  let looks = 0;
  let longest = 0;
  let last: number | undefined;
  const clock = (): number => {
    looks++;
    const { user, system } = process.cpuUsage();
    const now = (user + system) / 1000;
    if (last !== undefined) longest = Math.max(longest, now - last);
    last = now;
    return now;
  };
  return { bounds: { clock, deadline: Infinity }, longest: () => longest, looks: () => looks };
}

/** What a tick takes that is held to nothing, beyond the loop around it. */
function nanosecondsOfTick({ mode }: BenchSettings): number {
  const count = mode === 'smoke' ? 1e5 : 2e7;
  let sum = 0;
  const bare = (): void => {
    for (let at = 0; at < count; at++) sum ^= at;
  };
  const ticked = (): void => {
    for (let at = 0; at < count; at++) {
      sum ^= at;
      tick();
    }
  };
  const taken = Array.from({ length: 5 }, () => millisecondsOf(ticked) - millisecondsOf(bare));
  return (Math.max(0, median(taken)) * 1e6) / count;
}
