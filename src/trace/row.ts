import { assertNever } from '../assert-never.js';
import type { Miss, TraceStep } from '../host/explanation.js';
import type { Aspect } from './deciding-step.js';
import type { Paint } from './paint.js';

/** One line of a stage: whether it applied (`yes`), did not (`no`), or ended the path (`stop`); what it is; what it says. */
export interface Row {
  readonly mark: 'yes' | 'no' | 'stop';
  readonly label: string;
  /** Painted already. */
  readonly text: string;
  /** It is marked as the one that decided. */
  readonly decides: boolean;
}

/** How a trace is printed. */
export interface TraceStyle {
  readonly paint: Paint;
  /** Print every step, not only those that matter. */
  readonly all: boolean;
  /** Mark the step that decided this with `>`, or the fate when none did; left out: mark none. */
  readonly aspect?: Aspect;
}

/** How the rows of a stage are printed. */
export interface RowStyle extends TraceStyle {
  /** The step to mark; undefined when it is in no row. */
  readonly deciding: TraceStep | undefined;
}

/** How many near misses of one stage are shown. */
const NEAR_MISSES = 3;

/** Prints the rows of a stage, their texts in one column. */
export function printRows(rows: readonly Row[], paint: Paint): string[] {
  const width = Math.max(0, ...rows.map((row) => row.label.length));
  return rows.map((row) =>
    `${printPointer(row.decides)}${printMark(row.mark, paint)} ${row.label.padEnd(width)}  ${row.text}`.trimEnd(),
  );
}

/** What a line begins with: the pointer to the step that decided, or nothing. */
export function printPointer(decides: boolean): string {
  return decides ? '> ' : '  ';
}

function printMark(mark: Row['mark'], paint: Paint): string {
  switch (mark) {
    case 'yes':
      return paint('good', '✓');
    case 'stop':
      return paint('bad', '✗');
    case 'no':
      return paint('quiet', '·');
    default:
      return assertNever(mark);
  }
}

/** Says why a rule did not match, and quotes it: `needs fwmark 0x2, packet has 0x0`. */
export function printMisses(misses: readonly Miss[], quote: string, paint: Paint): string {
  const needs = misses.map((miss) => `${miss.field} ${miss.needs}`).join(', ');
  const has = misses.map((miss) => miss.has).join(', ');
  const why =
    misses.length === 1 ? `needs ${needs}, packet has ${has}` : `needs ${needs}; packet has ${has}`;
  const reason = misses.length === 0 ? '' : `${paint('miss', why)}  `;
  return `${reason}${paint('quiet', `(${quote})`)}`;
}

/** A rule that was tried, of either kind. */
interface TriedRule {
  readonly matched: boolean;
  readonly misses: readonly Miss[];
}

/** The rules that missed by the fewest conditions, a few of them: the ones that a reader wants to know about. */
export function nearestMisses<Rule extends TriedRule>(rules: readonly Rule[]): ReadonlySet<Rule> {
  const missed = rules.filter((rule) => !rule.matched);
  const fewest = Math.min(...missed.map((rule) => rule.misses.length));
  return new Set(missed.filter((rule) => rule.misses.length === fewest).slice(0, NEAR_MISSES));
}

/** Says how many rules are not shown; nothing when all are. */
export function printHidden(count: number, paint: Paint): string[] {
  if (count === 0) return [];
  const rules = count === 1 ? '1 more rule does' : `${count} more rules do`;
  return [paint('quiet', `    ${rules} not match (--all shows them)`)];
}
