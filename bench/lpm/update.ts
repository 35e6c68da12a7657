import type { Family } from '../../src/address/family.js';
import { LpmTable } from '../../src/lpm/lpm-table.js';
import type {
  BenchAim,
  BenchGroup,
  BenchSettings,
  BenchSuite,
  SuiteResult,
} from '../core/suite.js';
import { takeTurns, type Contestant } from '../core/take-turns.js';
import { expectAnswers } from './expect-answers.js';
import { MapPerLength, ObjectTrie } from './hand-written-peers.js';
import { readPrefixTable, type PrefixTable } from './prefix-table.js';
import type { StringPeer } from './string-peer.js';
import { addressTexts, tablePeer } from './strings.js';
import { UpdateStream, type Updated } from './update-stream.js';
import { makeWorkloads } from './workload.js';

const OURS = 'nexthop, a new table per update';
/** A round is a million updates: more rounds would tell little more. */
const MOST_ROUNDS = 5;
const QUANTILES = [
  ['p50', 0.5],
  ['p99', 0.99],
  ['p99.99', 0.9999],
  ['longest', 1],
] as const;

/** Changing a table. */
export const update: BenchSuite = {
  name: 'update',
  title: 'A million updates of a full table',
  about: [
    'Half of the updates give a prefix of the table another value, one that none ever had; a quarter takes a prefix away, a quarter brings one back.',
    'Each update of ours gives a new table and leaves the old one as it was; of the last thousand every hundredth is kept. The others change in place.',
    'Each update is timed alone, garbage collection included wherever it falls. “Nothing at all” is timed in the same way: it shows the pauses of the machine itself.',
  ].join('\n'),
  run: async (settings) => {
    const results = [await runFamily(4, settings), await runFamily(6, settings)];
    return {
      groups: results.flatMap((result) => result.groups),
      aims: results.flatMap((result) => result.aims ?? []),
      notes: [`Here are at most ${MOST_ROUNDS} rounds, of a million updates each.`],
    };
  },
};

async function runFamily(family: Family, settings: BenchSettings): Promise<SuiteResult> {
  const table = readPrefixTable(family, settings);
  const count = settings.mode === 'smoke' ? 2000 : 1_000_000;
  const rounds = Math.min(settings.rounds, MOST_ROUNDS);
  settings.log(`IPv${family}: ${rounds} rounds of ${count.toLocaleString('en-US')} updates`);
  const all = [new UpdatedTable(table), NOTHING, ObjectTrie.of(table), MapPerLength.of(table)];
  const found = all.map((): Float64Array[] => []);
  const contestants = all.map((updated, index): Contestant => {
    const stream = new UpdateStream(table.prefixes, settings.seed);
    return {
      name: updated.name,
      measure: () => {
        const times = stream.play(updated, new Float64Array(count));
        found[index]?.push(times);
        return quantileOf(times, 0.5);
      },
    };
  });
  await takeTurns(contestants, rounds);
  const [inside] = makeWorkloads(table, 4096, settings.seed).slice(1);
  if (inside !== undefined) expectAnswers(all.filter(isPeer), addressTexts(family, inside));
  const groups = QUANTILES.map(([quantile, share]): BenchGroup => ({
    title: `IPv${family} update, ${quantile}`,
    unit: 'µs',
    better: 'lower',
    // The first round warmed up.
    rows: all.map(({ name }, index) => ({
      name,
      samples: (found[index] ?? []).slice(1).map((times) => quantileOf(times, share)),
    })),
  }));
  return { groups, aims: groups.flatMap((group) => aims(group)) };
}

/** Our table, and some of its former selves. */
class UpdatedTable implements Updated, StringPeer {
  readonly name = OURS;
  private table: LpmTable<number>;
  private readonly kept: LpmTable<number>[] = [];
  private count = 0;

  constructor({ family, texts }: PrefixTable) {
    this.table = LpmTable.from(
      family,
      texts.map((text, id) => [text, id] as const),
    );
  }

  set(...[prefix, value]: Parameters<Updated['set']>): void {
    this.next(this.table.set(prefix, value));
  }

  drop(...[prefix]: Parameters<Updated['drop']>): void {
    this.next(this.table.delete(prefix));
  }

  lookupAll(texts: readonly string[], out: Int32Array): void {
    tablePeer(this.table).lookupAll(texts, out);
  }

  private next(table: LpmTable<number>): void {
    this.table = table;
    if (++this.count % 100 === 0) this.kept[(this.count / 100) % 10] = table;
  }
}

const NOTHING: Updated = {
  name: 'nothing at all',
  set: () => undefined,
  drop: () => undefined,
};

function isPeer(updated: Updated | (Updated & StringPeer)): updated is Updated & StringPeer {
  return 'lookupAll' in updated;
}

/** A quantile of numbers in ascending order. */
function quantileOf(ascending: Float64Array, share: number): number {
  return ascending[Math.round(share * (ascending.length - 1))] ?? Number.NaN;
}

function aims({ title, rows }: BenchGroup): readonly BenchAim[] {
  const samples = rows.find(({ name }) => name === OURS)?.samples ?? [];
  if (title.endsWith('p50')) return [{ text: `${title}, µs`, samples, atMost: 6 }];
  if (title.endsWith('longest')) return [{ text: `${title}, µs`, samples, atMost: 5000 }];
  return [];
}
