import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BenchGroup, BenchRow, BenchSettings } from '../core/suite.js';
import type { ScenarioTimes } from './scenario-worker.js';

const ROOT = 'test/scenarios';
const WORKER = fileURLToPath(new URL('scenario-worker.js', import.meta.url));
const MOST_SECONDS = 60;
const QUESTIONS = [
  'prove',
  'classes',
  'diff',
  'prove, any connection',
  'classes, any connection',
  'diff, any connection',
];

/** What the scenarios took, and which did not end in time. */
export interface ScenarioProofs {
  readonly groups: readonly BenchGroup[];
  readonly note: string;
}

/** Asks each scenario in a process of its own. A row is a question, its samples are the scenarios; a second group has every scenario by name. */
export function scenarioProofs({ mode, log }: BenchSettings): ScenarioProofs {
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).slice(0, mode === 'smoke' ? 2 : folders.length);
  log(`${names.length} scenarios`);
  const all = names.map((name) => ({ name, times: ask(`${ROOT}/${name}`) }));
  const late = all.filter(({ times }) => times.length < QUESTIONS.length);
  const rows = QUESTIONS.flatMap((question): BenchRow[] => {
    const asked = all.flatMap(({ times }) => times.filter((one) => one.question === question));
    const again = asked.map((one) => one.again);
    return [
      { name: `${question}, first`, samples: asked.map((one) => one.first) },
      { name: `${question}, again`, samples: again },
      { name: `${question}, the slowest that ended`, samples: [Math.max(...again)] },
    ];
  });
  const byName = all.flatMap(({ name, times }) =>
    times
      .filter(({ question }) => question === 'classes' || question === 'diff')
      .map(({ question, again }): BenchRow => ({ name: `${name}, ${question}`, samples: [again] })),
  );
  const titles = late.map(({ name, times }) => `${name} (${QUESTIONS[times.length] ?? ''})`);
  return {
    groups: [
      { title: `All ${names.length} scenarios`, unit: 'ms', better: 'lower', rows },
      { title: 'Each scenario, again', unit: 'ms', better: 'lower', rows: byName },
    ],
    note:
      titles.length === 0
        ? `Every scenario answered all questions within ${MOST_SECONDS} s.`
        : `**Not answered within ${MOST_SECONDS} s, and left out of the rows from the question named on: ${titles.join(', ')}.**`,
  };
}

/** The questions that were answered in time. @throws Error when a question fails */
function ask(folder: string): readonly ScenarioTimes[] {
  const { stdout, stderr, status, signal } = spawnSync(
    process.execPath,
    ['--max-old-space-size=4000', WORKER, folder],
    { encoding: 'utf8', timeout: MOST_SECONDS * 1000 },
  );
  if (status !== 0 && signal === null) throw new Error(`${folder}: ${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): ScenarioTimes => JSON.parse(line));
}
