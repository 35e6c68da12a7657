import { median, quantile, ratios } from './statistics.js';
import type { BenchAim, BenchGroup, SuiteResult } from './suite.js';

/** A number with three digits that count. */
export function printNumber(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  return value.toFixed(size >= 0.1 || size === 0 ? 2 : 4);
}

/** The first to the third quartile of samples. */
export function printSpread(samples: readonly number[]): string {
  return `${printNumber(quantile(samples, 0.25))} to ${printNumber(quantile(samples, 0.75))}`;
}

/** The cells of a group as a table, its header first. */
export function groupCells(group: BenchGroup): readonly (readonly string[])[] {
  const base = group.rows.find(({ name }) => name === group.comparedTo);
  const header = [group.title, `median, ${group.unit}`, 'quartiles'];
  if (base !== undefined) header.push(`times ${base.name}`, 'quartiles');
  const rows = group.rows.map((row) => {
    const cells = [row.name, printNumber(median(row.samples)), printSpread(row.samples)];
    if (base !== undefined) {
      const shares = ratios(row, base);
      cells.push(printNumber(median(shares)), row === base ? '' : printSpread(shares));
    }
    return cells;
  });
  return [header, ...rows];
}

/** Whether an aim is held; undefined when there is nothing to judge by. */
function isHeld({ samples, atLeast, atMost }: BenchAim): boolean | undefined {
  if (samples.length === 0) return undefined;
  const value = median(samples);
  return (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);
}

/** How an aim came out, in a few words. */
export function printOutcome(aim: BenchAim): string {
  const held = isHeld(aim);
  return held === undefined ? 'not measured' : held ? 'held' : 'missed';
}

/** What an aim asks for. */
export function printBound({ atLeast, atMost }: BenchAim): string {
  const bounds: string[] = [];
  if (atLeast !== undefined) bounds.push(`at least ${atLeast}`);
  if (atMost !== undefined) bounds.push(`at most ${atMost}`);
  return bounds.join(', ');
}

/** A result as text for a terminal. */
export function printResult(result: SuiteResult): string {
  const blocks = result.groups.map((group) => printColumns(groupCells(group)));
  for (const aim of result.aims ?? []) {
    const found = `${printNumber(median(aim.samples))}, ${printBound(aim)}`;
    blocks.push(`aim ${printOutcome(aim)}: ${aim.text}: ${found}`);
  }
  for (const note of result.notes ?? []) blocks.push(`note: ${note}`);
  return blocks.join('\n\n');
}

function printColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
