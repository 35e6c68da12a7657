import { mkdirSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { groupCells, printBound, printNumber, printOutcome, printSpread } from './print-result.js';
import { median } from './statistics.js';
import type { BenchAim, BenchSettings, BenchSuite, SuiteResult } from './suite.js';

/** A suite with what it found. */
export interface Finding {
  readonly suite: BenchSuite;
  readonly result: SuiteResult;
  /** How long it took. */
  readonly seconds: number;
}

/** Writes docs/benchmarks.md, and the charts under docs/benchmarks. */
export async function writeReport(
  findings: readonly Finding[],
  facts: readonly string[],
  settings: BenchSettings,
): Promise<void> {
  mkdirSync('docs/benchmarks', { recursive: true });
  for (const { result } of findings) {
    for (const { name, svg } of result.charts ?? []) {
      writeFileSync(`docs/benchmarks/${name}.svg`, svg);
    }
  }
  const sections = findings.flatMap((finding) => section(finding));
  const parts = [...opening(facts, settings), ...aimsTable(findings), ...sections];
  const file = 'docs/benchmarks.md';
  const style = await resolveConfig(file);
  const text = await format(`${parts.join('\n\n')}\n`, { ...style, filepath: file });
  writeFileSync(file, text);
}

function opening(facts: readonly string[], settings: BenchSettings): readonly string[] {
  return [
    '# Benchmarks',
    'Written by `npm run bench:report`; `npm run bench` prints the same tables with fewer rounds.',
    facts.map((fact) => `- ${fact}`).join('\n'),
    [
      `All programs of one table took turns in one run, after a round that did not count: for ${settings.rounds} rounds, or as many as the table’s time allowed.`,
      'Rates on a shared machine move by a factor from run to run: read the ratios. A ratio is taken round by round;',
      'its median and its first and third quartile are shown. Losses stand here as plainly as wins.',
    ].join('\n'),
  ];
}

function aimsTable(findings: readonly Finding[]): readonly string[] {
  const aims = findings.flatMap(({ result }) => result.aims ?? []);
  if (aims.length === 0) return [];
  const rows = aims.map((aim) => [
    aim.text,
    printBound(aim),
    printNumber(median(aim.samples)),
    aim.samples.length === 0 ? '' : printSpread(aim.samples),
    printOutcome(aim),
  ]);
  const table = markdownTable([['aim', 'asked', 'median', 'quartiles', ''], ...rows]);
  return ['## Aims', table, ...remarks(aims)];
}

/** Each remark once, behind the aims that it is about. */
function remarks(aims: readonly BenchAim[]): readonly string[] {
  const reported = new Set(aims.flatMap(({ remark }) => remark ?? []));
  return Array.from(reported, (remark) => {
    const texts = aims.filter((aim) => aim.remark === remark).map(({ text }) => text);
    return `_${texts.join('; ')}._ ${remark}`;
  });
}

function section({ suite, result, seconds }: Finding): readonly string[] {
  return [
    `## ${suite.title}`,
    suite.about,
    ...(result.charts ?? []).map(({ name, alt }) => `![${alt}](benchmarks/${name}.svg)`),
    ...result.groups.map((group) => markdownTable(groupCells(group))),
    ...(result.notes ?? []).map((note) => `- ${note}`),
    `_${seconds.toFixed(0)} seconds, ${roundsOf(result)}._`,
  ];
}

/** How many rounds the groups took, in words. */
function roundsOf({ groups }: SuiteResult): string {
  const counts = groups.flatMap(({ rows }) => rows.map(({ samples }) => samples.length));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length === 0) return 'nothing measured';
  return least === most ? `rounds: ${most}` : `rounds: ${least} to ${most}`;
}

function markdownTable(rows: readonly (readonly string[])[]): string {
  const [header = [], ...others] = rows;
  const rule = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, rule, ...others].map((row) => markdownLine(row)).join('\n');
}

function markdownLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
