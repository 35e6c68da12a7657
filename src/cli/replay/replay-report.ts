import { carryMissing } from '../../host/incomplete-host-error.js';
import type { Missing } from '../../machine/missing.js';
import { UnsentAccount, type ReasonCount } from '../../replay/account.js';
import { addGroups, type FlowGroup } from '../../replay/flow-group.js';
import type { FlowFormat } from '../../replay/flows/flow-format.js';
import type { Unread } from '../../replay/flows/flow-piece.js';
import { incompleteLines } from '../../trace/incomplete-line.js';
import type { Paint } from '../../trace/paint.js';
import { visible } from '../../visible-text.js';
import { jsonLine } from '../print/json-line.js';
import { printGroups } from '../print/print-groups.js';
import type { PieceAnswer } from '../../replay/piece-replayer.js';

/** What a file is counted in. */
type Unit = 'line' | 'frame';

/** What became of all lines or frames of a file, as it adds up: each was sent, not sent, or skipped. */
export class ReplayReport {
  readonly #account = new UnsentAccount();
  #groups: readonly FlowGroup[] = [];
  #unit: Unit = 'line';
  /** How many lines or frames have come. */
  in = 0;
  /** The end of the file, when it can't be read. */
  unread: Unread | undefined;

  /** @param missing - what the host lacks that all of it is about */
  constructor(readonly missing: readonly Missing[]) {}

  /** Sets what the file is counted in. */
  begin(format: FlowFormat): void {
    this.#unit = format === 'capture' ? 'frame' : 'line';
  }

  get unit(): Unit {
    return this.#unit;
  }

  /** The largest first. */
  get groups(): readonly FlowGroup[] {
    return this.#groups;
  }

  get reasons(): readonly ReasonCount[] {
    return this.#account.reasons;
  }

  get sent(): number {
    return this.#groups.reduce((sum, { packets }) => sum + packets, 0);
  }

  /** How many were meant to be packets and could not be sent. */
  get notSent(): number {
    return this.#account.count('not sent');
  }

  /** How many had no packet in them. */
  get skipped(): number {
    return this.#account.count('skipped');
  }

  /** Whether all packets of the file were sent. */
  get isWhole(): boolean {
    return this.notSent === 0 && this.unread === undefined;
  }

  add({ groups, unsent }: Pick<PieceAnswer, 'groups' | 'unsent'>): void {
    this.#groups = addGroups([...this.#groups, ...groups]);
    for (const record of unsent) this.#account.add(record);
  }
}

/** Prints a report for a program: one line of JSON. */
export function printReportJson(report: ReplayReport): string {
  const {
    unit,
    in: count,
    sent,
    notSent,
    skipped,
    groups,
    reasons,
    unread = null,
    missing,
  } = report;
  const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
  const account = { unit, in: count, sent, notSent, skipped, bytes };
  return jsonLine(carryMissing({ ...account, groups, reasons, unread }, missing));
}

/** Prints a report for a person: a table of what became of the packets, and the account of what was not sent. */
export function printReportText(report: ReplayReport, paint: Paint): string {
  const { groups, missing } = report;
  const above = incompleteLines(missing, paint).map((line) => `${line}\n`);
  const table = groups.length === 0 ? 'no packets\n' : printGroups(groups, paint);
  return above.join('') + table + printAccount(report);
}

/** Prints how many lines or frames came in, how many of them were sent, and why the others were not. */
export function printAccount(report: ReplayReport): string {
  const { unit, in: count, sent, notSent, skipped, unread } = report;
  const rest = report.reasons.map((reason) => printReason(reason, unit));
  if (unread !== undefined) {
    rest.push(`not read: the last ${unread.bytes} bytes, from byte ${unread.at} on\n`);
  }
  return `${count} ${unit}${count === 1 ? '' : 's'} in: ${sent} sent, ${notSent} not sent, ${skipped} skipped\n${rest.join('')}`;
}

function printReason({ kind, why, count, runs }: ReasonCount, unit: Unit): string {
  const numbers = runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  const shown = runs.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const more = shown < count ? `, and ${count - shown} more` : '';
  return `${count} ${kind}: ${visible(why)} (${unit}${count === 1 ? '' : 's'} ${numbers.join(', ')}${more})\n`;
}
