import { addGroups, type FlowGroup } from '../replay/flow-group.js';
import type { Unsendable } from '../replay/flows/flow-reader.js';
import type { Paint } from '../trace/paint.js';
import { printGroups } from './print-groups.js';
import { jsonLine } from './json-line.js';
import { visible } from '../visible-text.js';

/** Packets that can't be sent for one reason. */
export interface UnsendableGroup {
  readonly why: string;
  readonly packets: number;
  /** Number of the first one's frame or line. */
  readonly first: number;
}

/** Further reasons are told as one. */
const REASONS_MAX = 20;
const OTHER = 'other reasons';

/** What became of all packets of a file, as it adds up. */
export class ReplayReport {
  #groups: readonly FlowGroup[] = [];
  readonly #unsendable = new Map<string, UnsendableGroup>();

  /** The largest first. */
  get groups(): readonly FlowGroup[] {
    return this.#groups;
  }

  get unsendable(): readonly UnsendableGroup[] {
    return [...this.#unsendable.values()];
  }

  add(groups: readonly FlowGroup[]): void {
    this.#groups = addGroups([...this.#groups, ...groups]);
  }

  addUnsendable({ number, why }: Unsendable): void {
    const isKnown = this.#unsendable.has(why) || this.#unsendable.size < REASONS_MAX;
    const reason = isKnown ? why : OTHER;
    const { packets = 0, first = number } = this.#unsendable.get(reason) ?? {};
    this.#unsendable.set(reason, { why: reason, packets: packets + 1, first });
  }
}

/** Prints a report for a program: one line of JSON. */
export function printReportJson({ groups, unsendable }: ReplayReport): string {
  const packets = groups.reduce((sum, group) => sum + group.packets, 0);
  const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
  return jsonLine({ packets, bytes, groups, unsendable });
}

/** Prints a report for a person: a table of what became of the packets, and what could not be sent. */
export function printReportText({ groups, unsendable }: ReplayReport, paint: Paint): string {
  const table = groups.length === 0 ? 'no packets\n' : printGroups(groups, paint);
  const rest = unsendable.map(
    ({ why, packets, first }) =>
      `${packets} not sent, the first is number ${first}: ${visible(why)}\n`,
  );
  return table + rest.join('');
}
