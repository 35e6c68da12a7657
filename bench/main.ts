/**
 * The bench: `npm run bench [-- OPTIONS]` prints tables, `npm run bench:report` writes docs/benchmarks.md.
 *
 * A suite is a file that exports one {@link BenchSuite} (core/suite.ts) and stands in the list below. Its `run` gives
 *
 * - groups of rows `{ name, samples }` under a title and a unit: the programs of one group are measured in turns (core/take-turns.ts), so
 *   that sample i of each belongs to the same round, and ratios are taken round by round;
 * - aims, with what must be at least or at most; charts, drawn by core/bar-chart.ts or core/line-chart.ts; and notes: what was left out is said, loudly.
 *
 * A report runs each suite in a process of its own, and is written anew after each: one that fails loses nothing but itself.
 *
 * In mode `smoke` a suite takes some seconds at most, and only its answers count: a wrong one throws, in every mode. Whatever a suite
 * starts it ends, by its own id.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { before } from './before/before.js';
import { machineFacts } from './core/machine-facts.js';
import { printResult } from './core/print-result.js';
import { runApart } from './core/run-apart.js';
import type { BenchSettings, BenchSuite, SuiteResult } from './core/suite.js';
import { nftLoad } from './nft/load.js';
import { nftServices } from './nft/services.js';
import { kernel } from './path/kernel.js';
import { growth } from './path/growth.js';
import { replay } from './path/replay.js';
import { wholePath } from './path/whole-path.js';
import { lookups } from './lpm/lookups.js';
import { build } from './lpm/build.js';
import { linearScans } from './lpm/linear-scans.js';
import { memory } from './lpm/memory.js';
import { strings } from './lpm/strings.js';
import { update } from './lpm/update.js';
import { bounds } from './verify/bounds.js';
import { proofs } from './verify/proofs.js';
import { writeReport, type Finding } from './core/write-report.js';

/** All suites, in the order of the report. */
const SUITES: readonly BenchSuite[] = [
  lookups,
  strings,
  linearScans,
  build,
  update,
  memory,
  wholePath,
  growth,
  kernel,
  replay,
  nftLoad,
  nftServices,
  proofs,
  bounds,
  before,
];

const ROUNDS = { smoke: 1, quick: 5, report: 15 };

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    result: { type: 'string' },
    rounds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    'ipv4-table': { type: 'string' },
    'ipv6-table': { type: 'string' },
  },
});

function readSettings(): BenchSettings {
  const mode = values.smoke ? 'smoke' : values.report ? 'report' : 'quick';
  return {
    mode,
    rounds: values.rounds === undefined ? ROUNDS[mode] : Number(values.rounds),
    seed: Number(values.seed),
    tableFiles: {
      ...(values['ipv4-table'] === undefined ? {} : { 4: values['ipv4-table'] }),
      ...(values['ipv6-table'] === undefined ? {} : { 6: values['ipv6-table'] }),
    },
    log: (line) => {
      console.error(line);
    },
  };
}

/** In a process of a report's the last word counts: those before are the report's own. */
function wanted(name: string): boolean {
  if (values.only === undefined) return true;
  return values.result === undefined ? values.only.includes(name) : values.only.at(-1) === name;
}

/** What a suite found; a failure is said in the place of numbers, and takes no other suite along. */
async function runSuite(suite: BenchSuite, settings: BenchSettings): Promise<SuiteResult> {
  settings.log(`\n== ${suite.name}: ${suite.title}`);
  try {
    // Another process of the report's has the suite's name and a file for its result.
    const isApart = settings.mode === 'report' && values.result === undefined;
    if (isApart) return await runApart(suite.name, process.argv.slice(2));
    const { groupSeconds } = suite;
    return await suite.run(settings.mode === 'report' ? { ...settings, groupSeconds } : settings);
  } catch (error) {
    if (values.result !== undefined) throw error;
    process.exitCode = 1;
    const why = error instanceof Error ? error.message : String(error);
    console.error(error);
    return { groups: [], notes: [`**This suite failed, nothing of it is reported: ${why}.**`] };
  }
}

const settings = readSettings();
const facts = machineFacts();
const findings: Finding[] = [];
for (const suite of SUITES) {
  if (!wanted(suite.name)) continue;
  const started = performance.now();
  const result = await runSuite(suite, settings);
  if (settings.mode === 'smoke') {
    for (const note of result.notes ?? []) console.log(`note: ${note}`);
  } else if (settings.mode === 'quick' || values.result !== undefined) {
    console.log(`\n${suite.title}\n\n${printResult(result)}`);
  }
  if (values.result !== undefined) writeFileSync(values.result, JSON.stringify(result));
  const seconds = (performance.now() - started) / 1000;
  if (values.result === undefined) settings.log(`== ${suite.name}: ${seconds.toFixed(0)} s`);
  findings.push({ suite, result, seconds });
  // After each suite: whatever happens to those to come, what was found stays.
  if (settings.mode === 'report' && values.result === undefined) {
    await writeReport(findings, facts, settings);
  }
}
