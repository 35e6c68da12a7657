import { checkFieldNames } from '../../field-names.js';
import { printPacketWords } from '../../packet/packet-words.js';
import { incompleteLines } from '../../trace/incomplete-line.js';
import { plain } from '../../trace/paint.js';
import type { BehaviourClass } from './behaviour-class.js';
import type { Coverage } from './coverage.js';
import type { CoveredItem, CoveredItems } from './covered-items.js';
import { printFate } from '../fate/fate.js';
import { visible } from '../../visible-text.js';

/** What a coverage is printed with. */
export interface PrintCoverageOptions {
  /** The behaviour classes too, which takes time; not when left out. */
  readonly classes?: boolean;
}

/**
 * Prints what packets exercise: how many of the rules and routes that people wrote were met, and which were not, as they were written.
 * Routes and rules that the kernel made by itself are not counted.
 *
 * @example
 * ```ts
 * import { Host, udp } from 'nexthop';
 * import { coverage, printCoverage } from 'nexthop/verify';
 * const host = Host.fromCommands(['ip link set lo up', 'iptables -A OUTPUT -p tcp -j DROP']);
 * const covered = coverage(host, [udp({ dst: '127.0.0.1', dport: 53 })]);
 * printCoverage(covered).includes('iptables -A OUTPUT -p tcp -j DROP'); // true
 * ```
 */
export function printCoverage(covered: Coverage, options: PrintCoverageOptions = {}): string {
  checkFieldNames(options, { classes: true });
  const printed =
    options.classes === true
      ? covered.classes.map(({ of, packets }) => ({ text: printClass(of), packets }))
      : undefined;
  const above = incompleteLines(covered.missing, plain).map((line) => `${line}\n`);
  return above.join('') + printCovered(covered.packets, covered, printed);
}

/** A class in words, and how many packets it has. */
export interface PrintedClass {
  readonly text: string;
  readonly packets: number;
}

/** Prints what so many packets exercise; nothing of classes when there are none to report. */
export function printCovered(
  packets: number,
  { chainRules, rules, routes }: CoveredItems,
  classes?: readonly PrintedClass[],
): string {
  return [
    `${packets} packet${packets === 1 ? '' : 's'}\n`,
    printItems('rules of chains', chainRules),
    printItems('ip rules', rules),
    printItems('routes', routes),
    ...(classes === undefined ? [] : [printClasses(classes)]),
  ].join('');
}

/** A class in one line: where its packets come from, what becomes of them, one of them. */
export function printClass({ family, direction, fate, witness }: BehaviourClass): string {
  return `IPv${family} ${direction}: ${printFate(fate)}, for instance ${visible(printPacketWords(witness))}`;
}

function printItems(what: string, items: readonly CoveredItem[]): string {
  const own = items.filter(({ written }) => written !== null);
  const unmet = own.filter(({ met }) => met === 0);
  return [
    `${what}: ${own.length - unmet.length} of ${own.length} met\n`,
    ...unmet.map(
      ({ kind, reached, written, place }) =>
        `  ${kind === 'route' ? 'not taken' : reached === 0 ? 'not reached' : 'not met'}  ${visible(written ?? '')}  (${visible(place)})\n`,
    ),
  ].join('');
}

function printClasses(classes: readonly PrintedClass[]): string {
  const missed = classes.filter(({ packets }) => packets === 0);
  return [
    `behaviour classes: ${classes.length - missed.length} of ${classes.length} met\n`,
    ...missed.map(({ text }) => `  no packet  ${text}\n`),
  ].join('');
}
