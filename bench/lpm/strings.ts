import { printAddress } from '../../src/address/address-text.js';
import { addressFromWords } from '../../src/address/address.js';
import type { Family } from '../../src/address/family.js';
import { LpmTable } from '../../src/lpm/lpm-table.js';
import { barChart } from '../core/bar-chart.js';
import { ratiosOverBest } from '../core/statistics.js';
import type {
  BenchAim,
  BenchGroup,
  BenchSettings,
  BenchSuite,
  SuiteResult,
} from '../core/suite.js';
import { takeTurns } from '../core/take-turns.js';
import { expectAnswers } from './expect-answers.js';
import { MapPerLength, ObjectTrie } from './hand-written-peers.js';
import { makeLongestPrefixMatch, makeMaxmind, makeMmdbLib } from './npm-peers.js';
import { readPrefixTable, type PrefixTable } from './prefix-table.js';
import type { StringPeer } from './string-peer.js';
import { makeWorkloads, WORKLOADS_TEXT, type Workload } from './workload.js';

/** Our own row in every group of peers. */
export const OURS = 'nexthop, string in';

/** The same in batches; no peer has any. */
const OURS_BATCH = 'nexthop, strings in a batch';

const NPM_NAMES = ['mmdb-lib', 'maxmind', 'longest-prefix-match'];

const WHERE_TIME_GOES =
  'Reading the characters alone, one by one as JavaScript must, takes two thirds of reading an address. ' +
  'Tried and not kept, nanoseconds of processor time per address on a busy machine, all in turns. ' +
  'IPv4: a loop over characters with a state, 50; branches replaced by arithmetic on the signs of differences, 41; part after part, kept, 41; adding up the character codes and nothing else, 30. ' +
  'IPv6: digits found by comparing and words changed in place, 228; one loop over all characters with a table of digits, 130; group after group with that table, 122; four digits at once, kept, 107. ' +
  'The rest is waiting for memory, which look-ups one by one do one after the other: in batches it is less.';

const BATCH_REMARK =
  'Nanoseconds of processor time per address on a busy machine, in turns, IPv4 in and IPv6 in: one by one, 498 and 379; in a batch, with the value of each, 149 and 167; ids alone, 104 and 151; ' +
  'from the bytes of lines in one buffer in the place of strings, ids alone, IPv4, 88: not kept, for so little. What is left is reading text, about 80 and 110.';

/** Lookups by text, against npm. */
export const strings: BenchSuite = {
  name: 'strings',
  title: 'Longest-prefix match, string in',
  about: [
    'A full Internet table, a value of its own per prefix, one thread; the address comes as text, the value goes out.',
    WORKLOADS_TEXT,
  ].join('\n'),
  groupSeconds: 25,
  run: async (settings) => {
    const results = [await runFamily(4, settings), await runFamily(6, settings)];
    const groups = results.flatMap((result) => result.groups);
    return {
      groups,
      aims: results.flatMap((result) => result.aims ?? []),
      charts: [
        {
          name: 'strings',
          alt: 'Lookup rates by address text in a full table, nexthop and its peers',
          svg: barChart(
            'Lookups by text',
            groups.filter(({ title }) => title.endsWith('zipf')),
          ),
        },
      ],
      notes: [
        'mmdb-lib and maxmind read a MaxMind DB that `bench/lpm/write-mmdb.ts` makes of the table: 24-bit records where that is enough, each value an unsigned number. ' +
          'longest-prefix-match takes prefixes: `/32` or `/128` is put behind each address, and it answers with a list of values.',
        `“${OURS_BATCH}” is \`lookupTexts\` on all texts, then \`value\` for each answer. No peer has anything like it: each is asked one by one.`,
        'The two that are written by hand are given our own reader of address text, so they differ in the search alone.',
      ],
    };
  },
};

async function runFamily(family: Family, settings: BenchSettings): Promise<SuiteResult> {
  const table = readPrefixTable(family, settings);
  const count = settings.mode === 'smoke' ? 1 << 10 : 1 << 16;
  const workloads = makeWorkloads(table, count, settings.seed);
  settings.log(`IPv${family}: building the peers' tables`);
  const peers = [
    ourPeer(table),
    ourBatchPeer(table),
    makeMmdbLib(table),
    await makeMaxmind(table),
    makeLongestPrefixMatch(table),
    ObjectTrie.of(table),
    MapPerLength.of(table),
  ];
  const groups: BenchGroup[] = [];
  for (const workload of workloads) {
    const title = `IPv${family}, string in, ${workload.name}`;
    settings.log(`${title}: ${settings.rounds} rounds`);
    const texts = addressTexts(family, workload);
    expectAnswers(peers, texts);
    const out = new Int32Array(count);
    const contestants = peers.map((peer) => ({
      name: peer.name,
      measure: () => {
        const start = performance.now();
        peer.lookupAll(texts, out);
        return count / (performance.now() - start);
      },
    }));
    const rows = await takeTurns(contestants, settings);
    groups.push({ title, unit: 'thousand/s', better: 'higher', rows, comparedTo: OURS });
  }
  return { groups, aims: groups.flatMap((group) => [aim(group), batchAim(group)]) };
}

function aim({ title, rows }: BenchGroup): BenchAim {
  return {
    text: `${title}: over the best npm peer`,
    samples: ratiosOverBest(rows, OURS, NPM_NAMES),
    atLeast: 12,
    remark: WHERE_TIME_GOES,
  };
}

function batchAim({ title, rows }: BenchGroup): BenchAim {
  return {
    text: `${title.replace('string in', 'strings in a batch')}: over the best npm peer, one by one`,
    samples: ratiosOverBest(rows, OURS_BATCH, NPM_NAMES),
    atLeast: 12,
    remark: BATCH_REMARK,
  };
}

/** Our table of a table of prefixes, as users have it. */
export function ourPeer({ family, texts }: PrefixTable): StringPeer {
  return tablePeer(
    LpmTable.from(
      family,
      texts.map((text, id) => [text, id] as const),
    ),
  );
}

/** The same table, asked for all texts at once. */
function ourBatchPeer({ family, texts: prefixes }: PrefixTable): StringPeer {
  const table = LpmTable.from(
    family,
    prefixes.map((text, id) => [text, id] as const),
  );
  return {
    name: OURS_BATCH,
    lookupAll: (texts, out) => {
      table.lookupTexts(texts, out);
      for (let at = 0; at < texts.length; at++) {
        const id = out[at] ?? -1;
        out[at] = id < 0 ? -1 : table.value(id);
      }
    },
  };
}

/** A table as a peer. */
export function tablePeer(table: LpmTable<number>): StringPeer {
  return {
    name: OURS,
    lookupAll: (texts, out) => {
      for (let at = 0; at < texts.length; at++) out[at] = table.lookup(texts[at] ?? '') ?? -1;
    },
  };
}

/** Addresses as text that came from outside: flat, each a string of its own. */
export function addressTexts(family: Family, { addresses }: Workload): readonly string[] {
  const step = family === 4 ? 1 : 4;
  return Array.from({ length: addresses.length / step }, (_, index) => {
    const words = [...addresses.subarray(step * index, step * index + step)];
    return Buffer.from(printAddress(addressFromWords(family, words))).toString('latin1');
  });
}
